using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>A row in the coordinates of a <see cref="RecessionFrame"/>.</summary>
/// <param name="Values">The row.</param>
/// <param name="Factor">The power of two it was multiplied by.</param>
/// <param name="Cancelled">How many times larger than its entries the terms were that they were added up from: so much larger is their rounding.</param>
internal sealed record RecessionNormal(DoubleDouble[] Values, double Factor, double Cancelled);

/// <summary>
/// Coordinates in which the search is well conditioned whatever the columns' offsets: the values z = B d of independent constraints,
/// equalities first. Those of the equalities are zero and fall away; the others are non-negative for every direction of recession.
/// </summary>
internal sealed class RecessionFrame
{
    private readonly RecessionRows rows;
    private readonly int[] constraint, column;
    private readonly DoubleDouble[] inverse;

    private RecessionFrame(RecessionRows rows, RecessionElimination pivots)
    {
        this.rows = rows;
        (constraint, column, Equalities) = (pivots.Constraints, pivots.Columns, pivots.Equalities);
        inverse = pivots.Inverse();
    }

    /// <summary>Equalities among the constraints chosen.</summary>
    public int Equalities { get; }

    /// <summary>Number of free coordinates.</summary>
    public int Size => Rank - Equalities;

    /// <summary>Number of constraints chosen.</summary>
    public int Rank => column.Length;

    /// <summary>
    /// Chooses the constraints from a sample, and adds from all of them what lies outside its span, until nothing does.
    /// Columns that depend on others are left out: moving along them changes no predictor.
    /// </summary>
    public static RecessionFrame Of(RecessionRows rows)
    {
        int sampled = Math.Min(rows.Count, 2 * rows.Columns + 8);
        List<int> sample = [];
        for (int i = 0; i < sampled; i++)
            sample.Add((int)((long)i * rows.Count / sampled));
        for (int rank = -1; ;)
        {
            var pivots = RecessionElimination.Of(rows, sample);
            RecessionFrame frame = new(rows, pivots);
            if (frame.Rank == rows.Columns || frame.Rank == rank || sampled == rows.Count)
                return frame;
            var outside = frame.Outside();
            if (outside.Count == 0)
                return frame;
            // The constraints chosen so far already span the rest of the sample.
            sample = [.. pivots.Constraints, .. outside];
            rank = frame.Rank;
        }
    }

    /// <summary>The constraint behind a free coordinate.</summary>
    public int Constraint(int coordinate) => constraint[Equalities + coordinate];

    /// <summary>A sum v over scaled columns as a row in the free coordinates, v'd = normal'z, its largest entry between 1 and 2.</summary>
    public RecessionNormal Normal(ReadOnlySpan<DoubleDouble> v)
    {
        var normal = new DoubleDouble[Size];
        var size = new double[Size];
        for (int i = 0; i < Rank; i++)
        {
            var entry = v[column[i]];
            if (entry.Hi == 0)
                continue;
            for (int j = 0; j < Size; j++)
            {
                var term = entry * inverse[i * Rank + Equalities + j];
                normal[j] += term;
                size[j] += Math.Abs(term.Hi);
            }
        }
        double largest = 0;
        for (int j = 0; j < Size; j++)
        {
            normal[j] = Math.Abs(normal[j].Hi) <= RecessionRows.Zero * size[j] ? DoubleDouble.Zero : normal[j];
            largest = Math.Max(largest, Math.Abs(normal[j].Hi));
        }
        double factor = largest > 0 ? Math.ScaleB(1, -Math.ILogB(largest)) : 1;
        return new([.. normal.Select(entry => entry * factor)], factor, size.Max() * factor);
    }

