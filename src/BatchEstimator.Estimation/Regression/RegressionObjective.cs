using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// What is maximised: log-likelihood plus log prior over the free coefficients, in standard coefficients. The prior is a density of the
/// natural coefficients; standard ones are only another way to write the same point.
/// </summary>
internal sealed class RegressionObjective
{
    private readonly RegressionLikelihood likelihood;
    private readonly CoefficientScale scale;
    private readonly int[] settled;
    private readonly (int Place, Derivatives Log)[] priors;
    private readonly LikelihoodValue found;

    public RegressionObjective(RegressionLikelihood likelihood, IReadOnlyList<Coefficient> coefficients, CoefficientScale scale, IReadOnlyList<int> free)
        : this(likelihood, coefficients, scale, free, [])
    {
    }

    private RegressionObjective(RegressionLikelihood likelihood, IReadOnlyList<Coefficient> coefficients, CoefficientScale scale, IReadOnlyList<int> free, int[] settled)
    {
        (this.likelihood, Coefficients, this.scale, Free, this.settled) = (likelihood, coefficients, scale, free, settled);
        var x = new Variable(VariableKind.Parameter, 0, "coefficient");
        priors = [.. free.Concat(settled).Where(i => !coefficients[i].Prior.IsFlat).Select(i => (i, new Derivatives(coefficients[i].Prior.LogDensity(x), [x])))];
        found = new(likelihood.Size);
    }

    /// <summary>All coefficients.</summary>
    public IReadOnlyList<Coefficient> Coefficients { get; }

    /// <summary>Those that are searched for.</summary>
    public IReadOnlyList<int> Free { get; }

    /// <summary>Those that were found to sit exactly at the kink of their prior and stay there; their priors count.</summary>
    public IReadOnlyList<int> Settled => settled;

    /// <summary>True if the prior of a coefficient that is searched for has a kink among the values it can have.</summary>
    public bool HasKinks => Free.Any(i => KinkOf(i) is not null);

    /// <summary>True if the likelihood has a kink wherever a row is met exactly and coefficients of that predictor are searched for.</summary>
    public bool HasMedians => likelihood.HasMedians && likelihood.Channels[0].Design is { } design
        && design.Blocks.Any(block => Free.Any(i => i >= block.First && i < block.First + block.Count));

    /// <summary>All that were searched for: the free ones and those that were found to sit on a kink.</summary>
    public IReadOnlyList<int> Searched => settled.Length == 0 ? Free : [.. Free.Concat(settled).Order()];

    /// <summary>The rows' part.</summary>
    public RegressionLikelihood Likelihood => likelihood;

    /// <summary>The scale of the standard coefficients.</summary>
    public CoefficientScale Scale => scale;

    /// <summary>In standard units, where the prior of a coefficient has a kink and its slope on either side; null if it is smooth.</summary>
    public (double Location, double Slope)? KinkOf(int coefficient) =>
        Coefficients[coefficient] is { Prior.Kink: { } kink } known && kink.Location > known.Lower && kink.Location < known.Upper
            ? (kink.Location / scale.ScaleOf(coefficient), kink.Slope * scale.ScaleOf(coefficient)) : null;

    /// <summary>The same with those coefficients settled that sit exactly at the kink of their prior.</summary>
    /// <param name="beta">All standard coefficients.</param>
    public RegressionObjective SettledAt(double[] beta)
    {
        int[] kinked = [.. Free.Where(i => KinkOf(i) is { } kink && beta[i] == kink.Location)];
        return new(likelihood, Coefficients, scale, [.. Free.Except(kinked)], [.. settled, .. kinked]);
    }

    /// <summary>About the same from a fraction of the rows; null if there are too few.</summary>
    public RegressionObjective? Thinned() => likelihood.Thinned(Free.Count) is { } sample ? new(sample, Coefficients, scale, Free, settled) : null;

