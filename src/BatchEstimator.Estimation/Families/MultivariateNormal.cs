using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Several measurements that vary together: mean vector mu, covariance matrix cov, density exp(-q/2) / sqrt(det(2 pi cov)) with
/// q the squared distance from mu in units of cov.
/// Sufficient: n, the means and the scatter matrix. The estimates are the means and the scatter divided by n; they exist if there are
/// more rows than columns and no column is a linear combination of others.
/// A normal_inverse_wishart(m, kappa, df, s) prior gives mu = (kappa m + n mean) / (kappa + n) and
/// cov = (scatter + s I + kappa n / (kappa + n) (mean - m)(mean - m)') / (df + n + d + 2), the mode over (mu, cov).
/// </summary>
/// <remarks>T. W. Anderson, An Introduction to Multivariate Statistical Analysis, 3rd ed., section 3.2; prior: Gelman et al., Bayesian Data Analysis, 3rd ed., section 3.6.</remarks>
public sealed class MultivariateNormal : VectorFamily
{
    /// <inheritdoc/>
    public override string Name => "multivariate_normal";

    /// <inheritdoc/>
    public override string Summary => "several measurements that vary together";

    /// <inheritdoc/>
    public override string Support => "real in every column";

    /// <inheritdoc/>
    public override string Existence => "if there are more rows than columns and no column depends linearly on others";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Real("mu[a]", "mean of each column"), ParameterInfo.Real("cov[a,b]", "covariances (divisor n)")];

    /// <inheritdoc/>
    public override IReadOnlyList<DataRole> Roles => [DataRole.Responses];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> JointPriors { get; } = new Dictionary<string, string> { ["mu, cov"] = "normal_inverse_wishart" };

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames(IReadOnlyList<string> labels) =>
        [.. labels.Select(a => $"mu[{a}]"), .. Pairs(labels.Count).Select(pair => $"cov[{labels[pair.I]},{labels[pair.J]}]")];

    /// <summary>The entries of the upper triangle, column by column: (0,0), (0,1), (1,1), (0,2), ...</summary>
    public static IEnumerable<(int I, int J)> Pairs(int dimension) =>
        from j in Enumerable.Range(0, dimension) from i in Enumerable.Range(0, j + 1) select (i, j);

    /// <summary>By a Cholesky factor written out in the parameters: cov = L L', z = L^-1 (x - mu), log density = -sum(z^2/2 + log L_ii) - d/2 log 2 pi.</summary>
    public override Expr LogDensity(int dimension)
    {
        var covariance = Pairs(dimension).Select((pair, k) => (pair, Parameter: Parameter(dimension + k, $"cov[{pair.I},{pair.J}]"))).ToDictionary(e => e.pair, e => e.Parameter);
        var factor = new Expr[dimension, dimension];
        var z = new Expr[dimension];
        Expr sum = -0.5 * dimension * Math.Log(2 * Math.PI);
        for (int i = 0; i < dimension; i++)
        {
            z[i] = Data(i) - Parameter(i, $"mu[{i}]");
            for (int j = 0; j <= i; j++)
            {
                Expr rest = covariance[(j, i)];
                for (int k = 0; k < j; k++)
                    rest -= factor[i, k] * factor[j, k];
                factor[i, j] = i == j ? Sqrt(rest) : rest / factor[j, j];
                if (j < i)
                    z[i] -= factor[i, j] * z[j];
            }
            z[i] /= factor[i, i];
            sum -= 0.5 * Square(z[i]) + Log(factor[i, i]);
        }
        return sum;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic>? Statistics(int dimension)
    {
        var x = Enumerable.Range(0, dimension).Select(k => Data(k)).ToArray();
        return [.. x.Select(column => new Statistic(column)), .. Pairs(dimension).Select(pair => new Statistic(x[pair.I], x[pair.J]))];
    }

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override string? Objection(Prior? prior, bool anyHeld, int? dimension) =>
        anyHeld ? "multivariate_normal takes no fixed parameters in this version."
        : prior is null || prior.IsFlat ? null
        : prior.Family != PriorCatalogue.NormalInverseWishart ? $"The prior of 'mu, cov' is a normal_inverse_wishart(mean, kappa, df, scale), not {prior.Family.Name}."
        : dimension is { } d && prior.Arguments[2] <= d - 1 ? $"df of normal_inverse_wishart must be above the number of columns less one, {d - 1}."
        : null;

    /// <inheritdoc/>
    public override VectorEstimate Estimate(ReadOnlySpan<DoubleDouble> sums, IReadOnlyList<string> labels, Prior? prior, IReadOnlyList<double?> held)
    {
        int d = labels.Count;
        var n = sums[1];
        var mean = new DoubleDouble[d];
        for (int i = 0; i < d; i++)
            mean[i] = sums[3 + i] / n;
        var scatter = new DoubleDouble[d * d];
        int place = 3 + d;
        foreach (var (i, j) in Pairs(d))
            scatter[j * d + i] = scatter[i * d + j] = sums[place++] - mean[i] * sums[3 + j];
        if (prior is null)
            return Degenerate(scatter, sums[(3 + d)..], labels, (double)n) ?? Describe(mean, scatter, n, n, mean, scatter, n, null);
        var (m, kappa, df, scale) = (prior.Arguments[0], (DoubleDouble)prior.Arguments[1], prior.Arguments[2], (DoubleDouble)prior.Arguments[3]);
        var mu = mean.Select(value => (kappa * m + n * value) / (kappa + n)).ToArray();
        var posterior = new DoubleDouble[d * d];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                posterior[i * d + j] = scatter[i * d + j] + (i == j ? scale : 0) + kappa * n / (kappa + n) * (mean[i] - m) * (mean[j] - m);
        }
        return Describe(mu, posterior, kappa + n, n + (df + d + 2), mean, scatter, n, prior);
    }

    private static VectorEstimate? Degenerate(DoubleDouble[] scatter, ReadOnlySpan<DoubleDouble> squares, IReadOnlyList<string> labels, double n)
    {
        int d = labels.Count;
        if (n <= d)
            return VectorEstimate.Refuse(FitCodes.TooFewRows, $"{n:R} rows cannot determine the covariance of {d} columns; at least {d + 1} are needed, or a normal_inverse_wishart prior.", [.. labels]);
        var dependent = new NormalEquations(scatter, d).Aliased;
        int place = 0;
        foreach (var (i, j) in Pairs(d))
        {
            if (i == j)
                dependent[i] |= scatter[i * d + i].Hi <= 1e-29 * squares[place].Hi;
            place++;
        }
        string[] names = [.. labels.Where((_, i) => dependent[i])];
        return names.Length == 0 ? null : VectorEstimate.Refuse(FitCodes.DegenerateVariance,
            $"{string.Join(", ", names)} {(names.Length == 1 ? "is" : "are")} constant or a linear combination of the other columns, so the likelihood grows without bound. Leave {(names.Length == 1 ? "it" : "them")} out, or give 'mu, cov' a normal_inverse_wishart prior.", names);
    }

    // The posterior of a conjugate prior has the form of a likelihood, with kappa + n rows behind mu and df + n + d + 2 behind cov;
    // so mode and information are computed once for both: cov(mu) = cov / rows, var(cov_ij) = (cov_ii cov_jj + cov_ij^2) / rows.
    private static VectorEstimate Describe(DoubleDouble[] mu, DoubleDouble[] squares, DoubleDouble rowsOfMu, DoubleDouble rowsOfCov,
        DoubleDouble[] mean, DoubleDouble[] scatter, DoubleDouble n, Prior? prior)
    {
        int d = mu.Length;
        var covariance = squares.Select(value => value / rowsOfCov).ToArray();
        var factor = new NormalEquations(covariance, d);
        var values = new List<double>(mu.Select(value => (double)value));
        var errors = new List<double?>();
        for (int i = 0; i < d; i++)
            errors.Add(Math.Sqrt((double)(covariance[i * d + i] / rowsOfMu)));
        foreach (var (i, j) in Pairs(d))
        {
            values.Add((double)covariance[i * d + j]);
            // Roots first: the product of two variances overflows long before a variance does.
            double deviations = Math.Sqrt((double)covariance[i * d + i]) * Math.Sqrt((double)covariance[j * d + j]);
            double correlation = (double)covariance[i * d + j] / deviations;
            errors.Add(deviations * Math.Sqrt((1 + correlation * correlation) / (double)rowsOfCov));
        }
        var offset = mean.Zip(mu, (a, b) => a - b).ToArray();
        double logLikelihood = -0.5 * (double)n * (d * Math.Log(2 * Math.PI) + factor.LogDeterminant)
            - 0.5 * (Trace(factor, scatter, d) + (double)n * Quadratic(factor, offset));
        return new([.. values], [.. errors], [], values.Count, logLikelihood, prior is null ? null : LogPrior(factor, mu, prior.Arguments), factor.Condition);
    }

    // log of inverse Wishart(df, s I) at cov plus log of normal(m, cov / kappa) at mu.
    private static double LogPrior(NormalEquations factor, DoubleDouble[] mu, IReadOnlyList<double> prior)
    {
        int d = mu.Length;
        var (m, kappa, df, scale) = (prior[0], prior[1], prior[2], prior[3]);
        double logGamma = d * (d - 1) / 4.0 * Math.Log(Math.PI);
        double trace = 0;
        for (int i = 0; i < d; i++)
        {
            logGamma += SpecialFunctions.LogGamma(0.5 * (df - i));
            trace += scale * (double)factor.InverseColumn(i)[i];
        }
        double wishart = 0.5 * df * d * Math.Log(scale / 2) - logGamma - 0.5 * (df + d + 1) * factor.LogDeterminant - 0.5 * trace;
        var offset = mu.Select(value => value - m).ToArray();
        return wishart + 0.5 * d * Math.Log(kappa / (2 * Math.PI)) - 0.5 * factor.LogDeterminant - 0.5 * kappa * Quadratic(factor, offset);
    }

    private static double Trace(NormalEquations factor, DoubleDouble[] matrix, int d)
    {
        var sum = DoubleDouble.Zero;
        for (int j = 0; j < d; j++)
            sum += factor.Solve(matrix.AsSpan(j * d, d))[j];
        return (double)sum;
    }

    private static double Quadratic(NormalEquations factor, DoubleDouble[] vector)
    {
        var solved = factor.Solve(vector);
        var sum = DoubleDouble.Zero;
        for (int i = 0; i < vector.Length; i++)
            sum += vector[i] * solved[i];
        return (double)sum;
    }
}
