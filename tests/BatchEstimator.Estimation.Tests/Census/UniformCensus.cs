using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Census;

/// <summary>
/// A uniform from rows known in part: the limits against brute force over random sets, and the refusals against what makes the likelihood grow.
/// </summary>
public class UniformCensus
{
    private static double None => Missing.Value;

    [Theory, InlineData(0.6, false), InlineData(0.3, false), InlineData(0, false), InlineData(0.5, true)]
    public void No_window_is_likelier_than_the_estimate(double exact, bool truncated)
    {
        var problems = new List<string>();
        var random = new Random(20260712);
        for (int set = 0; set < 150; set++)
        {
            double unit = Math.Pow(10, 6 * random.NextDouble() - 3), origin = unit * 20 * (random.NextDouble() - 0.5);
            var (left, right) = Draw(random, exact, truncated, unit, origin);
            var definition = new FitDefinition { Name = "fit", Family = "uniform", Left = "left", Right = "right", Truncation = truncated ? new(origin, origin + 1.5 * unit) : null };
            var result = Fits.Of(definition, Frame.Of("left", left).With("right", right));
            var rows = new Window(left, right, truncated ? (origin, origin + 1.5 * unit) : null);
            string what = $"set {set}, {result.Status} {Sound.Codes(result)}: {string.Join(", ", left.Zip(right, (a, b) => $"({a:R}, {b:R})"))}";
            problems.AddRange(Sound.Problems(result, what));
            if (result.Status is FitStatus.Failed)
                problems.Add(what);
            var best = rows.Best();
            if (result.Status == FitStatus.Refused)
            {
                // Without end: far out, or closing in, the likelihood is above what any window in reach has.
                if (!(rows.Beyond() >= best.Value - 1e-9))
                    problems.Add($"refused, but {best.Value} at {string.Join(", ", best.Point)}: {what}");
                continue;
            }
            double value = rows.LogLikelihood([.. result.Parameters.Select(p => p.Estimate!.Value)]);
            if (!(value >= best.Value - 1e-9 * (1 + Math.Abs(best.Value))) || !(Math.Abs(value - result.LogLikelihood!.Value) < 1e-8 * (1 + Math.Abs(value))))
                problems.Add($"{value} ({result.LogLikelihood}) below {best.Value} at {string.Join(", ", best.Point)}, found {string.Join(", ", result.Parameters.Select(p => p.Estimate))}: {what}");
        }
        Assert.True(problems.Count == 0, $"{problems.Count}{Environment.NewLine}{string.Join(Environment.NewLine, problems.Take(6))}");
    }

    [Fact]
    public void Values_censored_at_one_place_put_the_maximum_where_the_share_beyond_says()
    {
        // Three of five below 6, counted from 0: the other two lie in 6 * 5/3 = 10.
        var result = Fits.Of(new() { Name = "fit", Family = "uniform", Response = "y", Event = "seen", Fixed = new Dictionary<string, double> { ["minimum"] = 0 } },
            Frame.Of("y", 1, 3, 5, 6, 6).With("seen", [1.0, 1, 1, 0, 0]));
        Assert.Equal(FitStatus.Ok, result.Status);
        Assert.Equal(10, result.Parameters[1].Estimate!.Value, 10);
        Assert.True(result.Parameters[1].StandardError > 0);
    }

    [Fact]
    public void Bounds_alone_have_an_estimate_where_the_upper_ones_are_higher_on_average()
    {
        Assert.Equal(FitCodes.NoFiniteMle, Codes([5, 2, None], [None, None, 1]));
        Assert.Equal(FitCodes.NoFiniteMle, Codes([5, None, None], [None, 1, 4]));
        Assert.Equal(FitCodes.BoundaryEstimate, Codes([0, 3, None, None], [None, None, 9, 2]));
        Assert.Equal(FitCodes.NoFiniteMle, Codes([1, 2], [None, None]));
    }

    [Fact]
    public void Rows_that_all_allow_the_one_value_seen_are_refused()
    {
        Assert.Equal(FitCodes.DegenerateVariance, Codes([2, 2, 1, None], [2, 2, None, 3]));
        Assert.Equal(FitCodes.BoundaryEstimate, Codes([2, 2, 4, None], [2, 2, None, 5]));
    }

    [Fact]
    public void What_truncation_hides_is_said_to_be_anywhere()
    {
        var definition = new FitDefinition { Name = "fit", Family = "uniform", Left = "left", Right = "right", Truncation = new(0, null) };
        var result = Fits.Of(definition, Frame.Of("left", 1, 2, 0, 0).With("right", [1, 2, 0.5, 0.2]));
        Assert.Contains(result.Codes, code => code.Code == FitCodes.NonUnique && code.Columns.Single() == "minimum");
        Assert.Equal(0, result.Parameters[0].Estimate!.Value, 12);
    }

