using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Turns the coefficients and sigma of a regression into a result: evidence, standard errors, intervals, criteria, pictures.</summary>
internal sealed class LinearReport(FitModel model, Design design, Wald wald, double? heldSigma, bool map, IReadOnlyList<ScoringColumn>? columns)
{
    public EstimatedFit Of(LinearProblem whole, double?[] held, LinearProblem problem, LinearFound? mle, LinearFound found,
        IReadOnlyList<Prior>? priors, Prior sigmaPrior, FitResult blank, double[]? at, IReadOnlyList<double[]>? sample)
    {
        var factor = found.Solution.Factor;
        double sigma = found.Sigma, squares = (double)found.Solution.ResidualSquares;
        bool exact = heldSigma is null && sigma == 0;
        int[] kept = [.. Enumerable.Range(0, problem.Size).Where(i => !factor.Aliased[i])];
        string[] aliased = [.. problem.Names.Where((_, i) => factor.Aliased[i])];
        var curvature = exact ? null : LinearCurvature.At(problem, found, kept, SigmaIsInside(found), priors, sigmaPrior);
        double digits = Math.Min(Digits(factor.Condition), curvature?.Digits ?? 15.95);
        var codes = Codes(aliased, exact, digits, factor.Condition, curvature);
        if (found.SigmaOnEdge)
            codes.Add(new(FitCodes.BoundaryEstimate, FormattableString.Invariant($"The estimate of sigma lies at {sigma}, the end of the values that its prior allows, where a standard error does not exist."), ["sigma"]));
        int parameters = kept.Length + (heldSigma is null ? 1 : 0);
        if (!map && blank.N - parameters - 1 <= 0)
            codes.Add(new(FitCodes.FewRows, $"{blank.N:R} observation(s) for {parameters} parameters: the estimate exists, but says little. More rows, fewer terms or a prior would help.", []));
        double logLikelihood = -blank.N * (Math.Log(sigma) + 0.5 * Math.Log(2 * Math.PI)) - 0.5 * squares / (sigma * sigma) + problem.HalfLogWeights;
        double? likelihood = double.IsFinite(logLikelihood) ? logLikelihood : null;
        double? prior = map ? LogPrior(found, priors, sigmaPrior) : null;
        bool failed = curvature is { IsTop: false };
        DerivedEstimate[] predictions = [.. At(at, held, problem, found, kept, curvature)];
        string[] unknown = predictions.Any(prediction => prediction.Estimate is null) ? ["The data of this fit say nothing about the given predictors: the label does not occur, or the point breaks a relation that all rows obey."] : [];
        var tests = map || exact ? null : heldSigma is not null ? Significance.Normal : blank.N > kept.Length ? Significance.Student(blank.N - kept.Length) : null;
        var result = blank with
        {
            Status = failed ? FitStatus.Failed : codes.Count > 0 ? FitStatus.Caution : FitStatus.Ok,
            Codes = codes,
            ParametersEstimated = parameters,
            Parameters = Tested(Parameters(whole, held, problem, mle, found, kept, curvature, sigmaPrior, priors), tests, blank.N),
            Derived = [.. Derived(whole, held, blank.N, kept.Length, squares), .. predictions],
            LogLikelihood = likelihood,
            LogPrior = prior,
            LogPosterior = likelihood + prior,
            Aic = map ? null : Criteria.Aic(logLikelihood, parameters),
            Aicc = map ? null : Criteria.Aicc(logLikelihood, parameters, blank.N),
            Bic = map ? null : Criteria.Bic(logLikelihood, parameters, blank.N),
            Solver = new(found.Route, found.Iterations, curvature?.Slope, factor.Condition, digits),
            Information = exact ? null : "observed",
            Scoring = columns is null || failed ? null : ScoringOf(columns, whole, held, problem, found, kept, curvature),
            Vcov = exact ? null : "iid",
            TestDistribution = tests?.Name,
            Notes = [.. blank.Notes, .. unknown, .. Notes(whole, priors, problem, sigma, blank.SumOfWeights)],
        };
        return new(result, failed || exact || sample is null ? null : LinearPictures.Of(model, design, problem, found, mle, map, priors, result, held, sample));
    }