    /// <summary>The direction with the free coordinates z, corrected once so that the chosen constraints take these values to the last digits.</summary>
    public RecessionPoint Point(ReadOnlySpan<DoubleDouble> z)
    {
        var d = new DoubleDouble[rows.Columns];
        var magnitudes = new double[rows.Columns];
        for (int i = 0; i < Rank; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                var term = inverse[i * Rank + Equalities + j] * z[j];
                d[column[i]] += term;
                magnitudes[column[i]] += Math.Abs(term.Hi);
            }
        }
        var residual = new DoubleDouble[Rank];
        for (int j = 0; j < Rank; j++)
        {
            rows.Load(constraint[j]);
            residual[j] = (j < Equalities ? DoubleDouble.Zero : z[j - Equalities]) - rows.Dot(d);
        }
        for (int i = 0; i < Rank; i++)
        {
            for (int j = 0; j < Rank; j++)
                d[column[i]] += inverse[i * Rank + j] * residual[j];
        }
        // Columns are scaled: an entry that is nothing beside the largest is rounding of zero.
        double largest = magnitudes.Max();
        for (int i = 0; i < d.Length; i++)
            d[i] = Math.Abs(d[i].Hi) <= RecessionRows.Zero * largest ? DoubleDouble.Zero : d[i];
        return new(d, [.. d.Select(v => v.Hi)], magnitudes);
    }

    /// <summary>
    /// For a sum over scaled columns, that should be zero up to equalities, a bound on the multiple of a chosen inequality that it takes to cancel it,
    /// relative to the multiple <paramref name="available"/> of that inequality; the largest of all.
    /// </summary>
    public double Cancelling(ReadOnlySpan<DoubleDouble> sum, ReadOnlySpan<DoubleDouble> available)
    {
        double worst = 0;
        for (int j = 0; j < Size; j++)
        {
            var multiple = DoubleDouble.Zero;
            double size = 0;
            for (int i = 0; i < Rank; i++)
            {
                var term = sum[column[i]] * inverse[i * Rank + Equalities + j];
                multiple += term;
                size += Math.Abs(term.Hi);
            }
            worst = Math.Max(worst, (Math.Abs(multiple.Hi) + RecessionRows.Zero * size) / available[j].Hi);
        }
        return worst;
    }

    /// <summary>For each column not yet in use, the constraint that lies farthest outside the span in it.</summary>
    private List<int> Outside()
    {
        int[] unused = [.. Enumerable.Range(0, rows.Columns).Except(column)];
        RecessionPoint[] nulls = [.. unused.Select(Null)];
        RecessionPoint mixed = Mixed(nulls);
        var best = new (double Depth, int Constraint)[unused.Length];
        Array.Fill(best, (0, -1));
        for (int c = 0; c < rows.Count; c++)
        {
            rows.Load(c);
            // A row inside the span is zero in every one, so in their mixture, and the others hardly ever.
            if (rows.Sign(mixed, out _) == 0)
                continue;
            for (int k = 0; k < nulls.Length; k++)
            {
                if (rows.Sign(nulls[k], out double depth) != 0 && depth > best[k].Depth)
                    best[k] = (depth, c);
            }
        }
        return [.. best.Where(b => b.Constraint >= 0).Select(b => b.Constraint).Distinct()];
    }

    private RecessionPoint Mixed(RecessionPoint[] nulls)
    {
        var d = new DoubleDouble[rows.Columns];
        var magnitudes = new double[rows.Columns];
        Random weights = new(1);
        foreach (var (values, _, sizes) in nulls)
        {
            double weight = 1 + weights.NextDouble();
            for (int j = 0; j < d.Length; j++)
            {
                d[j] += weight * values[j];
                magnitudes[j] += weight * sizes[j];
            }
        }
        return new(d, [.. d.Select(v => v.Hi)], magnitudes);
    }

    /// <summary>The direction that moves an unused column and keeps every chosen constraint at zero.</summary>
    private RecessionPoint Null(int unused)
    {
        var entries = new DoubleDouble[Rank];
        for (int j = 0; j < Rank; j++)
        {
            rows.Load(constraint[j]);
            int k = rows.At.IndexOf(unused);
            entries[j] = k < 0 ? 0 : -rows.Values[k];
        }
        var d = new DoubleDouble[rows.Columns];
        var magnitudes = new double[rows.Columns];
        (d[unused], magnitudes[unused]) = (1, 1);
        for (int i = 0; i < Rank; i++)
        {
            for (int j = 0; j < Rank; j++)
            {
                var term = inverse[i * Rank + j] * entries[j];
                d[column[i]] += term;
                magnitudes[column[i]] += Math.Abs(term.Hi);
            }
        }
        return new(d, [.. d.Select(v => v.Hi)], magnitudes);
    }
}
