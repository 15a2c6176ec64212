using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// The likelihood of a uniform's two limits when rows are known in part. A row known to lie between a and b has the share
/// (min(b, maximum) - max(a, minimum)) / (maximum - minimum), which in s = 1/(maximum - minimum) and t = s minimum is a concave function, so
/// that the log-likelihood is concave in (s, t). Lines of one minimum or of one maximum are straight lines there: along each, and from the best
/// point of one to that of the next, the likelihood rises to one top and falls. It has kinks at the ends of the rows only; between them it is
/// smooth. What lies outside limits of truncation was never seen, so the window ends there at the latest.
/// </summary>
/// <remarks>Concave likelihoods of location and scale: J. Burridge, J. R. Statist. Soc. B 43 (1981) 41-45.</remarks>
internal sealed class UniformWindow
{
    private readonly double[] lower, upper, weights, kinks;
    private readonly double floor, ceiling, total;
    private readonly UniformWindow? mirror;

    public UniformWindow(Sample sample)
    {
        int exact = sample.CountOf(RowKnowledge.Exact), below = sample.StartOf(RowKnowledge.Below), between = sample.StartOf(RowKnowledge.Between), rest = sample.Count - exact;
        (lower, upper, weights) = (new double[rest], new double[rest], new double[rest]);
        for (int row = exact; row < sample.Count; row++)
        {
            bool isUpper = row >= below && row < between;
            lower[row - exact] = isUpper ? double.NegativeInfinity : sample.Values[row];
            upper[row - exact] = isUpper ? sample.Values[row] : row >= between ? sample.Uppers![row] : double.PositiveInfinity;
            weights[row - exact] = sample.WeightOf(row);
        }
        (Least, Greatest) = exact > 0 ? (sample.ExactValues.ToArray().Min(), sample.ExactValues.ToArray().Max()) : (double.PositiveInfinity, double.NegativeInfinity);
        (floor, ceiling, total) = (sample.TruncatedBelow, sample.TruncatedAbove, sample.TotalWeight);
        kinks = Kinks();
        mirror = new(this);
    }

    // The same rows seen in a mirror, where the minimum is the maximum.
    private UniformWindow(UniformWindow other)
    {
        (lower, upper, weights, total) = ([.. other.upper.Select(x => -x)], [.. other.lower.Select(x => -x)], other.weights, other.total);
        (Least, Greatest, floor, ceiling) = (-other.Greatest, -other.Least, -other.ceiling, -other.floor);
        kinks = Kinks();
    }

    /// <summary>The least value known exactly; infinite if there is none.</summary>
    public double Least { get; }

    /// <summary>The greatest value known exactly; minus infinity if there is none.</summary>
    public double Greatest { get; }

    /// <summary>Below it no maximum is possible, nor at it unless it is a value known exactly.</summary>
    public double LeastMaximum => lower.Aggregate(Greatest, Math.Max);

    /// <summary>Above it no minimum is possible.</summary>
    public double GreatestMinimum => upper.Aggregate(Least, Math.Min);

    /// <summary>How often the slope of the likelihood was looked at.</summary>
    public int Looks { get; private set; }

    /// <summary>The best maximum beside a minimum below it; infinite if it runs away.</summary>
    public Limit BestMaximum(double minimum)
    {
        double start = Math.Max(minimum, floor), from = Math.Max(LeastMaximum, start);
        return Top(from, from == Greatest && from > start, kinks, ceiling, (x, right) => MaximumSlope(start, x, right));
    }

    /// <summary>The best minimum beside a maximum above it; minus infinite if it runs away.</summary>
    public Limit BestMinimum(double maximum) => mirror!.BestMaximum(-maximum).Mirrored;

    /// <summary>The best of both; infinite if they run away.</summary>
    public (Limit Minimum, Limit Maximum) Best()
    {
        double from = -GreatestMinimum;
        // Along the best maximum for each minimum the likelihood has the slope in the minimum alone.
        var top = Top(from, -from == Least, mirror!.kinks, mirror.ceiling, (x, right) => BestMaximum(-x) is { At: var maximum } && double.IsFinite(maximum) ? mirror.MaximumSlope(-maximum, x, right) : -1);
        return (top.Mirrored, double.IsFinite(top.At) ? BestMaximum(-top.At) : top);
    }

