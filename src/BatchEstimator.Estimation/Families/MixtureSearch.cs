using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// The tops of the likelihood of a normal mixture: short climbs by expectation and maximisation (EM) from seeded k-means++ centres on a
/// sample of the rows, the best of them continued on all rows until Newton's method takes over. A climb that shrinks a component below the
/// floor is given up. Rows are sorted and equal ones merged first, so that neither their order nor repetition matters.
/// </summary>
/// <remarks>D. Arthur and S. Vassilvitskii, SODA 2007, 1027-1035; C. Biernacki, G. Celeux and G. Govaert, Comput. Statist. Data Anal. 41 (2003) 561-575.</remarks>
internal sealed class MixtureSearch
{
    /// <summary>The least sigma, in standard deviations of all values.</summary>
    public const double Floor = 1e-3;

    private const int Starts = 12, Kept = 4, ShortClimb = 40, MostRounds = 60, MostSampled = 2000;

    private readonly ScalarFamily family;
    private readonly int components;
    private readonly Sample sample;
    private readonly MixtureRows rows;
    private readonly double[] values, weights;
    private readonly double mean, deviation;

    public MixtureSearch(ScalarFamily family, int components, Sample sample)
    {
        (this.family, this.components) = (family, components);
        this.sample = sample;
        rows = MixtureRows.Of(sample);
        // Where components may begin: bounds as if they were values.
        var exact = sample.IsPlain ? rows : MixtureRows.Of(sample.AsExact());
        (values, weights) = (exact.Values, exact.Weights);
        double total = exact.Total;
        mean = values.Zip(weights, (x, w) => w * x).Sum() / total;
        deviation = Math.Sqrt(values.Zip(weights, (x, w) => w * (x - mean) * (x - mean)).Sum() / total);
    }

    /// <summary>How many climbs the last search followed to their end.</summary>
    public int Followed { get; private set; }

    /// <summary>The log-likelihood at a point.</summary>
    public double Height(double[] point) => Look(point, KernelOrder.Value)[0];

    /// <summary>The tops found, the highest first.</summary>
    public IReadOnlyList<(double[] Values, double LogLikelihood, int Iterations)> Tops()
    {
        var (few, places) = (rows.Thinned(MostSampled), new MixtureRows(values, weights, [], [], [], 0, 0).Thinned(MostSampled));
        var climbed = new List<MixtureEm>();
        for (int start = 0; start < Starts && places.Values.Length > components; start++)
        {
            var em = new MixtureEm(Centres(places.Values, places.Weights, start), deviation, Floor * deviation);
            if (em.Run(few, ShortClimb))
                climbed.Add(em);
        }
        var tops = new List<(double[] Values, double LogLikelihood, int Iterations)>();
        Followed = 0;
        foreach (var em in climbed.OrderByDescending(em => em.LogLikelihood).Take(Kept))
        {
            Followed++;
            if (Climb(em) is { } top)
                tops.Add(top);
        }
        return [.. tops.OrderByDescending(top => top.LogLikelihood)];
    }

    /// <summary>Components of equal weight and width side by side: a point at which the likelihood is finite whatever the data.</summary>
    public double[] Even()
    {
        double width = deviation > 0 ? deviation : 1;
        return new MixtureEm([.. Enumerable.Range(0, components).Select(k => mean + width * (2.0 * (k + 0.5) / components - 1))], width, 0).Parameters();
    }

    private (double[] Values, double LogLikelihood, int Iterations)? Climb(MixtureEm em)
    {
        for (int round = 0; round < MostRounds; round++)
        {
            if (!em.Run(rows, 20))
                return null;
            if (Polish(em.Parameters()) is { } top)
                return (top.Values, top.LogLikelihood, em.Iterations + top.Steps);
        }
        // A ridge, as where two components have become one, that leads nowhere in so many rounds is not a top.
        return null;
    }

    // Newton's steps, halved until they climb, while the curvature is that of a top; null where it is not.
    private (double[] Values, double LogLikelihood, int Steps)? Polish(double[] at)
    {
        int size = at.Length;
        double[] outputs = Look(at, KernelOrder.Hessian);
        for (int step = 1; step <= 30; step++)
        {
            double value = outputs[0];
            var negative = new double[size * size];
            for (int i = 0, place = 1 + size; i < size; i++)
            {
                for (int j = 0; j <= i; j++)
                    negative[i * size + j] = negative[j * size + i] = -outputs[place++];
            }
            if (!outputs.All(double.IsFinite) || new Information(negative, size) is not { IsPositiveDefinite: true } information)
                return null;
            double[] slope = outputs[1..(1 + size)], move = information.Times(slope);
            double decrement = move.Zip(slope, (a, b) => a * b).Sum(), fraction = 1;
            // So near the top the value is all rounding, and a full step is a good one.
            bool near = decrement < 1e-13 * (1 + Math.Abs(value));
            double[] Moved() => [.. at.Zip(move, (a, b) => a + fraction * b)];
            while (fraction > 1e-3 && !(IsInside(Moved()) && (near || Look(Moved(), KernelOrder.Value)[0] > value)))
                fraction /= 2;
            if (fraction <= 1e-3)
                return null;
            at = Moved();
            outputs = Look(at, KernelOrder.Hessian);
            if (near && decrement < 1e-20 * rows.Total)
                return (MixtureEm.Ordered(at), outputs[0], step);
        }
        return null;
    }

    private double[] Look(double[] point, KernelOrder order)
    {
        var outputs = new double[RowKernel.LengthOf(point.Length)];
        if (sample.IsPlain)
            family.Kernels.Exact.Sum([values, values], 0, values.Length, weights, point, [], order, outputs);
        else
            RowSums.Of(family.Kernels, sample, [sample.Values, sample.Uppers ?? sample.Values], point, order, outputs, new double[outputs.Length]);
        return outputs;
    }

    private bool IsInside(double[] parameters)
    {
        double left = 1;
        for (int k = 0; k < components; k++)
        {
            bool last = k == components - 1;
            left -= last ? 0 : parameters[3 * k];
            if ((!last && !(parameters[3 * k] > 0)) || !(parameters[3 * k + (last ? 1 : 2)] > Floor * deviation))
                return false;
        }
        return left > 0;
    }

    // Each centre is drawn among the values with probability proportional to the squared distance from those there are.
    private double[] Centres(double[] x, double[] w, int start)
    {
        var centres = new double[components];
        double[] share = [.. w];
        for (int k = 0; k < components; k++)
        {
            double u = (RowSample.Hash(start, k) >> 11) * (1.0 / (1UL << 53)) * share.Sum();
            int i = 0;
            for (; i < x.Length - 1 && u >= share[i]; i++)
                u -= share[i];
            centres[k] = x[i];
            for (int j = 0; j < x.Length; j++)
            {
                double off = w[j] * (x[j] - x[i]) * (x[j] - x[i]);
                share[j] = k == 0 ? off : Math.Min(share[j], off);
            }
        }
        return centres;
    }
}