    private ScoringState ScoringOf(IReadOnlyList<ScoringColumn> columns, LinearProblem whole, double?[] held, LinearProblem problem, LinearFound found, int[] kept, LinearCurvature? curvature)
    {
        int[] free = [.. Enumerable.Range(0, whole.Size).Where(i => held[i] is null)];
        var estimates = new double[whole.Size + 1];
        for (int i = 0; i < free.Length; i++)
            estimates[free[i]] = found.Solution.Factor.Aliased[i] ? 0 : (double)found.Solution.Theta[i];
        for (int i = 0; i < whole.Size; i++)
            estimates[i] = held[i] ?? estimates[i];
        estimates[^1] = found.Sigma;
        int[] estimated = [.. kept.Select(i => free[i]), .. SigmaIsInside(found) ? new[] { whole.Size } : []];
        return new()
        {
            Columns = columns,
            Coefficients = [.. whole.Names, "sigma"],
            Estimates = estimates,
            Centres = new double[estimates.Length],
            Free = estimated,
            Covariance = curvature is null ? null : ScoringStates.Triangle(estimated.Length, curvature.Covariance),
            Aliased = [.. Enumerable.Range(0, problem.Size).Except(kept).Select(lost => new AliasedColumn(free[lost], [.. kept.Select(i => free[i])],
                found.Solution.Factor.Solve(problem.Gram.AsSpan(lost * problem.Size, problem.Size)) is var times ? [.. kept.Select(i => (double)times[i])] : []))],
        };
    }

    private bool SigmaIsInside(LinearFound found) => heldSigma is null && !found.SigmaOnEdge;

    // With cross products in 32 digits the solution loses twice the digits of the condition from 31; a computed column brings a rounding of its own.
    private double Digits(double condition) =>
        Math.Clamp(Math.Min(31 - 2 * Math.Log10(condition), design.IsComputed ? 15.95 - Math.Log10(condition) : 15.95), 0, 15.95);

    private static List<FitCode> Codes(string[] aliased, bool exact, double digits, double condition, LinearCurvature? curvature)
    {
        var codes = new List<FitCode>();
        if (curvature is { IsTop: false })
            codes.Add(new(FitCodes.NotConverged, "The point the solver stopped at is not a verified maximum. This is a limit of the program, not of the data; please report it.", []));
        if (aliased.Length > 0)
            codes.Add(new(FitCodes.Aliased, $"{string.Join(", ", aliased)}: not distinguishable from the terms before, so left without an estimate. Leave {(aliased.Length == 1 ? "it" : "them")} out, or give a normal prior.", aliased));
        if (exact)
            codes.Add(new(FitCodes.ExactFit, "The residuals are zero to all digits of the data: the coefficients are exact, sigma is 0 and the likelihood has no finite value.", []));
        if (digits < 6)
            codes.Add(new(FitCodes.IllConditioned, $"The columns nearly depend on one another (condition {condition:G2}); about {Math.Floor(digits)} digits can be trusted. Centre or rescale the columns, or drop terms.", []));
        return codes;
    }

    // Of the coefficients, not of sigma behind them: t with the unbiased variance where sigma is estimated, as in other regressions.
    private static List<ParameterEstimate> Tested(List<ParameterEstimate> parameters, Significance? tests, double n)
    {
        for (int i = 0; tests is not null && i < parameters.Count - 1; i++)
        {
            if (parameters[i] is not { Estimate: { } estimate, StandardError: { } error and > 0 } parameter)
                continue;
            double statistic = estimate / error * (double.IsInfinity(tests.DegreesOfFreedom) ? 1 : Math.Sqrt(tests.DegreesOfFreedom / n));
            parameters[i] = parameter with { Statistic = statistic, PValue = tests.PValue(statistic) };
        }
        return parameters;
    }

    private List<ParameterEstimate> Parameters(LinearProblem whole, double?[] held, LinearProblem problem, LinearFound? mle, LinearFound found, int[] kept,
        LinearCurvature? curvature, Prior sigmaPrior, IReadOnlyList<Prior>? priors)
    {
        var result = new List<ParameterEstimate>();
        int free = 0;
        for (int i = 0; i < whole.Size; i++)
        {
            if (held[i] is { } value)
            {
                result.Add(new(whole.Names[i], value, null, null, null, map ? value : null, null, true));
                continue;
            }
            int place = Array.IndexOf(kept, free);
            double? estimate = place < 0 ? null : (double)found.Solution.Theta[free];
            double? error = place < 0 ? null : curvature?.StandardErrors[place];
            double? likely = !map || mle is null || mle.Solution.Factor.Aliased[free] ? null : (double)mle.Solution.Theta[free];
            var (lower, upper) = wald.Interval(estimate, error);
            result.Add(new(whole.Names[i], estimate, error, lower, upper, likely, priors is null || priors[free].IsFlat ? null : priors[free].ToString()));
            free++;
        }
        double? sigmaError = SigmaIsInside(found) ? curvature?.StandardErrors[^1] : null;
        var interval = wald.Interval(found.Sigma, sigmaError);
        double? likelySigma = map ? heldSigma ?? mle?.Sigma : null;
        result.Add(new("sigma", found.Sigma, sigmaError, interval.Lower, interval.Upper, likelySigma, sigmaPrior.IsFlat ? null : sigmaPrior.ToString(), heldSigma is not null));
        return result;
    }