    private static string Codes(double[] left, double[] right) =>
        Fits.Of(new() { Name = "fit", Family = "uniform", Left = "left", Right = "right" }, Frame.Of("left", left).With("right", right)).Codes[0].Code;

    private static (double[] Left, double[] Right) Draw(Random random, double exact, bool truncated, double unit, double origin)
    {
        int rows = random.Next(2, 14);
        var (left, right) = (new double[rows], new double[rows]);
        double low = truncated ? origin : double.NegativeInfinity, high = truncated ? origin + 1.5 * unit : double.PositiveInfinity;
        for (int row = 0; row < rows; row++)
        {
            // Few places, so that bounds meet values and one another.
            double At() => origin + unit * (truncated ? 1.5 : 1) * random.Next(1, 12) / 12;
            double x = At(), y = At();
            (left[row], right[row]) = random.NextDouble() < exact ? (x, x) : random.Next(3) switch
            {
                0 => (x, None),
                1 => (None, x),
                _ => (Math.Min(x, y), Math.Max(x, y)),
            };
        }
        return (left, right);
    }

    private sealed class Window(double[] left, double[] right, (double Lower, double Upper)? truncation)
    {
        private readonly (double Low, double High)[] rows = [.. left.Zip(right, (a, b) => (Missing.Is(a) ? double.NegativeInfinity : a, Missing.Is(b) ? double.PositiveInfinity : b))];

        public double LogLikelihood(double[] window)
        {
            double from = Math.Max(window[0], truncation?.Lower ?? double.NegativeInfinity), to = Math.Min(window[1], truncation?.Upper ?? double.PositiveInfinity);
            // One rounding of an estimate must not put a value outside.
            double slack = 1e-13 * (Math.Abs(from) + Math.Abs(to));
            return from < to ? rows.Sum(row => row.Low == row.High
                ? row.Low >= from - slack && row.Low <= to + slack ? -Math.Log(to - from) : double.NegativeInfinity
                : Math.Log(Math.Max(0, Math.Min(row.High, to) - Math.Max(row.Low, from)) / (to - from))) : double.NegativeInfinity;
        }

        public (double[] Point, double Value) Best()
        {
            double[] ends = [.. rows.SelectMany(row => new[] { row.Low, row.High }).Where(double.IsFinite).Distinct().Order()];
            double reach = Math.Max(ends[^1] - ends[0], 1e-9 * Math.Abs(ends[0]));
            (double[] Point, double Value) best = ([0, 0], double.NegativeInfinity);
            double[] lows = [.. ends, .. Enumerable.Range(0, 60).Select(k => ends[0] - reach * (Math.Pow(1.3, k / 2.0) - 1) / 20), .. Between(ends)];
            double[] highs = [.. ends, .. Enumerable.Range(0, 60).Select(k => ends[^1] + reach * (Math.Pow(1.3, k / 2.0) - 1) / 20), .. Between(ends)];
            foreach (double low in lows)
            {
                foreach (double high in highs.Where(high => high > low))
                {
                    if (LogLikelihood([low, high]) is var value && value > best.Value)
                        best = ([low, high], value);
                }
            }
            return best;
        }

        /// <summary>The supremum of windows that widen for ever or close in on one value.</summary>
        public double Beyond()
        {
            double distance = 1e9 * rows.SelectMany(row => new[] { row.Low, row.High }).Where(double.IsFinite).Max(Math.Abs), most = double.NegativeInfinity;
            for (int share = 0; share <= 1000; share++)
                most = Math.Max(most, LogLikelihood([-distance * share / 1000, distance * (1000 - share) / 1000]));
            foreach (double place in rows.SelectMany(row => new[] { row.Low, row.High }).Where(double.IsFinite).Distinct())
            {
                double near = 1e-9 * (Math.Abs(place) + 1e-6);
                for (int parts = 1; parts <= 14; parts++)
                {
                    for (int below = -1; below <= parts + 1; below++)
                        most = Math.Max(most, LogLikelihood([place - near * below / parts, place + near * (parts - below) / parts]));
                }
            }
            return most;
        }

        private static IEnumerable<double> Between(double[] ends) =>
            ends.Zip(ends.Skip(1)).SelectMany(pair => Enumerable.Range(1, 5).Select(k => pair.First + (pair.Second - pair.First) * k / 6));
    }
}
