using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Laws;

/// <summary>Censored and truncated likelihoods against integrals of the density, and against each other where two ways say the same.</summary>
public class CensoringLaws
{
    private const double Low = 0.02, High = 0.97;

    public static TheoryData<string> Families => [.. FamilyCases.All.Where(IsCensored).Select(entry => entry.Name)];

    public static TheoryData<string> Regular => [.. FamilyCases.All.Where(entry => IsCensored(entry) && entry.IsRegular).Select(entry => entry.Name)];

    public static TheoryData<string> Irregular => [.. FamilyCases.All.Where(entry => IsCensored(entry) && !entry.IsRegular).Select(entry => entry.Name)];

    [Fact]
    public void Every_continuous_family_takes_rows_known_in_part() =>
        Assert.All(Catalogue.All.OfType<ScalarFamily>().Where(family => !family.IsDiscrete), family => Assert.True(family.CanBeCensored, family.Name));

    [Theory, MemberData(nameof(Families))]
    public void The_likelihood_is_made_of_integrals_of_the_density(string name)
    {
        var data = new Rows(name);
        foreach (bool truncated in (bool[])[false, true])
        {
            foreach (double factor in (double[])[0.93, 1, 1.1])
            {
                double[] point = [.. data.Entry.Truth.Select(value => value * factor)];
                if (!data.Entry.IsRegular && factor > 1)
                    continue;
                string hypothesis = FormattableString.Invariant($"{data.Family.Name}({string.Join(", ", point.Select(p => p.ToString("R")))})");
                // All parameters are fixed: what is judged here is the likelihood, not the search.
                var definition = data.Definition(truncated) with { Hypotheses = [hypothesis], Fixed = Named(data.Family, data.Entry.Truth) };
                var found = Fits.Of(definition, data.Frame).Derived.Single(d => d.Name == $"log-likelihood[{hypothesis}]").Estimate;
                double expected = data.LogLikelihood(point, truncated);
                // What cannot be has no log-likelihood to report.
                Assert.True(found is not null || double.IsNegativeInfinity(expected), $"{hypothesis}, truncated: {truncated}");
                if (found is not null)
                    Close.To(expected, found, 1e-9, $"{hypothesis}, truncated: {truncated}", 1);
            }
        }
    }

    [Theory, MemberData(nameof(Regular))]
    public void The_estimate_is_the_top_of_those_integrals(string name)
    {
        var data = new Rows(name);
        foreach (bool truncated in (bool[])[false, true])
        {
            var result = Fits.Of(data.Definition(truncated), data.Frame);
            // An estimate on a boundary or in a limit is an answer, but not one with a slope of zero; a refusal has no estimate.
            if (result.Codes.Any(code => code.Code is FitCodes.BoundaryEstimate or FitCodes.LimitModel or FitCodes.NoFiniteMle))
                continue;
            Assert.True(result.Status is FitStatus.Ok or FitStatus.Caution, $"truncated: {truncated}: {Sound.Codes(result)}");
            // A likelihood that is flat for a hundred times the estimate has no slope that differences could judge.
            if (result.Parameters.Any(p => p.StandardError > 100 * Math.Abs(p.Estimate!.Value)))
                continue;
            double[] top = [.. result.Parameters.Select(p => p.Estimate!.Value)];
            for (int i = 0; i < top.Length; i++)
            {
                double step = 0.02 * Math.Min(result.Parameters[i].StandardError!.Value, Math.Abs(top[i]));
                double slope = Numeric.Slope(x => data.LogLikelihood([.. top.Select((value, k) => k == i ? x : value)], truncated), top[i], step);
                Assert.True(Math.Abs(slope * step) <= 1e-7, $"truncated: {truncated}: slope {slope:G3} of {result.Parameters[i].Name}, standard error {result.Parameters[i].StandardError:G3}");
            }
        }
    }

