using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The estimate of a linear regression from its cross products. Maximum likelihood: theta = (X'X)^-1 X'y, sigma^2 = |y - X theta|^2 / n.
/// MAP with independent normal(m, s) priors: theta = (X'X + sigma^2 S^-2)^-1 (X'y + sigma^2 S^-2 m), the ridge with lambda = sigma^2 / s^2;
/// if sigma is not known, it is the top of the posterior along the curve theta(sigma).
/// </summary>
/// <remarks>C. F. Gauss, Theoria combinationis, 1821; A. E. Hoerl and R. W. Kennard, Technometrics 12 (1970) 55-67.</remarks>
internal sealed class LinearEstimate(FitModel model, Design design, double level)
{
    private readonly Wald wald = new(level);
    private readonly double? heldSigma = model.Definition.Fixed.TryGetValue("sigma", out double sigma) ? sigma : null;
    private readonly Prior sigmaPrior = model.Priors.GetValueOrDefault("sigma", Prior.Flat);
    private readonly bool map = model.Definition.Method == EstimationMethod.Map;

    /// <summary>Estimates one group.</summary>
    /// <param name="whole">All coefficients, the held ones too.</param>
    /// <param name="blank">The result so far.</param>
    /// <param name="at">The design's row at which quantiles and probabilities are wanted.</param>
    /// <param name="sample">Sampled rows: the design's row followed by the response; null = no pictures.</param>
    /// <param name="columns">The columns as they were found, to be kept for scoring; null = not kept.</param>
    public EstimatedFit Of(LinearProblem whole, FitResult blank, double[]? at, IReadOnlyList<double[]>? sample, IReadOnlyList<ScoringColumn>? columns)
    {
        double?[] held = [.. whole.Names.Select(name => model.Definition.Fixed.TryGetValue(name, out double value) ? value : (double?)null)];
        var problem = whole.Without(held);
        var ols = problem.Solve();
        bool anyPrior = map && (problem.Names.Any(name => !PriorOf(name).IsFlat) || !sigmaPrior.IsFlat);
        var mle = Likelihood(problem, ols);
        LinearFound found;
        if (!anyPrior)
            found = mle ?? new(ols, double.NaN, "none", 0, []);
        else if (MapOf(problem, ols) is { } mode)
            found = mode;
        else
            return new(blank with { Codes = [new(FitCodes.ImproperMode, "Likelihood times prior has no highest point: it keeps growing as sigma goes to 0. Fix sigma, or give it a prior such as inverse_gamma(2, 1).", ["sigma"])] }, null);
        if (found.Refusal(problem, heldSigma is null) is { } refusal)
            return new(blank with { Codes = [refusal] }, null);
        var report = new LinearReport(model, design, wald, heldSigma, map, columns);
        return report.Of(whole, held, problem, mle, found, anyPrior ? [.. problem.Names.Select(PriorOf)] : null, sigmaPrior, blank, at, sample);
    }

    private Prior PriorOf(string coefficient) => model.Priors.TryGetValue(coefficient, out var own) ? own
        : coefficient != "(Intercept)" && model.Priors.TryGetValue("coefficients", out var common) ? common : Prior.Flat;

    private LinearFound? Likelihood(LinearProblem problem, LinearSolution ols)
    {
        double sigma = heldSigma ?? Math.Sqrt((double)ols.ResidualSquares / problem.N);
        return heldSigma is null && problem.N < ols.Factor.Rank ? null : new(ols, sigma, "closed-form", 0, []);
    }

    private LinearFound? MapOf(LinearProblem problem, LinearSolution ols)
    {
        double[] means = [.. problem.Names.Select(name => PriorOf(name) is { IsFlat: false } prior ? prior.Arguments[0] : 0)];
        double[] precisions = [.. problem.Names.Select(name => PriorOf(name) is { IsFlat: false } prior ? 1 / (prior.Arguments[1] * prior.Arguments[1]) : 0)];
        LinearSolution Ridge(double sigma) => problem.Solve([.. precisions.Select(precision => DoubleDouble.Product(sigma, sigma) * precision)], means);
        if (heldSigma is { } known)
            return new(Ridge(known), known, "closed-form", 0, precisions);
        var profile = new SigmaProfile(problem.N, sigmaPrior, sigma => (double)Ridge(sigma).ResidualSquares, sigma => LogPosterior(problem, Ridge(sigma), sigma, means, precisions));
        double guess = Math.Sqrt(Math.Max((double)ols.ResidualSquares, 1e-30 * (double)problem.Yy) / problem.N);
        double most = Math.Sqrt((double)problem.Yy / problem.N) + means.Sum(Math.Abs);
        return profile.Maximise(guess, most) is { } top ? new(Ridge(top.Sigma), top.Sigma, "profile", top.Iterations, precisions, top.OnEdge) : null;
    }

    private double LogPosterior(LinearProblem problem, LinearSolution solution, double sigma, double[] means, double[] precisions)
    {
        double sum = -problem.N * Math.Log(sigma) - 0.5 * (double)solution.ResidualSquares / (sigma * sigma) + sigmaPrior.LogDensityAt(sigma);
        for (int i = 0; i < means.Length; i++)
            sum -= 0.5 * precisions[i] * Math.Pow((double)solution.Theta[i] - means[i], 2);
        return sum;
    }
}

/// <summary>Coefficients and sigma, how they were found, and whether sigma lies on an end of the values its prior allows.</summary>
internal sealed record LinearFound(LinearSolution Solution, double Sigma, string Route, int Iterations, IReadOnlyList<double> Precisions, bool SigmaOnEdge = false)
{
    /// <summary>The reason why this is no estimate; null if it is one.</summary>
    public FitCode? Refusal(LinearProblem problem, bool sigmaFree)
    {
        int rank = Solution.Factor.Rank;
        if (sigmaFree && Precisions.Count == 0 && problem.N <= rank)
            return new(FitCodes.TooFewRows, $"{problem.N:R} row(s) for {rank} coefficient(s) leave no residual, so sigma has no estimate. Use more rows or fewer terms, fix sigma, or give it a prior.", ["sigma"]);
        return null;
    }
}