    /// <summary>The value and, as far as asked for, the derivatives in the free coefficients.</summary>
    /// <param name="beta">All standard coefficients.</param>
    /// <param name="order">What is computed.</param>
    public RegressionPoint At(double[] beta, KernelOrder order)
    {
        likelihood.Evaluate(beta, order, found);
        int size = likelihood.Size, count = Free.Count;
        double prior = 0;
        double[] gradient = new double[order == KernelOrder.Value ? 0 : count], curvature = new double[order == KernelOrder.Hessian ? count * count : 0];
        for (int i = 0; i < gradient.Length; i++)
            gradient[i] = found.Score(Free[i]);
        for (int i = 0; curvature.Length > 0 && i < count; i++)
        {
            for (int j = 0; j < count; j++)
                curvature[i * count + j] = -found.Hessian[Math.Max(Free[i], Free[j]) * size + Math.Min(Free[i], Free[j])];
        }
        if (priors.Length > 0)
            prior = AddPriors(beta, gradient, curvature);
        return new(beta, found.Value, prior, gradient, curvature);
    }

    /// <summary>The slope and the negative second derivatives of those priors that have no kink, in some of the free coefficients; the latter never negative.</summary>
    /// <param name="beta">All standard coefficients.</param>
    /// <param name="places">The coefficients.</param>
    public (double[] Slope, double[] Curvature) SmoothPriors(double[] beta, IReadOnlyList<int> places)
    {
        int count = Free.Count;
        double[] slope = new double[count], curvature = new double[count * count];
        AddPriors(beta, slope, curvature);
        int[] at = [.. places.Select(place => Free.ToList().IndexOf(place))];
        double[] slopes = [.. at.Select(k => KinkOf(Free[k]) is { } kink ? slope[k] + Math.Sign(beta[Free[k]] - kink.Location) * kink.Slope : slope[k])];
        double[] bends = [.. at.SelectMany(i => at.Select(j => curvature[i * count + j]))];
        // A prior that bends upwards here (student_t far out) counts as straight.
        bool isConcave = Enumerable.Range(0, at.Length).All(i => bends[i * at.Length + i] >= 0);
        return (slopes, isConcave ? bends : new double[bends.Length]);
    }

    private double AddPriors(double[] beta, double[] gradient, double[] curvature)
    {
        int size = likelihood.Size, count = Free.Count;
        double sum = 0;
        double[] natural = scale.ToNatural(beta), slope = new double[size], bend = new double[curvature.Length > 0 ? size * size : 0];
        foreach (var (place, log) in priors)
        {
            var prior = Coefficients[place].Prior;
            if (natural[place] < prior.Lower || natural[place] > prior.Upper)
                return double.NegativeInfinity;
            var (value, first, second) = log.At([natural[place]], []);
            sum += value;
            slope[place] = first[0];
            if (bend.Length > 0)
                bend[place * size + place] = second[0];
        }
        if (gradient.Length == 0)
            return sum;
        scale.PullGradient(slope);
        for (int i = 0; i < count; i++)
            gradient[i] += slope[Free[i]];
        if (bend.Length == 0)
            return sum;
        scale.PullHessian(bend);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                curvature[i * count + j] -= bend[Free[i] * size + Free[j]];
        }
        return sum;
    }
}

/// <summary>What is known at a point.</summary>
/// <param name="Beta">All standard coefficients.</param>
/// <param name="LogLikelihood">The log-likelihood.</param>
/// <param name="LogPrior">The log prior of the free coefficients.</param>
/// <param name="Gradient">Of their sum, in the free coefficients; empty if it was not asked for.</param>
/// <param name="Curvature">Its negative second derivatives, row-major; empty if they were not asked for.</param>
internal sealed record RegressionPoint(double[] Beta, double LogLikelihood, double LogPrior, double[] Gradient, double[] Curvature)
{
    /// <summary>What is maximised.</summary>
    public double Value => LogLikelihood + LogPrior;
}
