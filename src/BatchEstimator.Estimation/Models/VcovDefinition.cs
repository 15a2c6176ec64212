using System.Text.RegularExpressions;

namespace BatchEstimator.Estimation.Models;

/// <summary>From what the standard errors of a regression are made.</summary>
public enum VcovKind
{
    /// <summary>From the information: the model holds, rows are independent.</summary>
    Iid,

    /// <summary>The sandwich of White (Econometrica 48, 1980, p. 821): squared scores as they are.</summary>
    Hc0,

    /// <summary>The same times n / (n - p) (MacKinnon and White, Journal of Econometrics 29, 1985, p. 306).</summary>
    Hc1,

    /// <summary>Squared scores divided by one less leverage (the same, p. 307).</summary>
    Hc2,

    /// <summary>Squared scores divided by the square of one less leverage, near the jackknife (the same, p. 309).</summary>
    Hc3,

    /// <summary>Scores summed within clusters first (Liang and Zeger, Biometrika 73, 1986, p. 15); of two ways, the sum less the
    /// intersection (Cameron, Gelbach and Miller, Journal of Business and Economic Statistics 29, 2011, p. 241).</summary>
    Cluster,
}

/// <summary>Which covariance matrix of the estimates the standard errors come from.</summary>
/// <param name="Kind">How it is made.</param>
/// <param name="Clusters">For <see cref="VcovKind.Cluster"/> the one or two columns of labels; else empty.</param>
public sealed partial record VcovDefinition(VcovKind Kind, IReadOnlyList<string> Clusters)
{
    /// <summary>From the information.</summary>
    public static VcovDefinition Iid { get; } = new(VcovKind.Iid, []);

    /// <summary>Reads <c>iid</c>, <c>hc0</c> to <c>hc3</c>, <c>cluster(a)</c> or <c>cluster(a, b)</c>; names with commas or brackets in backticks.</summary>
    /// <param name="text">As written.</param>
    /// <param name="vcov">What was read; <see cref="Iid"/> if nothing could be.</param>
    /// <param name="problem">What is wrong and what would be right; empty if nothing is.</param>
    public static bool TryParse(string text, out VcovDefinition vcov, out string problem)
    {
        (vcov, problem) = (Iid, "");
        var names = OfClusters().Match(text);
        List<string> clusters = [.. names.Groups["name"].Captures.Select(capture => capture.Value)];
        if (names.Success && clusters.Distinct().Count() == clusters.Count)
            vcov = new(VcovKind.Cluster, clusters);
        else if (Plain().IsMatch(text))
            vcov = new(Enum.Parse<VcovKind>(text, ignoreCase: true), []);
        else
        {
            problem = names.Success
                ? $"The two ways of clustering must be two columns; found {clusters[0]} twice."
                : $"'{text}' is not a way to make standard errors. Write iid, hc0, hc1, hc2, hc3, cluster(column) or cluster(a, b), with one or two columns.";
        }
        return problem.Length == 0;
    }

    [GeneratedRegex(@"^(iid|hc[0-3])$")]
    private static partial Regex Plain();

    [GeneratedRegex(@"^cluster\(\s*(?:`(?<name>[^`]+)`|(?<name>[^`,()\s](?:[^`,()]*[^`,()\s])?))\s*(?:,\s*(?:`(?<name>[^`]+)`|(?<name>[^`,()\s](?:[^`,()]*[^`,()\s])?))\s*)?\)$")]
    private static partial Regex OfClusters();
}
