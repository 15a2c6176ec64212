using System.Globalization;

namespace BatchEstimator.Estimation.Models;

/// <summary>
/// The columns of a spline at given knots: B-splines by the recurrence of Cox and de Boor (C. de Boor, A Practical Guide to Splines,
/// revised edition 2001, p. 90), natural splines as those combinations of cubic ones whose second derivatives vanish at the boundary
/// knots. Knots, columns and their order are those of <c>bs</c> and <c>ns</c> in R's package splines.
/// </summary>
/// <remarks>
/// Beyond the boundary knots a natural spline goes on as a straight line; a B-spline says nothing there, and is not evaluated.
/// Knots may coincide, as quantiles of tied values do: the spline is less smooth there, and a column may be zero or depend on others.
/// </remarks>
public sealed class SplineBasis
{
    private readonly string name;
    private readonly int order;
    private readonly double[] knots;
    private readonly double[][]? natural;
    private readonly double[] lowerValue, lowerSlope, upperValue, upperSlope;

    /// <summary>The basis at known knots.</summary>
    /// <param name="factor">What the formula says.</param>
    /// <param name="inner">The inner knots, ascending; as many as <see cref="SplineFactor.InnerKnots"/>.</param>
    /// <param name="lower">The lower boundary knot.</param>
    /// <param name="upper">The upper boundary knot, above the lower.</param>
    public SplineBasis(SplineFactor factor, IReadOnlyList<double> inner, double lower, double upper)
    {
        (name, order, Kind, Count, Inner, Lower, Upper) = (factor.Name, factor.Degree + 1, factor.Kind, factor.Df, inner, lower, upper);
        knots = [.. Enumerable.Repeat(lower, order), .. inner, .. Enumerable.Repeat(upper, order)];
        Array.Sort(knots);
        (lowerValue, lowerSlope, upperValue, upperSlope) = (new double[Count], new double[Count], new double[Count], new double[Count]);
        if (Kind != SplineKind.Natural)
            return;
        natural = NaturalCombinations();
        Combine(lower, 0, lowerValue);
        Combine(lower, 1, lowerSlope);
        Combine(upper, 0, upperValue);
        Combine(upper, 1, upperSlope);
    }

    /// <summary>The kind.</summary>
    public SplineKind Kind { get; }

    /// <summary>The number of columns.</summary>
    public int Count { get; }

    /// <summary>The inner knots, ascending.</summary>
    public IReadOnlyList<double> Inner { get; }

    /// <summary>The lower boundary knot.</summary>
    public double Lower { get; }

    /// <summary>The upper boundary knot.</summary>
    public double Upper { get; }

    /// <summary>The basis whose knots, where the formula does not give them, follow from the data: inner ones at equally spaced quantiles.</summary>
    /// <param name="factor">What the formula says.</param>
    /// <param name="sorted">The values of <see cref="SplineFactor.Inner"/> in the rows used, finite and ascending.</param>
    /// <param name="weights">How often each counts, above 0; empty = once.</param>
    /// <param name="basis">The basis; null if there is none.</param>
    /// <param name="problem">Why there is none and what to do; empty if there is one.</param>
    public static bool TryCreate(SplineFactor factor, ReadOnlySpan<double> sorted, ReadOnlySpan<double> weights, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SplineBasis? basis, out string problem)
    {
        (basis, problem) = (null, "");
        if (sorted.IsEmpty)
            problem = $"{factor.Name} has no values to place its knots by.";
        else if (factor.Boundary is null && sorted[0] == sorted[^1])
            problem = $"{factor.Name} needs a column that varies; every value is {Text(sorted[0])}.";
        if (problem.Length > 0)
            return false;
        var (lower, upper) = factor.Boundary ?? (sorted[0], sorted[^1]);
        if (factor.Kind == SplineKind.BSpline && (sorted[0] < lower || sorted[^1] > upper))
            problem = $"{factor.Name} is defined from {Text(lower)} to {Text(upper)}, but the values run from {Text(sorted[0])} to {Text(sorted[^1])}. Widen Boundary.knots, or use ns, which goes on as a straight line.";
        else if (factor.Knots is { } given && (given[0] <= lower || given[^1] >= upper))
            problem = $"The knots of {factor.Name} must lie between {Text(lower)} and {Text(upper)}, both excluded.";
        else
        {
            int from = 0, to = sorted.Length;
            while (from < to && sorted[from] < lower)
                from++;
            while (to > from && sorted[to - 1] > upper)
                to--;
            if (from == to && factor.Knots is null && factor.InnerKnots > 0)
                problem = $"{factor.Name} has no values between its boundary knots to place the others by.";
            else
            {
                var inner = factor.Knots ?? QuantileKnots(sorted[from..to], weights.IsEmpty ? [] : weights[from..to], factor.InnerKnots);
                if (factor.Kind == SplineKind.Natural && inner.Count > 0 && (inner[0] == lower || inner[^1] == upper))
                    problem = $"So many values of {factor.Name} are {Text(inner[0] == lower ? lower : upper)} that a knot falls on its boundary. Use fewer df, or say where the knots are.";
                else
                    basis = new(factor, inner, lower, upper);
            }
        }
        return basis is not null;
    }

