using System.Globalization;
using System.Text;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Regression;

/// <summary>The kinds of response whose separation reads differently.</summary>
internal enum SeparatedResponse
{
    /// <summary>Two labels, or trials with successes.</summary>
    TwoClasses,

    /// <summary>Counts, separated by zeros.</summary>
    Counts,

    /// <summary>Several labels, ordered or not, or intervals.</summary>
    Classes,

    /// <summary>Values of which some are known from one side only.</summary>
    Censored,
}

/// <summary>Separation in words: which columns, where they separate, how many rows, and the prior under which an estimate exists.</summary>
internal static class SeparationMessage
{
    private const string Intercept = "(Intercept)";

    /// <summary>The code SEPARATION with its sentence and the columns of the direction.</summary>
    /// <param name="direction">The direction found.</param>
    /// <param name="names">The coefficients' names, the intercept being <c>(Intercept)</c>.</param>
    /// <param name="response">The response: for two classes the event that a higher predictor favours, such as <c>y = 1</c>; else the column's name.</param>
    /// <param name="kind">How the response is to be spoken of.</param>
    /// <param name="opposite">For two classes, the other event, such as <c>y = 0</c>.</param>
    /// <param name="prior">The prior on the coefficients to propose.</param>
    public static FitCode Of(
        RecessionDirection direction, IReadOnlyList<string> names, string response, SeparatedResponse kind, string opposite = "",
        string prior = "normal(0, 2.5)")
    {
        int[] slopes = [.. direction.Support.Where(j => names[j] != Intercept).OrderByDescending(j => Math.Abs(direction.Vector[j]))];
        string[] columns = [.. slopes.Select(j => names[j])];
        string what = slopes.Length == 0 ? OneValue(kind, kind == SeparatedResponse.TwoClasses && direction.Vector[direction.Support[0]] < 0 ? opposite : response) : kind switch
        {
            SeparatedResponse.TwoClasses => TwoClasses(direction, names, slopes, response, opposite),
            SeparatedResponse.Counts => Counts(direction, names, slopes, response),
            SeparatedResponse.Censored => Censored(direction, names, slopes, response),
            _ => Classes(direction, names, slopes, response),
        };
        string[] moved = columns.Length == 0 ? [Intercept] : columns;
        string message = $"{what} The likelihood keeps rising as {(moved.Length == 1 ? "this coefficient grows" : "these coefficients grow")} "
            + $"without bound ({Direction(direction, names)}), so there is no maximum-likelihood estimate. "
            // A prior on the coefficients leaves the intercept alone.
            + $"An estimate exists under a prior: method: map with {(columns.Length == 0 ? $"\"{Intercept}\"" : "coefficients")}: \"{prior}\".";
        return new(FitCodes.Separation, message, moved);
    }

    private static string OneValue(SeparatedResponse kind, string response) => kind switch
    {
        SeparatedResponse.TwoClasses => $"Every row has {response}.",
        SeparatedResponse.Counts => $"'{response}' is 0 in every row.",
        SeparatedResponse.Censored => $"Every value of '{response}' is censored on the same side.",
        _ => $"'{response}' does not have every one of its values.",
    };

    private static string TwoClasses(RecessionDirection direction, IReadOnlyList<string> names, int[] slopes, string response, string opposite)
    {
        var (expression, threshold, above) = Line(direction, names, slopes);
        if (direction.Complete)
            return $"The data are completely separated by {List(names, slopes)}: {response} in every row with {expression} {(above ? '>' : '<')} {threshold}, and {opposite} in every other row.";
        return $"The data are quasi-completely separated by {List(names, slopes)}: {Rows(direction)} have {expression} other than {threshold}, "
            + $"and among them {response} wherever it is {(above ? "above" : "below")} and {opposite} wherever it is {(above ? "below" : "above")}.";
    }

    private static string Counts(RecessionDirection direction, IReadOnlyList<string> names, int[] slopes, string response)
    {
        var (expression, threshold, above) = Line(direction, names, slopes);
        return $"The data are separated by {List(names, slopes)}: '{response}' is 0 in every row with {expression} {(above ? '<' : '>')} {threshold} "
            + $"({Rows(direction)}), and no row has {expression} {(above ? '>' : '<')} {threshold}.";
    }

    private static string Censored(RecessionDirection direction, IReadOnlyList<string> names, int[] slopes, string response) =>
        $"No exact value of '{response}' holds {List(names, slopes)}: the rows that differ along that direction ({Rows(direction)}) are censored, and every one of them "
        + "is fitted the better the farther it goes.";

    private static string Classes(RecessionDirection direction, IReadOnlyList<string> names, int[] slopes, string response) =>
        $"The data are {(direction.Complete ? "completely" : "quasi-completely")} separated by {List(names, slopes)}: "
        + $"along that direction the values of '{response}' become certain in {Rows(direction)} and less likely in none.";

    /// <summary>A combination of columns with the leading one positive, the value it is held against, and whether the predictor rises with it.</summary>
    private static (string Expression, string Threshold, bool Above) Line(RecessionDirection direction, IReadOnlyList<string> names, int[] slopes)
    {
        double unit = direction.Vector[slopes[0]];
        StringBuilder text = new();
        foreach (int j in slopes)
            Append(text, direction.Vector[j] / unit, names[j]);
        double threshold = direction.Support.Where(j => names[j] == Intercept).Sum(j => -direction.Vector[j]) / unit;
        return (text.ToString(), Number(threshold), unit > 0);
    }

    private static string Direction(RecessionDirection direction, IReadOnlyList<string> names)
    {
        StringBuilder text = new("in the direction ");
        for (int i = 0; i < direction.Support.Count; i++)
            text.Append(i == 0 ? "" : ", ").Append(names[direction.Support[i]]).Append(' ').Append(Short(direction.Vector[direction.Support[i]]));
        return text.ToString();
    }

    private static void Append(StringBuilder text, double coefficient, string name)
    {
        string size = Number(Math.Abs(coefficient));
        if (text.Length > 0)
            text.Append(coefficient < 0 ? " - " : " + ");
        text.Append(size == "1" ? "" : size + " ").Append(name);
    }

    private static string Rows(RecessionDirection direction) =>
        $"{direction.StrictRows.ToString("N0", CultureInfo.InvariantCulture)} of {direction.Rows.ToString("N0", CultureInfo.InvariantCulture)} rows";

    private static string List(IReadOnlyList<string> names, int[] columns)
    {
        string[] quoted = [.. columns.Select(j => $"'{names[j]}'")];
        return quoted.Length == 1 ? quoted[0] : string.Join(", ", quoted[..^1]) + " and " + quoted[^1];
    }

    // Fifteen digits, since a threshold must lie between two values of the data however close they are.
    private static string Number(double value) => (value == 0 ? 0 : value).ToString("G15", CultureInfo.InvariantCulture);

    private static string Short(double value) => value.ToString("+0.####;-0.####", CultureInfo.InvariantCulture) is var text && text is "+0" or "-0"
        ? value.ToString("+0.##e+0;-0.##e+0", CultureInfo.InvariantCulture) : text;
}
