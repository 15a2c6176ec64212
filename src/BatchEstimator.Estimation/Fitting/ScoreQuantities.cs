using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>What a regression predicts, as functions of a row's predictors and of the parameters that are one number.</summary>
internal sealed class ScoreQuantities
{
    internal delegate double? ErrorOf(ReadOnlySpan<double> slopes);

    private readonly Wald wald;
    private readonly ScoreInterval interval;
    private readonly Link? link;
    private readonly Derivatives location;
    private readonly Derivatives[] probabilities;
    private readonly Tape? ends;
    private readonly Tape? sigma;

    public ScoreQuantities(RegressionPlan plan, ResponseLevels? response, double level, ScoreInterval interval)
    {
        (wald, this.interval) = (new(level), interval);
        Variable[] variables = [.. plan.Form.Parameters.Select((parameter, i) => new Variable(VariableKind.Parameter, i, parameter.Name))];
        link = plan.Predictors.FirstOrDefault(predictor => predictor.Parameter == 0)?.Link;
        Expr[] values = [.. variables.Select((variable, i) => plan.Predictors.FirstOrDefault(predictor => predictor.Parameter == i)?.Link.Inverse(variable) ?? variable)];
        location = new(values[0], variables);
        probabilities = response is null ? [] : [.. response.Names.Select((_, rank) => ClassQuantities.ProbabilityOf(plan, response, rank))];
        Names = response is null ? [PointQuantities.LocationNameOf(plan)] : [.. response.Names.Select(name => $"P({name})")];
        if (interval != ScoreInterval.Prediction || response is not null)
            return;
        var natural = plan.Form.ToNatural(values);
        if (plan.Family is Normal)
        {
            sigma = new(natural[1]);
            return;
        }
        var substitution = new Substitution(variable => variable.Kind == VariableKind.Parameter ? natural[variable.Index] : null);
        double threshold = plan.Model.Definition.Threshold ?? 0;
        if (plan.Family.Quantile(0.5 - 0.5 * level) is { } lower && plan.Family.Quantile(0.5 + 0.5 * level) is { } upper)
            ends = new(threshold + substitution.Of(lower), threshold + substitution.Of(upper));
    }

    /// <summary>The quantities' names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The location of a row.</summary>
    /// <param name="point">By parameter the predictor, or the number.</param>
    /// <param name="errorOf">The standard error of a quantity, from its slopes in these.</param>
    public Score Of(double[] point, ErrorOf errorOf)
    {
        var (value, slopes, _) = location.At(point, []);
        double? error = errorOf(slopes);
        if (interval == ScoreInterval.Prediction)
            return OfNewValue(value, error, point);
        Span<double> alone = stackalloc double[point.Length];
        alone.Clear();
        alone[0] = 1;
        var (lower, upper) = interval == ScoreInterval.None ? (null, null) : wald.Interval(point[0], errorOf(alone));
        if (lower is null || upper is null)
            return new(Finite(value), Finite(error), null, null);
        double a = link!.Invert(lower.Value), b = link.Invert(upper.Value);
        return new(Finite(value), Finite(error), Finite(Math.Min(a, b)), Finite(Math.Max(a, b)));
    }

    /// <summary>The probabilities of levels without order.</summary>
    public void OfLevels(double[] point, IReadOnlyList<bool> occurs, Span<Score> scores, ErrorOf errorOf)
    {
        double[] present = [.. point.Select((eta, k) => occurs[k + 1] ? eta : double.NegativeInfinity)];
        for (int rank = 0; rank < scores.Length; rank++)
        {
            if (!occurs[rank])
            {
                scores[rank] = new(0, null, null, null);
                continue;
            }
            var (value, slopes, _) = probabilities[rank].At(present, []);
            for (int k = 0; k < slopes.Length; k++)
                slopes[k] = occurs[k + 1] ? slopes[k] : 0;
            scores[rank] = OfProbability(value, errorOf(slopes));
        }
    }

    /// <summary>The probability of the interval of an ordered level and its slopes in the ends.</summary>
    public (double Value, double[] Slopes) OfInterval(double[] ends, bool hasLower, bool hasUpper)
    {
        var (value, slopes, _) = (hasLower ? hasUpper ? probabilities[1] : probabilities[^1] : probabilities[0]).At(ends, []);
        return (value, slopes);
    }

    /// <summary>A probability with its interval, which stays within 0..1.</summary>
    public Score OfProbability(double value, double? error)
    {
        var (lower, upper) = interval == ScoreInterval.Confidence ? wald.Transformed(value, error, 0, 1) : (null, null);
        return new(Finite(value), Finite(error), Finite(lower), Finite(upper));
    }

    // Of a normal value both its own variance and that of the mean count; of others the quantiles at the estimates.
    private Score OfNewValue(double value, double? error, double[] point)
    {
        if (sigma is not null)
        {
            double own = sigma.Evaluate([], point)[0];
            var (below, above) = wald.Interval(value, error is { } known ? Math.Sqrt(known * known + own * own) : null);
            return new(Finite(value), Finite(error), Finite(below), Finite(above));
        }
        double[]? found = ends?.Evaluate([], point);
        return new(Finite(value), Finite(error), Finite(found?[0]), Finite(found?[1]));
    }

    private static double? Finite(double? value) => value is { } x && double.IsFinite(x) ? x : null;
}