    private static IEnumerable<DerivedEstimate> Derived(LinearProblem whole, double?[] held, double n, int rank, double squares)
    {
        yield return new("residual sum of squares", squares);
        if (n > rank)
            yield return new("residual standard deviation (unbiased variance, divisor n - p)", Math.Sqrt(squares / (n - rank)));
        int intercept = whole.Names.ToList().IndexOf("(Intercept)");
        double total = (double)(intercept < 0 ? whole.Yy : whole.Yy - whole.Xy[intercept] * whole.Xy[intercept] / whole.Gram[intercept * whole.Size + intercept]);
        if (total > 0 && held.All(value => value is null))
            yield return new("R squared", 1 - squares / total);
    }

    private IEnumerable<DerivedEstimate> At(double[]? row, double?[] held, LinearProblem problem, LinearFound found, int[] kept, LinearCurvature? curvature)
    {
        if (row is null || curvature is null)
            yield break;
        double[] free = [.. row.Where((_, i) => held[i] is null)];
        double mean = design.OffsetAt(model.Definition.At) + row.Select((x, i) => held[i] is { } value ? x * value : 0).Sum() + free.Select((x, i) => x * (double)found.Solution.Theta[i]).Sum();
        Variable mu = new(VariableKind.Parameter, 0, "mu"), sigma = new(VariableKind.Parameter, 1, "sigma");
        var family = (Families.ScalarFamily)model.Family;
        var wanted = model.Definition.Quantiles.Select(p => (Name: FormattableString.Invariant($"quantile({p})"), Value: family.Quantile(p)!))
            .Concat(model.Definition.Probabilities.Select(text => ProbabilityEvent.TryParse(text)!).Select(e => (e.Name, Value: DerivedQuantities.Probability(family, e, null)!)))
            .Prepend(("mean at the given predictors", mu));
        if (!IsEstimable(free, problem, found, kept))
        {
            foreach (var (name, _) in wanted)
                yield return new(name, null);
            yield break;
        }
        foreach (var (name, value) in wanted)
        {
            var (estimate, slope, _) = new Derivatives(value, [mu, sigma]).At([mean, found.Sigma], []);
            double[] gradient = [.. kept.Select(i => slope[0] * free[i]), .. SigmaIsInside(found) ? new[] { slope[1] } : []];
            double error = curvature.StandardErrorOf(gradient);
            var (lower, upper) = wald.Interval(estimate, error);
            yield return new(name, estimate, error, lower, upper);
        }
    }

    // An aliased column is a combination of kept ones in the data; the data say nothing of a row where it is not, such as a label this group lacks.
    private static bool IsEstimable(double[] row, LinearProblem problem, LinearFound found, int[] kept) =>
        Enumerable.Range(0, problem.Size).Except(kept).All(aliased =>
        {
            var combination = found.Solution.Factor.Solve(problem.Gram.AsSpan(aliased * problem.Size, problem.Size));
            double[] parts = [.. kept.Select(k => (double)combination[k] * row[k])];
            return Math.Abs(row[aliased] - parts.Sum()) <= 1e-9 * (Math.Abs(row[aliased]) + parts.Sum(Math.Abs));
        });

    private double? LogPrior(LinearFound found, IReadOnlyList<Prior>? priors, Prior sigmaPrior)
    {
        double sum = heldSigma is null && !sigmaPrior.IsFlat ? sigmaPrior.LogDensityAt(found.Sigma) : 0;
        for (int i = 0; priors is not null && i < priors.Count; i++)
            sum += priors[i].IsFlat ? 0 : priors[i].LogDensityAt((double)found.Solution.Theta[i]);
        return double.IsFinite(sum) ? sum : null;
    }

    private IEnumerable<string> Notes(LinearProblem whole, IReadOnlyList<Prior>? priors, LinearProblem problem, double sigma, double weights)
    {
        if (priors?.Any(prior => !prior.IsFlat) == true && problem.Size == whole.Size)
        {
            int intercept = problem.Names.ToList().IndexOf("(Intercept)");
            double? spread = intercept < 0 ? null : Math.Sqrt((double)(problem.Yy - problem.Xy[intercept] * problem.Xy[intercept] / problem.Gram[intercept * problem.Size + intercept]) / weights);
            yield return EquivalentPenalties.Of(model.Family, [.. problem.Names.Zip(priors)], sigma * sigma, weights, spread);
        }
        foreach (string key in model.Definition.Priors.Keys.Concat(model.Definition.Fixed.Keys).Where(key => key is not ("coefficients" or "sigma") && !whole.Names.Contains(key)))
            yield return $"'{key}' names no coefficient of these data, so what was said of it has no effect.";
    }
}
