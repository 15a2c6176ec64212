using BatchEstimator.Worker.Reports.Pictures;

namespace BatchEstimator.Worker.Tests.Reports;

public sealed class HistogramTests
{
    [Fact]
    public void Rounded_values_fall_inside_bars_and_not_on_their_edges()
    {
        double[] values = [1.0, 1.1, 1.2, 1.3, 1.3, 1.4, 1.4, 1.4, 1.4, 1.5, 1.5, 1.5, 1.6, 1.7, 1.9];
        var histogram = Histogram.Of(values, Ones(values.Length), 0.5, 2.5);
        double width = histogram.Edges[1] - histogram.Edges[0];
        Assert.Equal(Math.Round(width / 0.1), width / 0.1, 9);
        Assert.All(values, value => Assert.All(histogram.Edges, edge => Assert.True(Math.Abs(edge - value) > 0.04)));
        Assert.Equal(1, histogram.Heights.Sum() * width, 12);
    }

    [Fact]
    public void The_areas_of_measured_values_add_to_one()
    {
        var random = new Random(5);
        double[] values = [.. Enumerable.Range(0, 500).Select(_ => random.NextDouble())];
        var histogram = Histogram.Of(values, Ones(500), 0, 1);
        Assert.Equal(1, histogram.Heights.Select((height, i) => height * (histogram.Edges[i + 1] - histogram.Edges[i])).Sum(), 12);
    }

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];
}
