namespace BatchEstimator.Estimation.Tests.Edges;

/// <summary>Columns that break programs.</summary>
internal static class EdgeData
{
    public static IReadOnlyDictionary<string, double[]> Columns { get; } = new Dictionary<string, double[]>
    {
        ["one zero"] = [0],
        ["one one"] = [1],
        ["one value"] = [2.5],
        ["two equal"] = [3, 3],
        ["two distinct"] = [1, 2],
        ["a zero and a one"] = [0, 1],
        ["constant"] = [.. Enumerable.Repeat(0.1, 1000)],
        ["constant one"] = [.. Enumerable.Repeat(1.0, 10)],
        ["all zero"] = new double[10],
        ["negative zero"] = [-0.0, 0, -0.0, 1],
        ["one zero among others"] = [0, 1, 1, 1, 1],
        ["negative"] = [-1, 2, 3],
        ["not a number"] = [1, double.NaN, 0, 1],
        ["only not a number"] = [double.NaN, double.PositiveInfinity, double.NegativeInfinity],
        ["infinite"] = [1, double.PositiveInfinity, 0],
        ["missing"] = [1, Absent, 0, 1],
        ["only missing"] = [Absent, Absent],
        ["huge"] = [1e300, 2e300, 4e300],
        ["largest"] = [double.MaxValue, double.MaxValue / 2, double.MaxValue],
        ["large"] = [1e150, 2e150, 4e150],
        ["beyond squares of squares"] = [1e100, 2e100, 4e100, 7e100],
        ["tiny"] = [1e-300, 2e-300, 4e-300],
        ["least"] = [double.Epsilon, 2 * double.Epsilon, 5 * double.Epsilon],
        ["small"] = [1e-100, 2e-100, 4e-100, 7e-100],
        ["far off"] = [1e9 - 1, 1e9, 1e9 + 1],
        ["far off and close"] = [1e15, 1e15 + 1, 1e15 + 2, 1e15 + 1],
        ["large counts"] = [1e12, 1e12 + 5e6, 1e12 - 5e6, 1e12 + 1e6],
        ["ties"] = [.. Enumerable.Repeat(1.0, 500), .. Enumerable.Repeat(2.0, 500)],
        ["outlier"] = [1, 2, 1, 2, 1, 2, 1e12],
        ["both ends"] = [1e-300, 1e300],
    };

    private static double Absent => BatchEstimator.Estimation.Columns.Missing.Value;
}
