using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>How a linear programme ended.</summary>
internal enum RecessionOutcome
{
    /// <summary>At a vertex that satisfies every constraint it was given.</summary>
    Vertex,

    /// <summary>At the origin: no point of the cone has a positive objective.</summary>
    Origin,

    /// <summary>Nowhere, for rounding.</summary>
    Stuck,
}

/// <summary>
/// Maximises g'z over the cone of z >= 0 and the constraints added so far, cut off at z &lt;= 1, by the dual simplex method
/// (C. E. Lemke, Naval Research Logistics Quarterly 1 (1954) 36-47) on an explicit inverse in double-double.
/// A vertex is the point at which as many constraints as there are coordinates are tight: at first the caps z = 1.
/// A violated constraint replaces one of them; a cap that leaves never returns, for the question is only whether g'z can be positive.
/// After steps without progress, R. G. Bland's rule (Mathematics of Operations Research 2 (1977) 103-107) rules out a circle.
/// </summary>
internal sealed class RecessionSimplex
{
    private const int Cap = -1;

    private readonly int size;
    private readonly List<Normal> normals = [];
    private readonly List<bool> isTight = [];
    private readonly int[] tight;
    private readonly DoubleDouble[][] facet, inverse;
    private readonly DoubleDouble[] z, weight, multiplier;
    private readonly double[] magnitude;
    private DoubleDouble[] objective = [];
    private int stalled;

    /// <summary>Relative size below which a sum counts as zero.</summary>
    private double zero = RecessionRows.Zero;

    /// <summary>A cone of z >= 0.</summary>
    public RecessionSimplex(int size)
    {
        this.size = size;
        tight = new int[size];
        (facet, inverse) = (new DoubleDouble[size][], new DoubleDouble[size][]);
        (z, weight, multiplier) = (new DoubleDouble[size], new DoubleDouble[size], new DoubleDouble[size]);
        magnitude = new double[size];
        for (int i = 0; i < size; i++)
            Add(new(UnitVector(i), 1, 1), equality: false);
    }

    /// <summary>The vertex reached.</summary>
    public ReadOnlySpan<DoubleDouble> Vertex => z;

    /// <summary>Constraints added; the first ones are z >= 0.</summary>
    public int Count => normals.Count;

    /// <summary>Adds normal'z >= 0, or = 0.</summary>
    public void Add(RecessionNormal normal, bool equality)
    {
        Blur(normal);
        normals.Add(new(normal.Values, [.. normal.Values.Select(v => v.Hi)], equality));
        isTight.Add(false);
    }

    /// <summary>At the origin, the tight constraints with the multipliers nu under which objective + sum nu normal = 0.</summary>
    public IEnumerable<(int Constraint, DoubleDouble Multiplier)> Multipliers()
    {
        for (int i = 0; i < size; i++)
        {
            var multiplier = Combination(objective, inverse[i]);
            yield return (tight[i], ReferenceEquals(facet[i], normals[tight[i]].Values) ? -multiplier : multiplier);
        }
    }

    /// <summary>Maximises g'z.</summary>
    public RecessionOutcome Maximise(RecessionNormal g)
    {
        Blur(g);
        objective = g.Values;
        stalled = 0;
        for (int c = 0; c < normals.Count; c++)
            isTight[c] = c < size && objective[c].Hi <= 0;
        for (int i = 0; i < size; i++)
        {
            (facet[i], inverse[i]) = (normals[i].Values, UnitVector(i));
            tight[i] = isTight[i] ? i : Cap;
        }
        return Resume();
    }

    /// <summary>Goes on after constraints were added.</summary>
    public RecessionOutcome Resume()
    {
        int limit = 200 * (size + 10) + 20 * normals.Count;
        for (int step = 1; ; step++)
        {
            FindVertex();
            if (!tight.AsSpan().Contains(Cap))
                return RecessionOutcome.Origin;
            if (Entering(out bool reversed) is not { } entering)
                return RecessionOutcome.Vertex;
            if (step > limit || !Exchange(entering, reversed))
                return RecessionOutcome.Stuck;
            if (step % Math.Max(size, 25) == 0)
                Polish();
        }
    }

    /// <summary>From now on takes numbers a thousand times as large as before for rounding of zero.</summary>
    public void Coarsen() => zero *= 1024;

    // Zero lies ten bits above the rounding of the coarsest row, 2^-104 times what cancelled in it.
    private void Blur(RecessionNormal normal) => zero = Math.Max(zero, Math.ScaleB(normal.Cancelled, -94));

    private bool Bland => stalled > 2 * size + 10;

    private void FindVertex()
    {
        Array.Clear(z);
        Array.Clear(magnitude);
        for (int i = 0; i < size; i++)
        {
            if (tight[i] != Cap)
                continue;
            for (int j = 0; j < size; j++)
            {
                z[j] += inverse[i][j];
                magnitude[j] += Math.Abs(inverse[i][j].Hi);
            }
        }
        double largest = magnitude.Max();
        for (int j = 0; j < size; j++)
            z[j] = Math.Abs(z[j].Hi) <= zero * largest ? DoubleDouble.Zero : z[j];
    }

