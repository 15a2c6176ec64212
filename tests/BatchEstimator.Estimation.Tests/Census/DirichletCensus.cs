using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Census;

/// <summary>Shares of two to four columns with weights over decades: the estimate must be as high as what a search without derivatives finds.</summary>
public class DirichletCensus
{
    private static readonly string[] Columns = ["a", "b", "c", "d"];

    private static readonly string[] Priors =
        ["gamma(2, 0.1)", "gamma(0.5, 0.1)", "exponential(0.2)", "lognormal(1, 1)", "inverse_gamma(2, 3)", "half_normal(5)", "half_cauchy(2)", "normal(3, 2)", "student_t(3, 10, 1)", "uniform(0.01, 1000)", "flat"];

    [Fact]
    public void No_likelihood_is_missed()
    {
        var random = new Random(20260404);
        var problems = new List<string>();
        for (int set = 0; set < 150; set++)
        {
            var (alpha, frame, meanLogs) = Drawn(random, CensusRun.Sizes);
            var result = Fits.Of(Definition(alpha.Length), frame);
            if (Problem(result, alpha, u => LogLikelihood(u, meanLogs, frame.Rows)) is { } problem)
                problems.Add($"set {set}, n = {frame.Rows}, alpha ({string.Join(", ", alpha.Select(a => a.ToString("G4")))}): {problem}");
        }
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    [Fact]
    public void No_mode_is_missed_whatever_the_priors()
    {
        var random = new Random(20260405);
        var problems = new List<string>();
        for (int set = 0; set < 150; set++)
        {
            var (alpha, frame, meanLogs) = Drawn(random, [1, 3, 20, 200]);
            string[] priors = [.. alpha.Select(_ => Priors[random.Next(Priors.Length - (frame.Rows < 20 ? 1 : 0))])];
            var densities = priors.Select(prior => prior == "flat" ? _ => 0 : PriorText.LogDensity(prior)).ToArray();
            var definition = Definition(alpha.Length) with { Method = EstimationMethod.Map, Priors = priors.Select((prior, k) => (Key: $"alpha[{Columns[k]}]", prior)).ToDictionary(p => p.Key, p => p.prior) };
            var result = Fits.Of(definition, frame);
            // One row has no bound upwards, where a prior must fall off faster than the likelihood grows: (k - 1)/2 powers in all.
            if (result.Status == FitStatus.Refused && frame.Rows == 1 && result.Codes[0].Code == FitCodes.ImproperMode)
                continue;
            if (Problem(result, alpha, u => LogLikelihood(u, meanLogs, frame.Rows) + u.Zip(densities, (a, density) => density(a)).Sum()) is { } problem)
                problems.Add($"set {set}, n = {frame.Rows}, alpha ({string.Join(", ", alpha.Select(a => a.ToString("G4")))}), {string.Join("; ", priors)}: {problem}");
        }
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    [Fact]
    public void One_prior_stands_for_all_that_have_none_of_their_own()
    {
        var frame = FamilyCases.Find("dirichlet").Sample(4, 30);
        FitResult Under(params (string Key, string Prior)[] priors) => Fits.Of(Definition(3) with { Method = EstimationMethod.Map, Priors = priors.ToDictionary(p => p.Key, p => p.Prior) }, frame);
        var all = Under(("alpha", "gamma(2, 0.5)"), ("alpha[b]", "lognormal(0, 0.1)"));
        var each = Under(("alpha[a]", "gamma(2, 0.5)"), ("alpha[b]", "lognormal(0, 0.1)"), ("alpha[c]", "gamma(2, 0.5)"));
        Assert.Equal(each.Parameters, all.Parameters);
        Assert.Equal(["gamma(2, 0.5)", "lognormal(0, 0.1)", "gamma(2, 0.5)"], all.Parameters.Select(p => p.Prior));
    }

    [Theory]
    [InlineData("inverse_gamma(0.1, 1)", "IMPROPER_MODE")]
    [InlineData("uniform(0, 50)", "BOUNDARY_ESTIMATE")]
    [InlineData("gamma(2, 0.1)", null)]
    public void Equal_rows_have_a_mode_only_where_the_prior_falls_off(string prior, string? code)
    {
        var frame = Frame.Of("a", [.. Enumerable.Repeat(0.2, 30)]).With("b", [.. Enumerable.Repeat(0.3, 30)]).With("c", [.. Enumerable.Repeat(0.5, 30)]);
        var result = Fits.Of(Definition(3) with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["alpha"] = prior } }, frame);
        Assert.Equal(code is null ? [] : [code], result.Codes.Select(found => found.Code));
    }

    private static FitDefinition Definition(int size) => new() { Name = "fit", Family = "dirichlet", Responses = Columns[..size] };

    private static (double[] Alpha, Frame Frame, double[] MeanLogs) Drawn(Random random, int[] sizes)
    {
        int rows = sizes[random.Next(sizes.Length)], size = 2 + random.Next(3);
        double[] alpha = Seeded.Many(size, () => random.Decades(-1, 2.5));
        var shares = new double[rows][];
        for (int row = 0; row < rows; row++)
        {
            do
                shares[row] = random.Dirichlet(alpha);
            while (!shares[row].All(share => share is > 0 and < 1));
        }
        var frame = Frame.Of("a", [.. shares.Select(row => row[0])]);
        for (int k = 1; k < size; k++)
            frame = frame.With(Columns[k], [.. shares.Select(row => row[k])]);
        return (alpha, frame, [.. alpha.Select((_, k) => shares.Average(row => Math.Log(row[k])))]);
    }

    private static double LogLikelihood(double[] alpha, double[] meanLogs, double rows) =>
        rows * (MathNet.Numerics.SpecialFunctions.GammaLn(alpha.Sum()) - alpha.Sum(MathNet.Numerics.SpecialFunctions.GammaLn) + alpha.Zip(meanLogs, (a, log) => (a - 1) * log).Sum());

    private static string? Problem(FitResult result, double[] truth, Func<double[], double> height)
    {
        if (result.Status is not (FitStatus.Ok or FitStatus.Caution))
            return $"{result.Status} {Sound.Codes(result)}";
        double[] found = [.. result.Parameters.Select(parameter => parameter.Estimate!.Value)];
        double At(double[] u) => height([.. u.Select(x => Math.Exp(x))]) is var value && double.IsFinite(value) ? value : double.NegativeInfinity;
        double best = ((double[][])[found, truth]).Max(start => NelderMead.Top(At, [.. start.Select(x => Math.Log(x))]).Value), missing = best - height(found);
        return missing <= 1e-6 * (1 + Math.Abs(best)) ? null : $"{missing:G3} below {best:G8} at {string.Join(", ", found)}";
    }
}
