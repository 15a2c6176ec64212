using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// The cone of directions that satisfy every constraint, moving only some coefficients. Linear programmes see just the constraints
/// that a candidate was found to violate; the candidate is then held against all of them, and the worst are added.
/// </summary>
internal sealed class RecessionCone
{
    private const int Attempts = 3;

    private readonly RecessionRows rows;
    private readonly RecessionFrame frame;
    private readonly RecessionSimplex simplex;

    /// <summary>For each constraint of the programme: which it is, and the power of two its row was multiplied by.</summary>
    private readonly List<(int Constraint, double Factor)> added = [];
    private readonly HashSet<int> known = [];

    private RecessionOutcome outcome;

    /// <summary>A cone, with constraints that are likely to matter.</summary>
    public RecessionCone(RecessionRows rows, IEnumerable<int> likely)
    {
        this.rows = rows;
        frame = RecessionFrame.Of(rows);
        simplex = new(frame.Size);
        for (int i = 0; i < frame.Size; i++)
            added.Add((frame.Constraint(i), 1));
        foreach (int c in likely)
            Add(c);
    }

    /// <summary>Number of coefficients that can be told from each other.</summary>
    public int Rank => frame.Rank;

    /// <summary>The constraints that mattered.</summary>
    public IEnumerable<int> Added => added.Select(a => a.Constraint);

    /// <summary>A direction with as many strict constraints as any has; null if there is none.</summary>
    /// <param name="proven">False if it could not be settled, or not beyond rounding, that there is none.</param>
    public (RecessionPoint Point, RecessionScan Scan)? Widest(out bool proven)
    {
        proven = true;
        if (frame.Size == 0)
            return null;
        // Weights without pattern leave no ties between the steps of the simplex method.
        Random weights = new(1);
        var objective = new DoubleDouble[frame.Size];
        for (int i = 0; i < objective.Length; i++)
            objective[i] = 1 + weights.NextDouble();
        var found = Maximise(new(objective, 1, 1));
        for (int attempt = 0; found is null; attempt++)
        {
            proven = outcome == RecessionOutcome.Origin && Cancels(objective);
            if (proven || attempt == Attempts)
                return null;
            // Something was taken for a number that is rounding of zero.
            simplex.Coarsen();
            found = Maximise(new(objective, 1, 1));
        }
        (proven, var first) = (true, found);
        var z = Normalised(simplex.Vertex);
        var (point, scan) = (first, RecessionScan.Of(rows, first));
        for (int round = 0; round < frame.Size && scan.TiedRows > 0; round++)
        {
            if (Maximise(frame.Normal(scan.TiedSum)) is null)
                break;
            var further = Normalised(simplex.Vertex);
            for (int i = 0; i < z.Length; i++)
                further[i] += z[i];
            var sum = frame.Point(further);
            var wider = RecessionScan.Of(rows, sum);
            if (wider.Violations.Count > 0 || wider.Strict <= scan.Strict)
                break;
            (z, point, scan) = (Normalised(further), sum, wider);
        }
        return (point, scan);
    }

    private RecessionPoint? Maximise(RecessionNormal objective)
    {
        outcome = simplex.Maximise(objective);
        while (outcome == RecessionOutcome.Vertex)
        {
            var point = frame.Point(simplex.Vertex);
            var violations = RecessionScan.Of(rows, point).Violations;
            if (violations.Count == 0)
                return point;
            int before = simplex.Count;
            foreach (int c in violations)
                Add(c);
            outcome = simplex.Count > before ? simplex.Resume() : RecessionOutcome.Stuck;
        }
        return null;
    }

    private void Add(int constraint)
    {
        if (frame.Size == 0 || !known.Add(constraint))
            return;
        rows.Load(constraint);
        var row = new DoubleDouble[rows.Columns];
        for (int i = 0; i < rows.At.Length; i++)
            row[rows.At[i]] = rows.Values[i];
        var normal = frame.Normal(row);
        simplex.Add(normal, rows.IsEquality(constraint));
        added.Add((constraint, normal.Factor));
    }

    /// <summary>
    /// True if the constraints, each times a positive number, provably add up to zero, the chosen independent ones all taking part:
    /// then a direction, making each term non-negative, makes all zero, and is zero itself (E. Stiemke, Math. Ann. 76 (1915) 340-342).
    /// What rounding leaves of the sum is cancelled by multiples of the independent ones that are smaller than those they have.
    /// </summary>
    private bool Cancels(DoubleDouble[] objective)
    {
        var sum = new DoubleDouble[rows.Columns];
        for (int i = 0; i < objective.Length; i++)
            Accumulate(frame.Constraint(i), objective[i]);
        foreach (var (index, multiplier) in simplex.Multipliers())
        {
            var (constraint, factor) = added[index];
            if (multiplier.Hi < 0 && !rows.IsEquality(constraint))
                return false;
            Accumulate(constraint, multiplier * factor);
        }
        return frame.Cancelling(sum, objective) < 0.5;

        void Accumulate(int constraint, DoubleDouble times)
        {
            rows.Load(constraint);
            for (int k = 0; k < rows.At.Length; k++)
                sum[rows.At[k]] += times * rows.Values[k];
        }
    }

    private static DoubleDouble[] Normalised(ReadOnlySpan<DoubleDouble> z)
    {
        double largest = 0;
        foreach (var value in z)
            largest = Math.Max(largest, value.Hi);
        double scale = Math.ScaleB(1, -Math.ILogB(largest));
        var scaled = new DoubleDouble[z.Length];
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] = z[i] * scale;
        return scaled;
    }
}
