using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>A direction held against every constraint.</summary>
internal sealed class RecessionScan
{
    private readonly List<(double Depth, int Constraint)> worst = [];
    private readonly int capacity;

    private RecessionScan(int columns) => (capacity, TiedSum) = (Math.Max(8, columns / 2), new DoubleDouble[columns]);

    /// <summary>Some of the constraints violated, among them the one violated most relative to the size of its terms.</summary>
    public IReadOnlyList<int> Violations => [.. worst.Select(v => v.Constraint)];

    /// <summary>Constraints a'd > 0.</summary>
    public long Strict { get; private set; }

    /// <summary>Inequalities with a'd = 0, a being other than zero.</summary>
    public long TiedRows { get; private set; }

    /// <summary>Constraints with a'd = 0, equalities among them.</summary>
    public long Zeros { get; private set; }

    /// <summary>A positive combination of the tied inequalities, over scaled columns.</summary>
    public DoubleDouble[] TiedSum { get; }

    /// <summary>Takes the sign of every constraint.</summary>
    public static RecessionScan Of(RecessionRows rows, RecessionPoint point)
    {
        RecessionScan scan = new(rows.Columns);
        for (int c = 0; c < rows.Count; c++)
        {
            rows.Load(c);
            int sign = rows.Sign(point, out double depth);
            bool equality = rows.IsEquality(c);
            if (sign < 0 || equality && sign > 0)
                scan.Violated(c, depth);
            else if (sign > 0)
                scan.Strict++;
            else
                scan.Tied(rows, c, equality);
        }
        return scan;
    }

    private void Violated(int constraint, double depth)
    {
        // Equal depth nearly always is an equal row.
        foreach (var (known, _) in worst)
        {
            if (known == depth)
                return;
        }
        if (worst.Count < capacity)
        {
            worst.Add((depth, constraint));
            return;
        }
        int least = 0;
        for (int i = 1; i < worst.Count; i++)
            least = worst[i].Depth < worst[least].Depth ? i : least;
        if (depth > worst[least].Depth)
            worst[least] = (depth, constraint);
    }

    private void Tied(RecessionRows rows, int constraint, bool equality)
    {
        Zeros++;
        if (equality || rows.At.IsEmpty)
            return;
        TiedRows++;
        // Weights without pattern keep ties out of the programme that follows.
        double weight = 1 + (uint)(constraint * 2654435761 % 97) / 128.0;
        for (int k = 0; k < rows.At.Length; k++)
            TiedSum[rows.At[k]] += DoubleDouble.Product(weight, rows.Values[k]);
    }
}