    [Theory, MemberData(nameof(Irregular))]
    public void No_point_near_the_estimate_is_likelier_by_those_integrals(string name)
    {
        var data = new Rows(name);
        foreach (bool truncated in (bool[])[false, true])
        {
            var result = Fits.Of(data.Definition(truncated), data.Frame);
            if (result.Codes.Any(code => code.Code is FitCodes.LimitModel or FitCodes.NoFiniteMle))
                continue;
            Assert.True(result.Status is FitStatus.Ok or FitStatus.Caution, $"truncated: {truncated}: {Sound.Codes(result)}");
            double[] top = [.. result.Parameters.Select(p => p.Estimate!.Value)];
            double height = data.LogLikelihood(top, truncated);
            Close.To(height, result.LogLikelihood, 1e-9, $"truncated: {truncated}", 1);
            var random = new Random(5);
            for (int i = 0; i < 60; i++)
            {
                double reach = Math.Pow(10, -4 + 3.5 * random.NextDouble());
                double[] beside = [.. top.Select(value => value + reach * (2 * random.NextDouble() - 1) * (i % 3 == 0 ? 0 : 1)).Select((value, k) => i % 3 == 0 && k == i / 3 % top.Length ? value + reach : value)];
                Assert.True(!(data.LogLikelihood(beside, truncated) > height + 1e-8), $"truncated: {truncated}: higher at {string.Join(", ", beside)} than at {string.Join(", ", top)}");
            }
        }
    }

    [Theory, MemberData(nameof(Families))]
    public void An_interval_without_width_is_a_value(string name)
    {
        var (entry, frame) = Sample(name);
        var pairs = frame.With("left", frame.Numbers("y")).With("right", frame.Numbers("y"));
        Close.Results(Plain(entry, frame), Fits.Of(Interval(entry), pairs), 1e-7);
    }

    [Theory, MemberData(nameof(Families))]
    public void An_interval_that_begins_with_the_support_is_an_upper_bound(string name)
    {
        var data = new Rows(name);
        double lower = data.Family.BoundEnds.Lower;
        double[] from = [.. data.Frame.Numbers("left").Select(x => double.IsNaN(x) ? lower : x)];
        Same(Fits.Of(data.Definition(false), data.Frame), Fits.Of(data.Definition(false), data.Frame.With("left", from)));
    }

    [Theory, MemberData(nameof(Families))]
    public void Truncation_at_infinity_is_none(string name)
    {
        var data = new Rows(name);
        Same(Fits.Of(data.Definition(false), data.Frame),
            Fits.Of(data.Definition(false) with { Truncation = new(double.NegativeInfinity, double.PositiveInfinity) }, data.Frame));
    }

    [Theory, MemberData(nameof(Families))]
    public void A_lower_bound_under_truncation_is_an_interval_up_to_its_limit(string name)
    {
        var data = new Rows(name);
        double limit = data.At(High);
        double[] to = [.. data.Frame.Numbers("right").Select(x => double.IsNaN(x) ? limit : x)];
        Same(Fits.Of(data.Definition(true), data.Frame), Fits.Of(data.Definition(true), data.Frame.With("right", to)));
    }

    [Theory, MemberData(nameof(Families))]
    public void An_event_column_says_what_a_missing_upper_end_says(string name)
    {
        var (entry, frame) = Sample(name);
        double[] values = frame.Numbers("y"), seen = [.. values.Select((_, i) => i % 3 == 0 ? 0.0 : 1)];
        var ends = frame.With("left", values).With("right", [.. values.Select((x, i) => i % 3 == 0 ? Absent : x)]);
        Close.Results(Fits.Of(entry.Definition with { Event = "seen" }, frame.With("seen", seen)), Fits.Of(Interval(entry), ends), 1e-7);
    }

    private static double Absent => BatchEstimator.Estimation.Columns.Missing.Value;

    private static bool IsCensored(FamilyCase entry) =>
        Catalogue.Find(entry.Definition.Family) is ScalarFamily { IsDiscrete: false, CanBeCensored: true } && entry.Definition.Event is null;

    private static FitDefinition Interval(FamilyCase entry) => entry.Definition with { Response = null, Left = "left", Right = "right" };

    private static (FamilyCase Entry, Frame Frame) Sample(string name) => FamilyCases.Find(name) is var entry ? (entry, entry.Sample(21, 60)) : default;

    private static FitResult Plain(FamilyCase entry, Frame frame) => Fits.Of(entry.Definition, frame);

    private static Dictionary<string, double> Named(ScalarFamily family, double[] values) =>
        family.Parameters.Zip(values).ToDictionary(pair => pair.First.Name, pair => pair.Second);

