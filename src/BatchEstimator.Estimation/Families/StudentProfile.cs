using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// The likelihood of Student's t along its degrees of freedom: for each, location and scale at their best. With both free there is one such
/// point for df >= 1 where it exists; it is approached by the EM algorithm for a scale mixture of normals, with the weights
/// (df + 1) / (df + z^2) normalised to mean 1, and reached by Newton steps where they climb.
/// </summary>
/// <remarks>
/// J. T. Kent, D. E. Tyler and Y. Vardi, Comm. Statist. Simulation 23 (1994) 441-453: the weights; J. T. Kent and D. E. Tyler, Ann. Statist.
/// 19 (1991) 2102-2119: existence and uniqueness.
/// </remarks>
internal sealed class StudentProfile
{
    private const int MostSteps = 200;

    private readonly Sample sample;
    private readonly double? location, scale;
    private readonly double[] sorted;
    private readonly double weight;

    public StudentProfile(Sample sample, double? location, double? scale)
    {
        (this.sample, this.location, this.scale) = (sample, location, scale);
        sorted = [.. sample.Values.AsSpan(0, sample.Count)];
        Array.Sort(sorted);
        weight = sample.TotalWeight;
    }

    /// <summary>A point of the profile.</summary>
    /// <param name="Value">The log-likelihood without the terms that depend on df alone: -n log s - (df + 1)/2 sum log(1 + z^2 / df).</param>
    /// <param name="Location">The location.</param>
    /// <param name="Scale">The scale.</param>
    /// <param name="Iterations">How many steps led there.</param>
    public readonly record struct Top(double Value, double Location, double Scale, int Iterations);

    /// <summary>
    /// Why there is no estimate at given degrees of freedom: a value holds too much of the weight, so that the likelihood does not fall as the
    /// scale goes to 0 there; null if none does.
    /// </summary>
    public static PointEstimate? Refusal(Sample sample, double df, double? location, double? scale, string name)
    {
        if (!sample.IsPlain || scale is not null)
            return null;
        double share = location is { } held ? ShareOf(sample, held) : LargestShare(sample), most = df / (1 + df);
        if (Extremes.WithoutSpread(sample, [location, null], 1, name) is { } refusal)
            return refusal;
        string help = $"Fix {name}, or give it a prior that keeps it from 0, such as inverse_gamma(2, 1).";
        return share > most * (1 + 1e-12)
            ? PointEstimate.Refuse(FitCodes.UnboundedLikelihood, FormattableString.Invariant($"One value holds {share:P1} of the weight. With {df:G4} degree(s) of freedom the likelihood grows without bound as {name} goes to 0 there, which takes more than {most:P1}. {help}"), name)
            : share >= most * (1 - 1e-12)
            ? PointEstimate.Refuse(FitCodes.NoFiniteMle, FormattableString.Invariant($"One value holds {share:P1} of the weight, just so much that the likelihood does not fall as {name} goes to 0 there: there is no single highest point. {help}"), name)
            : null;
    }

    /// <summary>How the climbs to the last point with the scale held agree; null where one climb is enough.</summary>
    public StartAgreement? Starts { get; private set; }

    /// <summary>The best location and scale, those that are not held, for given degrees of freedom; with the scale held the best of several tops.</summary>
    public Top At(double df, double? near = null, double? width = null)
    {
        double spread = width ?? Extremes.HalfWidth(sorted);
        if (scale is not { } held || location is not null)
            return Climb(df, near ?? sorted[sorted.Length / 2], spread);
        var best = new Top(double.NegativeInfinity, 0, 0, 0);
        var ends = new List<(double[] Values, double Height)>();
        const int last = 12;
        for (int k = 0; k <= last; k++)
        {
            var top = Climb(df, sorted[(int)(k / (double)last * (sorted.Length - 1))], spread);
            best = top.Value > best.Value ? top : best;
            ends.Add(([top.Location], top.Value - OfDf(df)));
        }
        Starts = StartComparison.Of(ends, last + 1, point => Sums(df, point[0], held).Value - OfDf(df));
        return best;
    }