    /// <summary>True if every row allows all of the window, so that one about as wide is as likely.</summary>
    public bool IsLevel(double minimum, double maximum) =>
        double.IsInfinity(Least) && lower.All(end => end <= minimum) && upper.All(end => end >= maximum);

    /// <summary>True if all rows are one-sided bounds whose lower ones are not below the upper ones on average: ever wider windows are then ever likelier.</summary>
    public bool WidensForEver()
    {
        double above = 0, below = 0, lowerMean = 0, upperMean = 0;
        for (int i = 0; i < lower.Length; i++)
        {
            if (double.IsFinite(lower[i]) && double.IsFinite(upper[i]))
                return false;
            bool isLower = double.IsFinite(lower[i]);
            (above, lowerMean) = isLower ? (above + weights[i], lowerMean + weights[i] * lower[i]) : (above, lowerMean);
            (below, upperMean) = isLower ? (below, upperMean) : (below + weights[i], upperMean + weights[i] * upper[i]);
        }
        return double.IsInfinity(Least) && double.IsInfinity(floor) && double.IsInfinity(ceiling) && !(upperMean / below > lowerMean / above);
    }

    // The slope of the log-likelihood in the maximum, to its right or to its left.
    private double MaximumSlope(double minimum, double maximum, bool right)
    {
        Looks++;
        double slope = -total / (maximum - minimum);
        for (int i = 0; i < lower.Length; i++)
        {
            if (upper[i] > maximum || (!right && upper[i] == maximum))
                slope += weights[i] / (maximum - Math.Max(lower[i], minimum));
        }
        return slope;
    }

    private double[] Kinks() => [.. upper.Append(ceiling).Where(double.IsFinite).Distinct().Order()];

    // The top over x from a value up to an end: at one of them, at a kink, or between two, where the slope is zero.
    private static Limit Top(double from, bool isClosed, double[] places, double end, Func<double, bool, double> slope)
    {
        if (isClosed && slope(from, true) <= 0)
            return new(from, true, false);
        int low = places.Count(x => x <= from), high = places.Length, first = low;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = places[middle] == end || slope(places[middle], true) <= 0 ? (low, middle) : (middle + 1, high);
        }
        double left = low > first ? places[low - 1] : from;
        if (low < places.Length)
            return slope(places[low], false) >= 0 ? new(places[low], true, places[low] == end) : new(Root(left, places[low], slope), false, false);
        double step = Math.Max(1, Math.Abs(left)) * 1e-3;
        for (; step < 1e250; step *= 4)
        {
            if (slope(left + step, true) < 0)
                return new(Root(left, left + step, slope), false, false);
        }
        return new(double.PositiveInfinity, false, false);
    }

    // Where the slope falls through zero: by the Illinois rule (M. Dowell and P. Jarratt, BIT 11 (1971) 168) once both ends are known, else by halves.
    private static double Root(double left, double right, Func<double, bool, double> slope)
    {
        double atLeft = double.PositiveInfinity, atRight = double.NegativeInfinity;
        int side = 0;
        for (int i = 0; i < 200; i++)
        {
            bool secant = double.IsFinite(atLeft) && double.IsFinite(atRight) && i % 4 != 3;
            double x = secant ? (left * atRight - right * atLeft) / (atRight - atLeft) : left + 0.5 * (right - left);
            if (!(x > left && x < right))
                x = left + 0.5 * (right - left);
            if (x == left || x == right)
                break;
            double at = slope(x, true);
            if (at == 0)
                return x;
            if (at > 0)
                (left, atLeft, atRight, side) = (x, at, side > 0 ? atRight / 2 : atRight, 1);
            else
                (right, atRight, atLeft, side) = (x, at, side < 0 ? atLeft / 2 : atLeft, -1);
        }
        return left + 0.5 * (right - left);
    }

    /// <summary>A limit of the window.</summary>
    /// <param name="At">Where it is.</param>
    /// <param name="IsKink">True at a value or bound, where the likelihood has an edge or a kink.</param>
    /// <param name="IsTruncation">True at a limit of truncation, beyond which it may lie anywhere.</param>
    public readonly record struct Limit(double At, bool IsKink, bool IsTruncation)
    {
        /// <summary>Seen in a mirror.</summary>
        public Limit Mirrored => this with { At = -At };
    }
}
