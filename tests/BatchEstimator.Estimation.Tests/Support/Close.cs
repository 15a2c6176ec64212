using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>Comparisons that say what was compared.</summary>
internal static class Close
{
    /// <summary>|a - b| is at most tolerance times max(|b|, scale).</summary>
    public static void To(double expected, double? actual, double tolerance, string what, double scale = 0) =>
        Assert.True(actual == expected || Math.Abs(actual!.Value - expected) <= tolerance * Math.Max(Math.Abs(expected), scale),
            $"{what}: expected {expected:R}, found {actual:R}, off by {Math.Abs(actual!.Value - expected) / Math.Max(Math.Abs(expected), scale):G2}, allowed {tolerance:G2}");

    /// <summary>The numbers of two results agree to a relative tolerance, in units of the standard error where there is one.</summary>
    public static void Results(FitResult expected, FitResult actual, double tolerance)
    {
        Assert.Equal(expected.Status, actual.Status);
        Assert.Equal(expected.Codes.Select(code => code.Code), actual.Codes.Select(code => code.Code));
        To(expected.N, actual.N, tolerance, "n");
        foreach (var (a, b) in expected.Parameters.Zip(actual.Parameters))
        {
            Assert.Equal(a.Name, b.Name);
            Numbers(a.Estimate, b.Estimate, tolerance, a.Name, a.StandardError ?? 0);
            Numbers(a.StandardError, b.StandardError, tolerance, $"standard error of {a.Name}", 0);
        }
        Numbers(expected.LogLikelihood, actual.LogLikelihood, tolerance, "log-likelihood", expected.N);
    }

    private static void Numbers(double? expected, double? actual, double tolerance, string what, double scale)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } value)
            To(value, actual, tolerance, what, scale);
    }
}
