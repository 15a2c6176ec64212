namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Expectation and maximisation for a normal mixture: each row is shared among the components in proportion to their densities there, and
/// each component becomes the weighted mean and deviation of its shares. A row known in part is shared by the probabilities, and stands with its
/// mean and mean square in each component; the rows that truncation kept from sight are added in the number expected. The likelihood never falls.
/// </summary>
/// <remarks>G. J. McLachlan and P. N. Jones, Biometrics 44 (1988) 571-578: mixtures of grouped and truncated data.</remarks>
internal sealed class MixtureEm
{
    private readonly double floor;
    private readonly double[] weight, mu, sigma, share, count, first, second;

    public MixtureEm(double[] centres, double deviation, double floor)
    {
        this.floor = floor;
        int size = centres.Length;
        mu = [.. centres];
        weight = [.. centres.Select(_ => 1.0 / size)];
        sigma = [.. centres.Select(_ => deviation / size)];
        (share, count, first, second) = (new double[size], new double[size], new double[size], new double[size]);
    }

    public double LogLikelihood { get; private set; } = double.NegativeInfinity;

    public int Iterations { get; private set; }

    /// <summary>Some iterations, fewer if it stands still; false if a component fell below the floor or lost its rows.</summary>
    public bool Run(MixtureRows rows, int most)
    {
        for (int i = 0; i < most; i++)
        {
            double before = LogLikelihood;
            LogLikelihood = Share(rows.Values, rows.Weights) + ShareBounds(rows);
            Iterations++;
            if (!double.IsFinite(LogLikelihood) || !Maximise())
                return false;
            if (LogLikelihood - before < 1e-13 * Math.Abs(LogLikelihood))
                break;
        }
        return true;
    }

    // The log-likelihood at the present parameters, and the sums of the shares about the present means.
    private double Share(double[] x, double[] w)
    {
        Array.Clear(count);
        Array.Clear(first);
        Array.Clear(second);
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double most = double.NegativeInfinity, whole = 0;
            for (int k = 0; k < mu.Length; k++)
            {
                double z = (x[i] - mu[k]) / sigma[k];
                share[k] = Math.Log(weight[k] / sigma[k]) - 0.5 * z * z;
                most = Math.Max(most, share[k]);
            }
            for (int k = 0; k < mu.Length; k++)
                whole += share[k] = Math.Exp(share[k] - most);
            for (int k = 0; k < mu.Length; k++)
            {
                double part = w[i] * share[k] / whole, off = x[i] - mu[k];
                count[k] += part;
                first[k] += part * off;
                second[k] += part * off * off;
            }
            sum += w[i] * (most + Math.Log(whole));
        }
        return sum - 0.5 * Math.Log(2 * Math.PI) * w.Sum();
    }

    // The same for rows known in part, and for those that were never seen.
    private double ShareBounds(MixtureRows rows)
    {
        double sum = 0;
        for (int i = 0; i < rows.Lower.Length; i++)
            sum += rows.Bounded[i] * Add(rows.Lower[i], rows.Upper[i], rows.Bounded[i], null);
        if (!rows.IsTruncated)
            return sum;
        double seen = Add(rows.TruncatedBelow, rows.TruncatedAbove, 0, null);
        if (double.IsFinite(rows.TruncatedBelow))
            Add(double.NegativeInfinity, rows.TruncatedBelow, rows.Total, seen);
        if (double.IsFinite(rows.TruncatedAbove))
            Add(rows.TruncatedAbove, double.PositiveInfinity, rows.Total, seen);
        return sum - rows.Total * seen;
    }

    // The log of the probability between two ends; rows of a weight, in proportion to it and to a probability if there is one, are shared out.
    private double Add(double lower, double upper, double weighing, double? seen)
    {
        double most = double.NegativeInfinity, whole = 0;
        for (int k = 0; k < mu.Length; k++)
            most = Math.Max(most, share[k] = Math.Log(weight[k]) + NormalPart.Of((lower - mu[k]) / sigma[k], (upper - mu[k]) / sigma[k]).LogProbability);
        if (double.IsNegativeInfinity(most))
            return most;
        for (int k = 0; k < mu.Length; k++)
            whole += share[k] = Math.Exp(share[k] - most);
        double log = most + Math.Log(whole), rows = weighing * (seen is { } s ? Math.Exp(log - s) : 1);
        for (int k = 0; k < mu.Length && rows > 0; k++)
        {
            var within = NormalPart.Of((lower - mu[k]) / sigma[k], (upper - mu[k]) / sigma[k]);
            double part = rows * share[k] / whole;
            if (!(part > 0))
                continue;
            count[k] += part;
            first[k] += part * within.Mean * sigma[k];
            second[k] += part * within.Square * sigma[k] * sigma[k];
        }
        return log;
    }

    private bool Maximise()
    {
        double total = count.Sum();
        for (int k = 0; k < mu.Length; k++)
        {
            double shift = first[k] / count[k];
            sigma[k] = Math.Sqrt(Math.Max(0, second[k] / count[k] - shift * shift));
            mu[k] += shift;
            weight[k] = count[k] / total;
            if (!(sigma[k] > floor && weight[k] > 0))
                return false;
        }
        return true;
    }

    /// <summary>weight1, mu1, sigma1, ..., the last weight left out, in the order of the means.</summary>
    public double[] Parameters()
    {
        int[] order = [.. Enumerable.Range(0, mu.Length).OrderBy(k => mu[k])];
        return [.. order.SelectMany((k, place) => place < mu.Length - 1 ? new[] { weight[k], mu[k], sigma[k] } : [mu[k], sigma[k]])];
    }

    /// <summary>Parameters in the order of the means.</summary>
    public static double[] Ordered(double[] parameters)
    {
        int size = (parameters.Length + 1) / 3;
        double last = 1 - Enumerable.Range(0, size - 1).Sum(k => parameters[3 * k]);
        var parts = Enumerable.Range(0, size)
            .Select(k => k < size - 1 ? parameters[(3 * k)..(3 * k + 3)] : [last, parameters[3 * k], parameters[3 * k + 1]]).OrderBy(part => part[1]);
        return [.. parts.SelectMany((part, place) => place < size - 1 ? part : part[1..])];
    }
}
