using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Estimation.Regression;

/// <summary>A coefficient, or a parameter that is one number for all rows: its name and the values it can have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Lower">The infimum.</param>
/// <param name="Upper">The supremum.</param>
/// <param name="Prior">Its prior, in the units of the data.</param>
/// <param name="Held">The value it is held at; null = free.</param>
internal sealed record Coefficient(string Name, double Lower, double Upper, Prior Prior, double? Held)
{
    /// <summary>True if any number is possible.</summary>
    public bool IsReal => double.IsInfinity(Lower) && double.IsInfinity(Upper);
}

/// <summary>
/// What is maximised: log-likelihood plus log prior over the free coefficients, in standard coefficients. The prior is a density of the
/// natural coefficients; standard ones are only another way to write the same point.
/// </summary>
internal sealed class RegressionObjective
{
    private readonly RegressionLikelihood likelihood;
    private readonly CoefficientScale scale;
    private readonly (int Place, Derivatives Log)[] priors;
    private readonly LikelihoodValue found;

    public RegressionObjective(RegressionLikelihood likelihood, IReadOnlyList<Coefficient> coefficients, CoefficientScale scale, IReadOnlyList<int> free)
    {
        (this.likelihood, Coefficients, this.scale, Free) = (likelihood, coefficients, scale, free);
        var x = new Variable(VariableKind.Parameter, 0, "coefficient");
        priors = [.. free.Where(i => !coefficients[i].Prior.IsFlat).Select(i => (i, new Derivatives(coefficients[i].Prior.LogDensity(x), [x])))];
        found = new(likelihood.Size);
    }

    /// <summary>All coefficients.</summary>
    public IReadOnlyList<Coefficient> Coefficients { get; }

    /// <summary>Those that are searched for.</summary>
    public IReadOnlyList<int> Free { get; }

    /// <summary>The rows' part.</summary>
    public RegressionLikelihood Likelihood => likelihood;

    /// <summary>The scale of the standard coefficients.</summary>
    public CoefficientScale Scale => scale;

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