    /// <summary>The highest point of the profile over 1/df.</summary>
    /// <param name="Inverse">1/df.</param>
    /// <param name="Value">The log-likelihood there.</param>
    /// <param name="Normal">The log-likelihood of the normal limit.</param>
    /// <param name="Top">Location and scale.</param>
    public readonly record struct Highest(double Inverse, double Value, double Normal, Top Top);

    /// <summary>The highest point for 1/df in [0, 1]: the best of a grid, then golden section about it.</summary>
    /// <param name="grid">Values of 1/df from 0 to 1, ascending.</param>
    public Highest Best(double[] grid)
    {
        var (mean, deviation) = Normal();
        double normal = -weight * (Math.Log(deviation) + 0.5 * Math.Log(2 * Math.PI)) - 0.5 * Scatter(mean) / (deviation * deviation);
        var tops = new Top[grid.Length];
        var values = new double[grid.Length];
        (tops[0], values[0]) = (new(normal, mean, deviation, 0), normal);
        for (int i = grid.Length - 1; i > 0; i--)
            (tops[i], values[i]) = Full(grid[i], i + 1 < grid.Length ? tops[i + 1] : null);
        int best = Array.IndexOf(values, values.Max());
        var found = new Highest(grid[best], values[best], normal, tops[best]);
        double low = grid[Math.Max(best - 1, 0)], high = grid[Math.Min(best + 1, grid.Length - 1)], golden = 0.5 * (Math.Sqrt(5) - 1);
        double a = high - golden * (high - low), b = low + golden * (high - low);
        var (topA, valueA) = Full(a, tops[best]);
        var (topB, valueB) = Full(b, tops[best]);
        while (high - low > 1e-4 * high)
        {
            found = valueA > found.Value ? new(a, valueA, normal, topA) : found;
            found = valueB > found.Value ? new(b, valueB, normal, topB) : found;
            if (high < 1e-6)
                break;
            if (valueA > valueB)
            {
                (high, b, topB, valueB) = (b, a, topA, valueA);
                a = high - golden * (high - low);
                (topA, valueA) = Full(a, topB);
            }
            else
            {
                (low, a, topA, valueA) = (a, b, topB, valueB);
                b = low + golden * (high - low);
                (topB, valueB) = Full(b, topA);
            }
        }
        return found;
    }

    private (Top Top, double Value) Full(double inverse, Top? near)
    {
        double df = 1 / inverse;
        var top = At(df, near?.Location, near?.Scale);
        return (top, top.Value - OfDf(df));
    }

    // What the log-likelihood has beyond the terms in location and scale.
    private double OfDf(double df) => weight * (SpecialFunctions.LogBeta(0.5 * df, 0.5) + 0.5 * Math.Log(df));

    private (double Mean, double Deviation) Normal()
    {
        double mean = 0;
        for (int i = 0; i < sample.Count; i++)
            mean += sample.WeightOf(i) / weight * sample.Values[i];
        mean = location ?? mean;
        return (mean, scale ?? Math.Sqrt(Scatter(mean) / weight));
    }

    private double Scatter(double mean)
    {
        double sum = 0;
        for (int i = 0; i < sample.Count; i++)
            sum += sample.WeightOf(i) * (sample.Values[i] - mean) * (sample.Values[i] - mean);
        return sum;
    }

