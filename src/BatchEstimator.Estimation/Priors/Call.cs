using System.Globalization;
using System.Text.RegularExpressions;

namespace BatchEstimator.Estimation.Priors;

/// <summary>A name with numbers in brackets, the form in which job files write priors and fully given distributions.</summary>
public static partial class Call
{
    /// <summary>Reads <c>name</c> or <c>name(1, 2.5, -3)</c>.</summary>
    public static bool TryParse(string text, out string name, out IReadOnlyList<double> arguments)
    {
        var match = Form().Match(text);
        name = match.Groups["name"].Value;
        var numbers = new List<double>();
        arguments = numbers;
        if (!match.Success)
            return false;
        if (!match.Groups["arguments"].Success || string.IsNullOrWhiteSpace(match.Groups["arguments"].Value))
            return true;
        foreach (string part in match.Groups["arguments"].Value.Split(','))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
                return false;
            numbers.Add(number);
        }
        return true;
    }

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*(\((?<arguments>[^()]*)\))?\s*$")]
    private static partial Regex Form();
}