    private static void Same(FitResult expected, FitResult actual)
    {
        Assert.Equal(expected.Parameters, actual.Parameters);
        Assert.Equal(expected.LogLikelihood, actual.LogLikelihood);
        Assert.Equal(expected.Codes.Select(code => code.Code), actual.Codes.Select(code => code.Code));
    }

    /// <summary>Rows at quantiles of the truth, known in all four ways, and their likelihood by integration.</summary>
    private sealed class Rows
    {
        private readonly Tape density;
        private readonly List<(double? Lower, double? Upper)> ends = [];

        public Rows(string name)
        {
            Entry = FamilyCases.Find(name);
            Family = (ScalarFamily)Catalogue.Find(Entry.Definition.Family)!;
            // By the base type: to a scalar family the 1 would be the value.
            density = new(((Family)Family).LogDensity(1));
            double[] shares = [0.05, 0.12, 0.2, 0.26, 0.33, 0.4, 0.47, 0.53, 0.6, 0.68, 0.75, 0.82, 0.9, 0.94];
            for (int i = 0; i < shares.Length; i++)
                ends.Add((i % 4) switch
                {
                    1 => (At(shares[i]), null),
                    2 => (null, At(shares[i])),
                    3 => (At(shares[i] - 0.1), At(Math.Min(0.96, shares[i] + 0.15))),
                    _ => (At(shares[i]), At(shares[i])),
                });
            Frame = Frame.Of("left", [.. ends.Select(end => end.Lower ?? Absent)]).With("right", [.. ends.Select(end => end.Upper ?? Absent)]);
        }

        public FamilyCase Entry { get; }

        public ScalarFamily Family { get; }

        public Frame Frame { get; }

        public double At(double p) => new Tape(Family.Quantile(p)!).Evaluate([], Entry.Truth)[0];

        public FitDefinition Definition(bool truncated) => Interval(Entry) with { Truncation = truncated ? new(At(Low), At(High)) : null };

        public double LogLikelihood(double[] point, bool truncated)
        {
            var (lowest, highest) = truncated ? (At(Low), At(High)) : Family.BoundEnds;
            // The integrals are split at the median, where a density may have a kink.
            double middle = new Tape(Family.Quantile(0.5)!).Evaluate([], point)[0];
            double seen = truncated ? Math.Log(Probability(lowest, highest, middle, point)) : 0;
            return ends.Sum(end => (end.Lower is { } a && end.Lower == end.Upper ? density.Evaluate([a, 1], point)[0]
                : Math.Log(Probability(end.Lower ?? lowest, end.Upper ?? highest, middle, point))) - seen);
        }

        private double Probability(double from, double to, double middle, double[] point) => UpTo(to, middle, point) - UpTo(from, middle, point);

        private double UpTo(double x, double middle, double[] point)
        {
            double lowest = Entry.IsRegular || Entry.Kink is not null ? Family.BoundEnds.Lower : point[0];
            double Of(double a, double b) => Numeric.Integral(at => Math.Exp(density.Evaluate([at, 1], point)[0]), a, b);
            return x <= lowest ? 0 : double.IsInfinity(x) || (Family is Uniform && x >= point[1]) ? 1 : x <= middle ? Of(lowest, x) : Of(lowest, middle) + Of(middle, x);
        }
    }

    [Theory]
    [InlineData("lognormal")]
    [InlineData("normal")]
    [InlineData("weibull")]
    [InlineData("gamma")]
    [InlineData("logistic")]
    public void Rows_that_all_allow_one_value_have_no_estimate(string family)
    {
        var definition = new FitDefinition { Name = "fit", Family = family, Left = "left", Right = "right" };
        double none = BatchEstimator.Estimation.Columns.Missing.Value;
        foreach (var (left, right) in new (double[], double[])[] { ([1, 2, 3], [none, none, none]), ([none, none], [2, 3]), ([1, 1, 1], [3, 3, 3]), ([1, 2, none], [4, none, 3]), ([1, none, 0], [none, 1, 1]) })
        {
            var result = Fits.Of(definition, Frame.Of("left", left).With("right", right));
            Assert.True(result.Status == FitStatus.Refused && result.Codes[0].Code is FitCodes.NoFiniteMle or FitCodes.DegenerateVariance or FitCodes.TooFewRows, $"{string.Join(", ", left)}: {Sound.Codes(result)}");
        }
    }
}
