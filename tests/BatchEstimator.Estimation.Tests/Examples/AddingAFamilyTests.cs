using System.Text.RegularExpressions;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;
using BatchEstimator.Tests.Architecture;

namespace BatchEstimator.Estimation.Tests.Examples;

/// <summary>docs/adding-a-family.md: its family is this folder's Maxwell.cs, and what it promises comes for free.</summary>
public partial class AddingAFamilyTests
{
    private const double Sigma = 1.7;

    private static readonly Maxwell Family = new();
    private static readonly FitDefinition Plain = new() { Name = "fit", Family = "maxwell", Response = "y" };
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "BatchEstimator.Estimation.Tests");
    private static readonly string Page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "adding-a-family.md"));

    // The line that the page adds to FamilyCases, word for word.
    private static readonly FamilyCase Case =
        Scalar("maxwell", [1.7], (r, n) => Frame.Of("y", Seeded.Many(n, () => 1.7 * Math.Sqrt(2 * r.Exponential(1) + Math.Pow(r.Normal(0, 1), 2)))));

    private static FamilyCase Scalar(string family, double[] truth, Func<Random, int, Frame> draw) =>
        new(family, new() { Name = "fit", Family = family, Response = "y" }, truth, draw);

    [Fact]
    public void The_page_shows_the_file_that_is_compiled_here()
    {
        string[] blocks = [.. CodeBlock().Matches(Page).Select(match => match.Groups[1].Value)];
        string code = File.ReadAllText(Path.Combine(Folder, "Examples", "Maxwell.cs"));
        Assert.Equal(code, blocks[0]);
        Assert.InRange(code.Split('\n').Count(line => line.Trim() is not "" && !line.Trim().StartsWith("//", StringComparison.Ordinal)), 20, 40);
        string here = File.ReadAllText(Path.Combine(Folder, "Examples", "AddingAFamilyTests.cs"));
        Assert.Contains(blocks[2].Trim().TrimEnd(','), here, StringComparison.Ordinal);
        Assert.Null(Catalogue.Find("maxwell"));
    }

    [Theory, InlineData(0.3), InlineData(2), InlineData(5)]
    public void Its_distribution_function_is_the_integral_of_its_density(double x)
    {
        double below = Numeric.Integral(t => Math.Exp(Value(Family.LogDensity(t))), 0, x);
        Close.To(below, Value(Family.Cdf(x, null)!), 1e-12, "below");
        Close.To(1 - below, Value(Family.Survival(x, null)!), 1e-12, "above", 0.1);
        Close.To(x, Value(Family.Quantile(below)!), 1e-9, "quantile");
    }

    [Fact]
    public void Its_estimate_is_the_closed_form_that_it_was_not_told()
    {
        var frame = Case.Sample(1, 200);
        var fit = Fit(Plain, frame);
        double expected = Math.Sqrt(frame.Numbers("y").Average(y => y * y) / 3);
        var sigma = Assert.Single(fit.Parameters);
        Assert.Equal(FitStatus.Ok, fit.Status);
        Close.To(expected, sigma.Estimate, 1e-14, "sigma");
        // 6 n / sigma^2 is the information: a chi-squared variable with 3 n degrees of freedom has variance 6 n.
        Close.To(expected / Math.Sqrt(6 * 200), sigma.StandardError, 1e-12, "standard error");
        Close.To(frame.Numbers("y").Sum(y => LogDensity(y, expected)), fit.LogLikelihood, 1e-13, "log-likelihood");
    }

    [Fact]
    public void A_weight_is_a_repetition()
    {
        var frame = Case.Sample(2, 40);
        double[] times = [.. Enumerable.Range(0, 40).Select(i => (double)(1 + i % 3))];
        var weighted = Fit(Plain with { Weights = new("times", WeightKind.Frequency) }, frame.With("times", times));
        Close.Results(Fit(Plain, frame.Take(Enumerable.Range(0, 40).SelectMany(i => Enumerable.Repeat(i, (int)times[i])))), weighted, 1e-12);
    }

    [Fact]
    public void Rows_that_end_before_their_event_and_rows_that_lie_between_two_looks_are_fitted()
    {
        double[] lives = Case.Sample(3, 300).Numbers("y");
        double[] y = [.. lives.Select(life => Math.Min(life, 3))], seen = [.. lives.Select(life => life < 3 ? 1.0 : 0)];
        double LogLikelihood(double sigma) => lives.Sum(life => life < 3 ? LogDensity(life, sigma) : Math.Log(Above(3, sigma)));
        var right = Fit(Plain with { Event = "seen" }, Frame.Of("y", y).With("seen", seen));
        Expect(right, LogLikelihood);
        Assert.InRange(right.Parameters[0].Estimate!.Value, Sigma - 4 * right.Parameters[0].StandardError!.Value, Sigma + 4 * right.Parameters[0].StandardError!.Value);

        double Between(double sigma) => lives.Sum(life => Math.Log(Above(Math.Floor(life), sigma) - Above(Math.Floor(life) + 1, sigma)));
        var looks = Frame.Of("from", [.. lives.Select(Math.Floor)]).With("to", [.. lives.Select(life => Math.Floor(life) + 1)]);
        Expect(Fit(Plain with { Response = null, Left = "from", Right = "to" }, looks), Between);
    }

    [Fact]
    public void Rows_below_a_limit_may_be_unseen()
    {
        double[] kept = [.. Case.Sample(4, 400).Numbers("y").Where(y => y >= 2)];
        double LogLikelihood(double sigma) => kept.Sum(y => LogDensity(y, sigma) - Math.Log(Above(2, sigma)));
        Expect(Fit(Plain with { Truncation = new(2, null) }, Frame.Of("y", kept)), LogLikelihood);
    }

    [Fact]
    public void Any_prior_can_be_put_on_it()
    {
        var frame = Case.Sample(5, 20);
        double LogPosterior(double sigma) => frame.Numbers("y").Sum(y => LogDensity(y, sigma)) - 8 * Math.Abs(sigma - 1.2);
        var fit = Fit(Plain with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["sigma"] = "laplace(1.2, 0.125)" } }, frame);
        Close.To(Numeric.Top(LogPosterior, 0.5, 3), fit.Parameters[0].Estimate, 1e-6, "mode");
        Assert.NotEqual(fit.Parameters[0].Mle, fit.Parameters[0].Estimate);
    }

    [Fact]
    public void Its_intervals_by_profile_and_by_bootstrap_and_its_derived_quantities_come_with_it()
    {
        var definition = Plain with { Quantiles = [0.9], Probabilities = ["> 3"] };
        var frame = Case.Sample(6, 100);
        var options = new FitOptions(0.95, ["test"], 0) { Seed = 1 };
        var profile = Fit(definition, frame, options with { Intervals = IntervalMethod.Profile });
        var bootstrap = Fit(definition with { GoodnessOfFit = GoodnessOfFitRequest.On }, frame, options with { Intervals = IntervalMethod.Bootstrap });
        double sigma = profile.Parameters[0].Estimate!.Value, half = profile.Parameters[0].StandardError!.Value;
        Assert.Equal(("profile", "bootstrap"), (profile.IntervalMethod, bootstrap.IntervalMethod));
        Assert.Equal(3, bootstrap.GoodnessOfFit!.Tests.Count);
        foreach (var parameter in new[] { profile.Parameters[0], bootstrap.Parameters[0] })
        {
            Assert.InRange(parameter.Lower!.Value, sigma - 2.6 * half, sigma - 1.3 * half);
            Assert.InRange(parameter.Upper!.Value, sigma + 1.3 * half, sigma + 2.6 * half);
        }
        Close.To(Above(3, sigma), profile.Derived.Single(derived => derived.Name.Contains('>')).Estimate, 1e-10, "P(X > 3)");
        Close.To(0.1, Above(profile.Derived.Single(derived => derived.Name.StartsWith("quantile", StringComparison.Ordinal)).Estimate!.Value, sigma), 1e-9, "quantile");
    }

    private static FitResult Fit(FitDefinition definition, Frame frame, FitOptions? options = null) => Fits.OfModel(FitModel.Of(definition, Family), frame, options);

    // The estimate is at the top of a likelihood written without the kernel.
    private static void Expect(FitResult fit, Func<double, double> logLikelihood)
    {
        double top = Numeric.Top(logLikelihood, 0.5, 4);
        Assert.Equal(FitStatus.Ok, fit.Status);
        Close.To(top, fit.Parameters[0].Estimate, 1e-7, "sigma");
        Close.To(logLikelihood(top), fit.LogLikelihood, 1e-11, "log-likelihood");
        double curvature = -Numeric.Slope(sigma => Numeric.Slope(logLikelihood, sigma, 1e-3), top, 1e-3);
        Close.To(1 / Math.Sqrt(curvature), fit.Parameters[0].StandardError, 1e-4, "standard error");
    }

    private static double LogDensity(double x, double sigma) => Math.Log(Math.Sqrt(2 / Math.PI) * x * x / Math.Pow(sigma, 3)) - x * x / (2 * sigma * sigma);

    private static double Above(double x, double sigma) =>
        MathNet.Numerics.SpecialFunctions.Erfc(x / (sigma * Math.Sqrt(2))) + Math.Sqrt(2 / Math.PI) * x / sigma * Math.Exp(-x * x / (2 * sigma * sigma));

    private static double Value(Expr expression) => new Tape(expression).Evaluate([], [Sigma])[0];

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();
}
