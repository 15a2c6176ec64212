using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Laws;

/// <summary>The fast paths against the oracle: the family's own log density, row by row.</summary>
public class LikelihoodLaws
{
    public static TheoryData<string> Families => FamilyCases.Names;

    public static TheoryData<string> Regular => FamilyCases.RegularNames;

    public static TheoryData<string> ScalarFamilies => FamilyCases.ScalarNames;

    [Theory, MemberData(nameof(Families))]
    public void The_log_likelihood_is_the_sum_of_log_densities(string name)
    {
        var (_, oracle, result, estimate) = Fitted(name);
        Close.To(oracle.At(estimate), result.LogLikelihood, 1e-12, "log-likelihood");
    }

    [Theory, MemberData(nameof(ScalarFamilies))]
    public void It_is_so_away_from_the_estimate_too(string name)
    {
        var entry = FamilyCases.Find(name);
        var frame = entry.Sample(3, 200);
        var oracle = new Oracle(entry.Definition, frame);
        foreach (double factor in (double[])[0.25, 0.9, 1.3])
        {
            double[] point = [.. entry.Truth.Select(value => value * factor)];
            string hypothesis = FormattableString.Invariant($"{entry.Definition.Family}({string.Join(", ", point.Select(p => p.ToString("R")))})");
            var result = Fits.Of(entry.Definition with { Hypotheses = [hypothesis] }, frame);
            Close.To(oracle.At(point), result.Derived.Single(d => d.Name == $"log-likelihood[{hypothesis}]").Estimate, 1e-12, hypothesis);
        }
    }

    [Theory, MemberData(nameof(Regular))]
    public void No_point_nearby_is_likelier(string name)
    {
        var (entry, oracle, result, estimate) = Fitted(name);
        var random = new Random(8);
        double[] free = entry.ToFree(estimate), errors = entry.ToFree([.. result.Parameters.Select(p => p.StandardError!.Value)]);
        double top = oracle.At(estimate);
        for (int trial = 0; trial < 60; trial++)
        {
            double reach = Math.Pow(10, -random.Next(0, 4));
            double[] moved = [.. free.Select((value, i) => value + 0.5 * reach * errors[i] * random.Normal(0, 1))];
            double value = oracle.At(entry.FromFree(moved));
            Assert.True(!(value > top + 1e-11), $"{value:R} at {string.Join(", ", moved)} is above {top:R}");
        }
    }

    [Theory, MemberData(nameof(Regular))]
    public void The_slope_is_zero_at_the_estimate(string name)
    {
        var (entry, oracle, result, estimate) = Fitted(name);
        double[] free = entry.ToFree(estimate), steps = Steps(entry, oracle, result);
        for (int i = 0; i < free.Length; i++)
        {
            double slope = Numeric.Slope(x => oracle.At(entry.FromFree([.. free.Select((value, k) => k == i ? x : value)])), free[i], steps[i]);
            Assert.InRange(slope * steps[i], -1e-8, 1e-8);
        }
    }

    [Theory, MemberData(nameof(Regular))]
    public void Standard_errors_come_from_the_inverse_of_the_oracles_Hessian(string name)
    {
        var (entry, oracle, result, estimate) = Fitted(name);
        double[] errors = [.. result.Parameters.Select(p => p.StandardError!.Value)];
        var hessian = Numeric.Hessian(x => -oracle.At(entry.FromFree(x)), entry.ToFree(estimate), Steps(entry, oracle, result));
        var covariance = Numeric.Inverse(hessian);
        int free = covariance.GetLength(0);
        for (int i = 0; i < free; i++)
            Close.To(Math.Sqrt(covariance[i, i]), errors[i], 1e-6, result.Parameters[i].Name);
        if (entry.OnSimplex)
            Close.To(Math.Sqrt(covariance.Cast<double>().Sum()), errors[^1], 1e-6, result.Parameters[^1].Name);
    }

    [Theory, MemberData(nameof(Regular))]
    public void Intervals_criteria_and_verdict_follow_from_the_rest(string name)
    {
        var (entry, _, result, _) = Fitted(name);
        int k = entry.ToFree(entry.Truth).Length;
        double n = result.N, logLikelihood = result.LogLikelihood!.Value;
        Assert.Equal(FitStatus.Ok, result.Status);
        Assert.Empty(result.Codes);
        Assert.Equal(k, result.ParametersEstimated);
        Close.To(2 * k - 2 * logLikelihood, result.Aic, 1e-14, "AIC");
        Close.To(2 * k - 2 * logLikelihood + 2.0 * k * (k + 1) / (n - k - 1), result.Aicc, 1e-14, "AICc");
        Close.To(k * Math.Log(n) - 2 * logLikelihood, result.Bic, 1e-14, "BIC");
        Assert.All(result.Parameters, p => Close.To(p.Estimate!.Value - 1.959963984540054 * p.StandardError!.Value, p.Lower, 1e-14, p.Name, p.StandardError.Value));
        Assert.All(result.Parameters, p => Close.To(p.Estimate!.Value + 1.959963984540054 * p.StandardError!.Value, p.Upper, 1e-14, p.Name, p.StandardError.Value));
        Assert.True(result.Solver.Digits > 12);
    }

    [Theory, MemberData(nameof(Regular))]
    public void The_truth_is_found_again_in_many_rows(string name)
    {
        var entry = FamilyCases.Find(name);
        var result = Fits.Of(entry.Definition, entry.Sample(20_000, 20_000));
        Assert.All(result.Parameters.Zip(entry.Truth), pair =>
            Assert.InRange((pair.First.Estimate!.Value - pair.Second) / pair.First.StandardError!.Value, -5, 5));
        Assert.Contains(result.Parameters.Zip(entry.Truth), pair => pair.First.StandardError < 0.05 * Math.Abs(pair.Second));
    }

    // A twentieth of each parameter's standard error given the others, the length on which the log-likelihood is a parabola.
    private static double[] Steps(FamilyCase entry, Oracle oracle, FitResult result)
    {
        double[] free = entry.ToFree([.. result.Parameters.Select(p => p.Estimate!.Value)]);
        return [.. free.Select((_, i) =>
        {
            double h = 1e-3 * result.Parameters[i].StandardError!.Value;
            double At(double shift) => oracle.At(entry.FromFree([.. free.Select((value, k) => k == i ? value + shift : value)]));
            return 0.05 / Math.Sqrt((2 * At(0) - At(h) - At(-h)) / (h * h));
        })];
    }

    private static (FamilyCase Entry, Oracle Oracle, FitResult Result, double[] Estimate) Fitted(string name)
    {
        var entry = FamilyCases.Find(name);
        var frame = entry.Sample(3, 200);
        var result = Fits.Of(entry.Definition, frame);
        return (entry, new(entry.Definition, frame), result, [.. result.Parameters.Select(p => p.Estimate!.Value)]);
    }
}