    private Top Climb(double df, double m, double s)
    {
        (m, s) = (location ?? m, scale ?? s);
        double value = double.NegativeInfinity, nextM = m, nextS = s, emM = m, emS = s, last = double.PositiveInfinity;
        bool isNewton = false;
        for (int step = 1; step <= MostSteps; step++)
        {
            var at = Sums(df, nextM, nextS);
            // A Newton step that does not climb is taken back, and one of the EM algorithm goes in its place; that always climbs.
            if (isNewton && !(at.Value >= value - 1e-13 * (1 + Math.Abs(value))))
            {
                (nextM, nextS, isNewton) = (emM, emS, false);
                continue;
            }
            (m, s, value) = (nextM, nextS, at.Value);
            emM = location ?? m + s * at.Wz / at.W;
            emS = scale ?? s * Math.Sqrt(Math.Max(0, at.Wzz - at.Wz * at.Wz / at.W * (location is null ? 1 : 0)) / at.W);
            if (!(emS > 0) || !double.IsFinite(value))
                return new(double.NegativeInfinity, m, s, step);
            (double dm, double du, isNewton) = Newton(at);
            double size = isNewton ? Math.Max(Math.Abs(dm), Math.Abs(du)) : Math.Max(Math.Abs(emM - m) / s, Math.Abs(emS / s - 1));
            if (size <= 1e-15 || (size < 1e-11 && size >= last))
                return new(value, m, s, step);
            last = size;
            (nextM, nextS) = isNewton ? (m + s * dm, s * Math.Exp(du)) : (emM, emS);
        }
        return new(value, m, s, MostSteps);
    }

    // In (m / s, log s), with z as the unit: the curvature is that of the log-likelihood itself.
    private (double Dm, double Du, bool Good) Newton(Moments at)
    {
        double a = location is null ? at.Curved : 1, b = location is null && scale is null ? at.Wz + at.CurvedZ : 0, c = scale is null ? at.CurvedZz : 1;
        double g = location is null ? at.Wz : 0, h = scale is null ? at.Wzz - weight : 0, determinant = a * c - b * b;
        if (!(a > 0 && c > 0 && determinant > 1e-12 * a * c))
            return (0, 0, false);
        double dm = (c * g - b * h) / determinant, du = (a * h - b * g) / determinant;
        return (dm, du, Math.Abs(dm) < 2 && Math.Abs(du) < 1);
    }

    private Moments Sums(double df, double m, double s)
    {
        double value = 0, w = 0, wz = 0, wzz = 0, curved = 0, curvedZ = 0, curvedZz = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            double z = (sample.Values[i] - m) / s, square = z * z, share = sample.WeightOf(i) * (df + 1) / (df + square), tilt = (df - square) / (df + square);
            value += sample.WeightOf(i) * SpecialFunctions.Log1P(square / df);
            w += share;
            wz += share * z;
            wzz += share * square;
            curved += share * tilt;
            curvedZ += share * tilt * z;
            curvedZz += 2 * share * square * df / (df + square);
        }
        return new(-weight * Math.Log(s) - 0.5 * (df + 1) * value, w, wz, wzz, curved, curvedZ, curvedZz);
    }

    private readonly record struct Moments(double Value, double W, double Wz, double Wzz, double Curved, double CurvedZ, double CurvedZz);

    // A value is at a held location if their distance is nothing beside that of the farthest value.
    private static double ShareOf(Sample sample, double value)
    {
        var (least, greatest) = Extremes.Of(sample);
        double sum = 0, near = 1e-15 * Math.Max(greatest - value, value - least);
        for (int i = 0; i < sample.Count; i++)
            sum += Math.Abs(sample.Values[i] - value) <= near ? sample.WeightOf(i) : 0;
        return sum / sample.TotalWeight;
    }

    /// <summary>The share of the weight that the heaviest value holds.</summary>
    public static double LargestShare(Sample sample)
    {
        double[] values = [.. sample.Values.AsSpan(0, sample.Count)];
        double[] weights = [.. Enumerable.Range(0, sample.Count).Select(sample.WeightOf)];
        Array.Sort(values, weights);
        double largest = 0, run = 0;
        for (int i = 0; i < values.Length; i++)
        {
            run = i > 0 && values[i] == values[i - 1] ? run + weights[i] : weights[i];
            largest = Math.Max(largest, run);
        }
        return largest / sample.TotalWeight;
    }
}
