using System.Globalization;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Models;

/// <summary>Reads the factors that take settings of their own: labels, polynomials and splines.</summary>
internal sealed class FormulaFactors(FormulaTokens tokens, FormulaArithmetic arithmetic)
{
    private const int MostColumns = 100;

    /// <summary><c>C(g)</c> or <c>C(g, ref = "b")</c>, behind its name.</summary>
    public LabelFactor Labels(Token name)
    {
        tokens.Expect("(", "after C");
        var column = tokens.Take();
        if (column.Kind != TokenKind.Name || tokens.Is("("))
            throw tokens.Error(column.Position, $"C() takes a column, found {(tokens.Is("(") ? "the function " : "")}{FormulaTokens.Describe(column)}");
        var settings = Settings(name, null, "ref");
        return new(column.Value, arithmetic.Column(column.Value, ColumnKind.Text), settings.GetValueOrDefault("ref")?.Word);
    }

    /// <summary><c>poly(x, 3)</c>, behind its name: raw powers, a factor each.</summary>
    public IEnumerable<NumericFactor> Polynomial(Token name)
    {
        var (inner, value) = Argument(name);
        var settings = Settings(name, "degree", "degree", "raw");
        if (!settings.TryGetValue("degree", out var setting))
            throw tokens.Error(name.Position, "poly needs a degree, as in poly(x, 3)");
        if (settings.TryGetValue("raw", out var raw) && raw.Word is not ("TRUE" or "T" or "true"))
            throw tokens.Error(raw.Position, "poly has raw powers here; orthogonal polynomials would give the same fit in other coefficients");
        int degree = Whole(setting, "the degree of poly", 1, 30);
        return Enumerable.Range(1, degree).Select(k => new NumericFactor($"poly({inner},{degree}){k}", k == 1 ? value : Functions.Power(value, k)) { Written = $"poly({inner},{degree})" });
    }

    /// <summary><c>bs(x, 5)</c> or <c>ns(x, 4)</c>, behind its name.</summary>
    public SplineFactor Spline(Token name)
    {
        bool natural = name.Value == "ns";
        var (inner, value) = Argument(name);
        var settings = natural ? Settings(name, "df", "df", "knots", "Boundary.knots") : Settings(name, "df", "df", "degree", "knots", "Boundary.knots");
        int degree = settings.TryGetValue("degree", out var setting) ? Whole(setting, "the degree of bs", 1, 10) : 3;
        int least = natural ? 1 : degree;
        var knots = settings.TryGetValue("knots", out var given) ? Rising(given, "knots") : null;
        if (knots is null == !settings.TryGetValue("df", out var columns))
            throw tokens.Error(name.Position, $"{name.Value} needs either df, the number of its columns, as in {name.Value}(x, 5), or its knots, as in {name.Value}(x, knots = c(1, 2))");
        int df = knots is not null ? knots.Count + least : Whole(columns!, natural ? "the df of ns" : $"the df of bs with pieces of degree {degree}", least, MostColumns);
        (double, double)? boundary = null;
        if (settings.TryGetValue("Boundary.knots", out var ends))
        {
            boundary = Rising(ends, "Boundary.knots") is [var lower, var upper] ? (lower, upper)
                : throw tokens.Error(ends.Position, "Boundary.knots are two, as in c(0, 10)");
            if (knots is not null && (knots[0] <= boundary.Value.Item1 || knots[^1] >= boundary.Value.Item2))
                throw tokens.Error(given!.Position, "the knots must lie between the Boundary.knots");
        }
        string text = $"{name.Value}({inner},{(knots is null ? df.ToString(CultureInfo.InvariantCulture) : $"knots={Text(knots)}")}"
            + (degree == 3 ? "" : $",degree={degree}") + (boundary is var (from, to) ? $",Boundary.knots={Text([from, to])})" : ")");
        return new(text, value, natural ? SplineKind.Natural : SplineKind.BSpline, df, degree, knots, boundary);
    }

    // The opening bracket and the first argument, as written and as a value.
    private (string Text, Expr Value) Argument(Token name)
    {
        tokens.Expect("(", $"after {name.Value}");
        int start = tokens.Current.Position;
        var value = arithmetic.Sum();
        return (tokens.Source(start, tokens.Current.Position), value);
    }

    // What follows the first argument, by key, up to the closing bracket; one setting may stand without its key.
    private Dictionary<string, Setting> Settings(Token name, string? keyless, params string[] keys)
    {
        var settings = new Dictionary<string, Setting>();
        while (tokens.TryTake(","))
        {
            var first = tokens.Current;
            string? key = settings.Count == 0 ? keyless : null;
            if (first.Kind == TokenKind.Name && tokens.Following is { Kind: TokenKind.Symbol, Value: "=" })
            {
                key = first.Value;
                tokens.Take();
                tokens.Take();
            }
            if (key is null || !keys.Contains(key))
            {
                string near = key is not null && Nearest.To(key, keys) is { } meant ? $"; did you mean {meant}?" : "";
                throw tokens.Error(first.Position, $"{name.Value}() takes {string.Join(", ", keys.Select(known => $"{known} ="))}, found {FormulaTokens.Describe(first)}{near}");
            }
            if (!settings.TryAdd(key, Value(key)))
                throw tokens.Error(first.Position, $"{key} is there twice");
        }
        tokens.Expect(")", $"to close {name.Value}( at position {name.Position}");
        return settings;
    }

    private Setting Value(string key)
    {
        var token = tokens.Current;
        if (token is { Kind: TokenKind.Name, Value: "c" } && tokens.Following is { Kind: TokenKind.Symbol, Value: "(" })
        {
            tokens.Take();
            tokens.Take();
            var numbers = new List<double>();
            do
                numbers.Add(arithmetic.SignedNumber($"in {key}"));
            while (tokens.TryTake(","));
            tokens.Expect(")", $"to close c( at position {token.Position}");
            return new(token.Position, null, numbers);
        }
        if (token.Kind is TokenKind.Name or TokenKind.Text)
            return new(token.Position, tokens.Take().Value, []);
        double number = arithmetic.SignedNumber($"for {key}");
        return new(token.Position, tokens.Source(token.Position, tokens.Current.Position), [number]);
    }

    private int Whole(Setting setting, string what, int from, int to) =>
        setting.Numbers is [var number] && number >= from && number <= to && number == Math.Floor(number) ? (int)number
            : throw tokens.Error(setting.Position, $"{what} must be a whole number from {from} to {to}");

    private List<double> Rising(Setting setting, string what) =>
        setting.Numbers.Count is >= 1 and <= MostColumns && setting.Numbers.All(double.IsFinite) && setting.Numbers.Zip(setting.Numbers.Skip(1)).All(pair => pair.First < pair.Second)
            ? setting.Numbers
            : throw tokens.Error(setting.Position, $"{what} must be numbers that rise, at most {MostColumns}, as in c(1, 2.5)");

    private static string Text(List<double> numbers) => $"c({string.Join(',', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))})";

    // A word or a number as written, and the numbers.
    private sealed record Setting(int Position, string? Word, List<double> Numbers);
}
