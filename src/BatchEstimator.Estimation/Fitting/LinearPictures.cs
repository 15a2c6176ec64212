using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The pictures of a regression: residuals, and the parameter space where there are two coefficients.</summary>
internal static class LinearPictures
{
    public static FitPictures Of(FitModel model, Design design, LinearProblem problem, LinearFound found, LinearFound? mle, bool map, IReadOnlyList<Prior>? priors,
        FitResult result, double?[] held, IReadOnlyList<double[]> sample)
    {
        double[] theta = [.. result.Parameters.SkipLast(1).Select(parameter => parameter.Estimate ?? 0)];
        double[] fitted = [.. sample.Select(row => theta.Select((coefficient, i) => coefficient * row[i]).Sum())];
        double[] residuals = [.. sample.Select((row, k) => row[^1] - fitted[k])];
        bool two = problem.Size == 2 && held.Length == 2 && mle is not null && mle.Solution.Factor.Rank == 2 && mle.Sigma > 0;
        return new() { Regression = new(model.ResponseName, fitted, residuals, two ? Space(design, problem, found, mle!, map, priors, sample) : null) };
    }

    private static ParameterSpacePicture Space(Design design, LinearProblem problem, LinearFound found, LinearFound mle, bool map, IReadOnlyList<Prior>? priors, IReadOnlyList<double[]> sample)
    {
        bool proper = priors is not null && priors.All(prior => !prior.IsFlat);
        var prior = proper ? new PlanarNormal(priors![0].Arguments[0], priors[1].Arguments[0], Math.Pow(priors[0].Arguments[1], 2), 0, Math.Pow(priors[1].Arguments[1], 2)) : null;
        bool line = problem.Names[0] == "(Intercept)" && design.Terms[1].Labels.Count == 0;
        return new(problem.Names[0], problem.Names[1], prior, Planar(mle), map ? Planar(found) : null, line ? problem.Names[1] : null,
            line ? [.. sample.Select(row => row[1])] : [], line ? [.. sample.Select(row => row[2])] : []);
    }

    private static PlanarNormal Planar(LinearFound found)
    {
        DoubleDouble[] first = found.Solution.Factor.InverseColumn(0), second = found.Solution.Factor.InverseColumn(1);
        double v = found.Sigma * found.Sigma;
        return new((double)found.Solution.Theta[0], (double)found.Solution.Theta[1], v * (double)first[0], v * (double)first[1], v * (double)second[1]);
    }
}
