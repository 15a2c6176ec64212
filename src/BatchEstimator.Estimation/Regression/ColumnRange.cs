using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>Where the values of a column lie.</summary>
/// <param name="Mean">Their mean, to about the digits of a double.</param>
/// <param name="Least">The least.</param>
/// <param name="Most">The most.</param>
internal readonly record struct ColumnRange(double Mean, double Least, double Most)
{
    /// <summary>What to subtract: the mean; of a column that does not vary nothing, so that it is seen to be a multiple of the ones.</summary>
    public double Middle => Least < Most && double.IsFinite(Mean) ? Mean : 0;

    /// <summary>The range of some values.</summary>
    /// <param name="values">The values; at least one.</param>
    public static ColumnRange Of(ReadOnlySpan<double> values)
    {
        // Eight sums side by side, whatever the processor, so that all add in the same order.
        var sums = Vector512<double>.Zero;
        var least = Vector512.Create(double.PositiveInfinity);
        var most = -least;
        var vectors = MemoryMarshal.Cast<double, Vector512<double>>(values);
        foreach (var vector in vectors)
        {
            sums += vector;
            least = Vector512.MinNative(least, vector);
            most = Vector512.MaxNative(most, vector);
        }
        double sum = Vector512.Sum(sums), lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        for (int lane = 0; lane < Vector512<double>.Count; lane++)
            (lowest, highest) = (Math.Min(lowest, least[lane]), Math.Max(highest, most[lane]));
        foreach (double value in values[(vectors.Length * Vector512<double>.Count)..])
            (sum, lowest, highest) = (sum + value, Math.Min(lowest, value), Math.Max(highest, value));
        return new(sum / values.Length, lowest, highest);
    }

    /// <summary>The largest distance of a value from a point.</summary>
    public double FarthestFrom(double point) => Math.Max(Math.Abs(Most - point), Math.Abs(Least - point));
}
