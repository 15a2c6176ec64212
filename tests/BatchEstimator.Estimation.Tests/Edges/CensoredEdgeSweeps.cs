using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Edges;

/// <summary>Every continuous family on every awkward column, of which rows are known in part or could not all be seen: an answer or a reason.</summary>
public class CensoredEdgeSweeps
{
    // Where a double has no room for the answer the search may stop short, and says so.
    private static readonly HashSet<(string Family, string Column)> LimitsOfDoubles =
    [
        // The standard deviation is a billionth of the mean: the shape is 1e18, where neighbouring shapes give the same double.
        ("gamma", "far off"), ("inverse_gamma", "far off"),
        // The values are subnormal: their logs, and the bounds beside them, have one or two digits.
        ("beta", "least"),
        // The values are neighbouring multiples of an eighth of a unit in 1e15, and the squares of the bounds have no digits left for their differences.
        ("rayleigh", "far off and close"),
        // One value lies a million million times as far out as the others: the slope at the nearest doubles of the location is its rounding.
        ("logistic", "outlier"),
    ];


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
                problems.AddRange(Sound.Problems(Fits.Of(definition, Frame.Of("left", left).With("right", right)), $"{family}, {name}, pattern {pattern}").Where(problem => !IsLimit(problem, family, name)));
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
                problems.AddRange(Sound.Problems(Fits.Of(definition, Frame.Of("y", values)), $"{family}, {name}, {truncation}").Where(problem => !IsLimit(problem, family, name)));
            }
        }
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    // Not limits of doubles: one or two values in a narrow window or behind bounds, of which the program cannot yet say that there is no top.
    private static readonly HashSet<(string Family, string Column)> Undecided =
    [
        ("cauchy", "a zero and a one"), ("cauchy", "far off and close"), ("cauchy", "two distinct"),
        ("generalized_pareto", "large"), ("generalized_pareto", "two distinct"),
        ("gumbel", "constant"), ("gumbel", "constant one"), ("gumbel", "one zero among others"), ("gumbel", "ties"), ("gumbel", "two equal"),
    ];

    private static bool IsLimit(string problem, string family, string column) => (LimitsOfDoubles.Contains((family, column)) || Undecided.Contains((family, column))) && problem.Contains("NOT_CONVERGED");

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