    /// <summary>The columns at a point.</summary>
    /// <param name="x">The point.</param>
    /// <param name="values">Receives <see cref="Count"/> values; not a number where the spline is not defined.</param>
    /// <returns>False if the spline is not defined there: a B-spline beyond its boundary knots, or x not a number.</returns>
    public bool Evaluate(double x, Span<double> values)
    {
        if (x >= Lower && x <= Upper)
            Combine(x, 0, values);
        else if (Kind == SplineKind.Natural && !double.IsNaN(x))
        {
            var (boundary, value, slope) = x < Lower ? (Lower, lowerValue, lowerSlope) : (Upper, upperValue, upperSlope);
            for (int i = 0; i < Count; i++)
                values[i] = value[i] + slope[i] * (x - boundary);
        }
        else
        {
            values[..Count].Fill(double.NaN);
            return false;
        }
        return true;
    }

    /// <summary>Why there is no value at a point, in a sentence; null if there is one.</summary>
    public string? Objection(double x) => (x >= Lower && x <= Upper) || (Kind == SplineKind.Natural && !double.IsNaN(x)) ? null
        : $"{name} was fitted to values from {Text(Lower)} to {Text(Upper)} and says nothing about {Text(x)}; ns(...) instead of bs(...) goes on as a straight line.";

    // R's seq.int(0, 1) and quantile, type 7; a weight stands for repetition.
    private static double[] QuantileKnots(ReadOnlySpan<double> sorted, ReadOnlySpan<double> weights, int count)
    {
        double rows = 0;
        for (int i = 0; i < sorted.Length; i++)
            rows += weights.IsEmpty ? 1 : weights[i];
        var knots = new double[count];
        double step = 1.0 / (count + 1), before = 0;
        int at = 0;
        for (int k = 0; k < count; k++)
        {
            double place = Math.Max(rows - 1, 0) * ((k + 1) * step), whole = Math.Floor(place), share = place - whole;
            double low = ValueAt(sorted, weights, whole, ref at, ref before), high = low;
            int next = at;
            double beforeNext = before;
            if (share > 0)
                high = ValueAt(sorted, weights, whole + 1, ref next, ref beforeNext);
            knots[k] = low == high ? low : (1 - share) * low + share * high;
        }
        return knots;
    }

    // The value that stands at a place, from 0, among the repetitions; places must not fall from call to call.
    private static double ValueAt(ReadOnlySpan<double> sorted, ReadOnlySpan<double> weights, double place, ref int at, ref double before)
    {
        if (weights.IsEmpty)
            return sorted[Math.Min((int)place, sorted.Length - 1)];
        while (at < sorted.Length - 1 && before + weights[at] <= place)
            before += weights[at++];
        return sorted[at];
    }

    // All columns at a point, from the few B-splines that are not zero there.
    private void Combine(double x, int derivative, Span<double> values)
    {
        Span<double> local = stackalloc double[order];
        int first = LocalSplines(x, derivative, local) - 1;
        values[..Count].Clear();
        for (int j = 0; j < order; j++)
        {
            if (first + j < 0)
                continue;
            if (natural is null)
                values[first + j] = local[j];
            else
            {
                for (int i = 0; i < Count; i++)
                    values[i] += natural[i][first + j] * local[j];
            }
        }
    }

    // The B-splines (or a derivative of them) that are not zero at x, and the number of the first, from 0.
    private int LocalSplines(double x, int derivative, Span<double> local)
    {
        int cell = order - 1, last = knots.Length - order - 1;
        while (cell < last && (x >= knots[cell + 1] || knots[cell + 1] == knots[cell]))
            cell++;
        while (knots[cell] == knots[cell + 1])
            cell--;
        local[0] = 1;
        for (int k = 2; k <= order; k++)
        {
            bool differentiate = k > order - derivative;
            for (int j = k - 1; j >= 0; j--)
            {
                int i = cell - k + 1 + j;
                double rising = j == 0 ? 0 : local[j - 1] / (knots[i + k - 1] - knots[i]);
                double falling = j == k - 1 ? 0 : local[j] / (knots[i + k] - knots[i + 1]);
                local[j] = differentiate ? (k - 1) * (rising - falling) : (x - knots[i]) * rising + (knots[i + k] - x) * falling;
            }
        }
        return cell - order + 1;
    }

    // Rows 3.. of Q' in the QR decomposition of the two constraints (second derivative zero at either boundary), by Householder's
    // reflections: an orthonormal basis of what the constraints leave, in the order and with the signs of R's qr.
    private double[][] NaturalCombinations()
    {
        int size = knots.Length - order - 1;
        double[][] constraints = [SecondDerivatives(Lower, size), SecondDerivatives(Upper, size)];
        var q = new double[size][];
        for (int i = 0; i < size; i++)
        {
            q[i] = new double[size];
            q[i][i] = 1;
        }
        for (int c = 0; c < 2; c++)
        {
            double[] v = new double[size];
            constraints[c].AsSpan(c).CopyTo(v.AsSpan(c));
            double norm = Math.Sqrt(v.Sum(value => value * value));
            v[c] += v[c] < 0 ? -norm : norm;
            Reflect(v, constraints[1]);
            for (int column = 0; column < size; column++)
            {
                double[] e = [.. q.Select(row => row[column])];
                Reflect(v, e);
                for (int i = 0; i < size; i++)
                    q[i][column] = e[i];
            }
        }
        return q[2..];
    }

    private double[] SecondDerivatives(double x, int size)
    {
        Span<double> local = stackalloc double[order];
        int first = LocalSplines(x, 2, local) - 1;
        var result = new double[size];
        for (int j = 0; j < order; j++)
        {
            if (first + j >= 0)
                result[first + j] = local[j];
        }
        return result;
    }

    private static void Reflect(double[] v, double[] target)
    {
        double square = v.Sum(value => value * value), product = v.Zip(target, (a, b) => a * b).Sum();
        for (int i = 0; i < v.Length; i++)
            target[i] -= 2 * product / square * v[i];
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
