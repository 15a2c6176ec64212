using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Edges;

/// <summary>Every continuous family on every awkward column, of which rows are known in part or could not all be seen: an answer or a reason.</summary>
public class CensoredEdgeSweeps
{
    // Where rows hardly tell anything (one or two values behind bounds or a window, values that differ in their last digits), the search of these
    // families may stop on a ridge, and says so. The others have an answer or a reason for every column here.


    public static TheoryData<string> Families => [.. Catalogue.All.OfType<ScalarFamily>().Where(family => !family.IsDiscrete).Select(family => family.Name)];

    [Theory, MemberData(nameof(Families))]
    public void Rows_known_in_part_always_get_an_answer(string family)
    {
        var problems = new List<string>();
        foreach (var (name, values) in EdgeData.Columns)
        {
            foreach (int pattern in (int[])[0, 1, 2])
            {
                var (left, right) = Ends(values, pattern);
                var definition = new FitDefinition { Name = "fit", Family = family, Left = "left", Right = "right" };
                problems.AddRange(Sound.Problems(Fits.Of(definition, Frame.Of("left", left).With("right", right)), $"{family}, {name}, pattern {pattern}"));
            }
        }
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    [Theory, MemberData(nameof(Families))]
    public void Truncated_rows_always_get_an_answer(string family)
    {
        var problems = new List<string>();
        foreach (var (name, values) in EdgeData.Columns)
        {
            double[] finite = [.. values.Where(double.IsFinite)];
            if (finite.Length == 0)
                continue;
            double low = finite.Min(), high = finite.Max(), room = Math.Max(0.1 * (high - low), 0.01 * Math.Abs(high));
            if (!double.IsFinite(high + room))
                continue;
            foreach (var truncation in (TruncationDefinition[])[new(low - room, null), new(null, high + room), new(low - room, high + room)])
            {
                if ((truncation.Lower ?? double.NegativeInfinity) >= (truncation.Upper ?? double.PositiveInfinity))
                    continue;
                var definition = new FitDefinition { Name = "fit", Family = family, Response = "y", Truncation = truncation };
                problems.AddRange(Sound.Problems(Fits.Of(definition, Frame.Of("y", values)), $"{family}, {name}, {truncation}"));
            }
        }
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    // Some rows exact, some bounds on either side, some intervals up to the next value.
    private static (double[] Left, double[] Right) Ends(double[] values, int pattern)
    {
        var (left, right) = (new double[values.Length], new double[values.Length]);
        for (int i = 0; i < values.Length; i++)
        {
            double x = values[i], next = values[(i + 1) % values.Length];
            (left[i], right[i]) = ((i + pattern) % 4) switch
            {
                1 => (x, Missing.Value),
                2 => (Missing.Value, x),
                3 when double.IsFinite(x) && double.IsFinite(next) => (Math.Min(x, next), Math.Max(x, next)),
                _ => (x, x),
            };
        }
        return (left, right);
    }
}
