using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports;

/// <summary>The columns of the tidy table, shared by its formats: the job's grouping columns lie between the fixed ones.</summary>
internal static class EstimateColumns
{
    public static readonly string[] Before = ["job", "run", "fit"];
    public static readonly string[] Text = ["family", "method", "status", "codes", "parameter"];
    public static readonly string[] Numbers = ["estimate", "standard_error", "lower", "upper", "n", "log_likelihood", "statistic", "p_value"];

    public static IReadOnlyList<string> Texts(RunResult result) => [.. Before, .. Groups(result), .. Text];

    public static string?[] TextValues(RunResult result, EstimateRow row) =>
    [
        result.Job.Name, result.RunId, row.Fit.Fit, .. result.Job.GroupBy.Select((_, i) => Group(row, i)),
        row.Fit.Family, row.Fit.Method, row.Status, row.Codes, row.Parameter,
    ];

    public static double?[] NumberValues(EstimateRow row) =>
    [
        row.Estimate, row.StandardError, row.Lower, row.Upper,
        EstimateRow.Finite(row.Fit.N), EstimateRow.Finite(row.Fit.LogLikelihood), row.Statistic, row.PValue,
    ];

    /// <summary>A grouping column called like a fixed one (<c>fit</c>, <c>n</c>) would make two columns of one name.</summary>
    private static List<string> Groups(RunResult result)
    {
        var taken = new HashSet<string>([.. Before, .. Text, .. Numbers], StringComparer.OrdinalIgnoreCase);
        var names = new List<string>();
        foreach (string column in result.Job.GroupBy)
        {
            string name = column;
            while (!taken.Add(name)) name = "group_" + name;
            names.Add(name);
        }
        return names;
    }

    private static string? Group(EstimateRow row, int i) => i < row.Fit.Group.Count ? row.Fit.Group[i].Value : null;
}