    /// <summary>The constraint that the vertex violates most.</summary>
    private int? Entering(out bool reversed)
    {
        int? found = null;
        double worst = 0;
        reversed = false;
        for (int c = 0; c < normals.Count; c++)
        {
            if (isTight[c])
                continue;
            double value = Value(normals[c]);
            double violation = normals[c].Equality ? Math.Abs(value) : -value;
            if (violation <= worst)
                continue;
            (worst, found, reversed) = (violation, c, value > 0);
            if (Bland)
                break;
        }
        return found;
    }

    /// <summary>normal'z, 0 if that is all rounding.</summary>
    private double Value(Normal normal)
    {
        double sum = 0, scale = 0;
        for (int j = 0; j < size; j++)
        {
            sum += normal.Leading[j] * z[j].Hi;
            scale += Math.Abs(normal.Leading[j]) * magnitude[j];
        }
        if (Math.Abs(sum) > 1e-13 * scale)
            return sum;
        var exact = DoubleDouble.Zero;
        for (int j = 0; j < size; j++)
            exact += normal.Values[j] * z[j];
        return Math.Abs(exact.Hi) <= zero * scale ? 0 : exact.Hi;
    }

    /// <summary>Makes a violated constraint tight in place of the one whose multiplier first reaches zero.</summary>
    private bool Exchange(int entering, bool reversed)
    {
        var normal = reversed ? [.. normals[entering].Values.Select(v => -v)] : normals[entering].Values;
        for (int i = 0; i < size; i++)
            (weight[i], multiplier[i]) = (Combination(normal, inverse[i]), Combination(objective, inverse[i]));
        if (Leaving(out var step) is not { } leaving)
            return false;
        stalled = step.Hi > 0 ? 0 : stalled + 1;
        var pivot = weight[leaving];
        var column = inverse[leaving];
        for (int j = 0; j < size; j++)
            column[j] /= pivot;
        for (int i = 0; i < size; i++)
        {
            if (i == leaving || weight[i].Hi == 0)
                continue;
            for (int j = 0; j < size; j++)
                inverse[i][j] -= weight[i] * column[j];
            Clean(inverse[i]);
        }
        facet[leaving] = normal;
        if (tight[leaving] != Cap)
            isTight[tight[leaving]] = false;
        (tight[leaving], isTight[entering]) = (entering, true);
        return true;
    }

    private int? Leaving(out DoubleDouble step)
    {
        int? found = null;
        step = double.PositiveInfinity;
        for (int i = 0; i < size; i++)
        {
            bool cap = tight[i] == Cap;
            var (w, m) = cap ? (-weight[i], multiplier[i]) : (weight[i], -multiplier[i]);
            if (w.Hi <= 0 || !cap && normals[tight[i]].Equality)
                continue;
            var ratio = m.Hi <= 0 ? DoubleDouble.Zero : m / w;
            // Among equals the largest pivot, or by Bland the first in a fixed order: caps, then constraints.
            bool better = ratio < step || ratio == step && (Bland ? Order(i) < Order(found!.Value) : w.Hi > Math.Abs(weight[found!.Value].Hi));
            if (better)
                (step, found) = (ratio, i);
        }
        return found;

        int Order(int i) => tight[i] == Cap ? i : size + tight[i];
    }

    /// <summary>One step of Newton's method for the inverse, X + X (I - A X) (G. Schulz, Z. Angew. Math. Mech. 13 (1933) 57-59).</summary>
    private void Polish()
    {
        DoubleDouble[][] corrected = [.. inverse.Select(column => (DoubleDouble[])column.Clone())];
        for (int j = 0; j < size; j++)
        {
            for (int i = 0; i < size; i++)
            {
                var residual = DoubleDouble.Zero;
                for (int k = 0; k < size; k++)
                    residual += facet[i][k] * inverse[j][k];
                residual = (i == j ? DoubleDouble.One : DoubleDouble.Zero) - residual;
                for (int k = 0; k < size && residual.Hi != 0; k++)
                    corrected[j][k] += inverse[i][k] * residual;
            }
            Clean(corrected[j]);
        }
        corrected.CopyTo(inverse, 0);
    }

    /// <summary>Entries that are nothing beside the largest are rounding of zero; left in, they would grow.</summary>
    private void Clean(DoubleDouble[] column)
    {
        double largest = 0;
        foreach (var entry in column)
            largest = Math.Max(largest, Math.Abs(entry.Hi));
        for (int j = 0; j < column.Length; j++)
            column[j] = Math.Abs(column[j].Hi) <= zero * largest ? DoubleDouble.Zero : column[j];
    }

    /// <summary>a'b, 0 if that is all rounding.</summary>
    private DoubleDouble Combination(DoubleDouble[] a, DoubleDouble[] b)
    {
        var sum = DoubleDouble.Zero;
        double scale = 0;
        for (int j = 0; j < a.Length; j++)
        {
            if (a[j].Hi == 0 || b[j].Hi == 0)
                continue;
            var term = a[j] * b[j];
            sum += term;
            scale += Math.Abs(term.Hi);
        }
        return Math.Abs(sum.Hi) <= zero * scale ? DoubleDouble.Zero : sum;
    }

    private DoubleDouble[] UnitVector(int i)
    {
        var unit = new DoubleDouble[size];
        unit[i] = DoubleDouble.One;
        return unit;
    }

    private sealed record Normal(DoubleDouble[] Values, double[] Leading, bool Equality);
}
