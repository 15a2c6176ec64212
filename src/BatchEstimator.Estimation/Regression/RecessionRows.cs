using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>A direction in scaled coefficients, with what is needed to tell the sign of a'd from rounding.</summary>
/// <param name="Values">The direction.</param>
/// <param name="Leading">Its leading parts.</param>
/// <param name="Magnitudes">For each coefficient the sum of the sizes that its value was added up from.</param>
internal sealed record RecessionPoint(DoubleDouble[] Values, double[] Leading, double[] Magnitudes)
{
    /// <summary>A direction given by plain doubles.</summary>
    public static RecessionPoint Of(double[] values) => new([.. values.Select(v => (DoubleDouble)v)], values, [.. values.Select(Math.Abs)]);
}

/// <summary>
/// The constraints restricted to some columns, each column scaled by a power of two to a largest size between 1 and 2, which changes no digit.
/// Signs are found in double where that is beyond doubt, else in double-double.
/// </summary>
internal sealed class RecessionRows
{
    /// <summary>Relative size below which a sum of products counts as zero: 26 digits. Rounding is at the 31st.</summary>
    public const double Zero = 1.0 / (1L << 43) / (1L << 43);

    private const double Unit = 1.0 / (1L << 52);

    private readonly IRecessionConstraints constraints;
    private readonly int[] position;
    private readonly double[] scales;
    private readonly int[] at;
    private readonly double[] value;

    /// <summary>Constraints on the coefficients of <paramref name="kept"/>; the others are held at zero.</summary>
    public RecessionRows(IRecessionConstraints constraints, double[] scales, IReadOnlyList<int> kept)
    {
        (this.constraints, this.scales, Kept) = (constraints, scales, kept);
        (at, value) = (new int[scales.Length], new double[scales.Length]);
        position = new int[scales.Length];
        Array.Fill(position, -1);
        for (int j = 0; j < kept.Count; j++)
            position[kept[j]] = j;
    }

    /// <summary>The columns in use.</summary>
    public IReadOnlyList<int> Kept { get; }

    /// <summary>Number of columns in use.</summary>
    public int Columns => Kept.Count;

    /// <summary>Number of constraints.</summary>
    public int Count => constraints.Count;

    /// <summary>Positions of the loaded row's entries among the columns in use.</summary>
    public ReadOnlySpan<int> At => at.AsSpan(0, Loaded);

    /// <summary>The loaded row's entries, scaled.</summary>
    public ReadOnlySpan<double> Values => value.AsSpan(0, Loaded);

    private int Loaded { get; set; }

    /// <summary>For each column the power of two that brings its largest entry to between 1 and 2; 1 for a column of zeros.</summary>
    public static double[] Scales(IRecessionConstraints constraints)
    {
        var largest = new double[constraints.Columns];
        int[] columns = new int[largest.Length];
        double[] values = new double[largest.Length];
        for (int c = 0; c < constraints.Count; c++)
        {
            int entries = constraints.Row(c, columns, values);
            for (int i = 0; i < entries; i++)
                largest[columns[i]] = Math.Max(largest[columns[i]], Math.Abs(values[i]));
        }
        return [.. largest.Select(a => a > 0 ? Math.ScaleB(1, -Math.ILogB(a)) : 1)];
    }

    /// <summary>True if the constraint is an equality.</summary>
    public bool IsEquality(int constraint) => constraints.IsEquality(constraint);

    /// <summary>Makes a constraint's row the loaded one.</summary>
    public void Load(int constraint)
    {
        int entries = constraints.Row(constraint, at, value), kept = 0;
        for (int i = 0; i < entries; i++)
        {
            int to = position[at[i]];
            if (to < 0 || value[i] == 0)
                continue;
            value[kept] = value[i] * scales[at[i]];
            at[kept++] = to;
        }
        Loaded = kept;
    }

    /// <summary>The sign of a'd for the loaded row, and its size relative to the sizes of its terms.</summary>
    public int Sign(RecessionPoint d, out double depth)
    {
        double sum = 0, size = 0;
        for (int i = 0; i < Loaded; i++)
        {
            sum += value[i] * d.Leading[at[i]];
            size += Math.Abs(value[i]) * d.Magnitudes[at[i]];
        }
        if (Math.Abs(sum) <= (Loaded + 4) * Unit * size)
            sum = Dot(d.Values).Hi;
        depth = size == 0 ? 0 : Math.Abs(sum) / size;
        return depth <= Zero ? 0 : Math.Sign(sum);
    }

    /// <summary>a'd for the loaded row.</summary>
    public DoubleDouble Dot(ReadOnlySpan<DoubleDouble> d)
    {
        var sum = DoubleDouble.Zero;
        for (int i = 0; i < Loaded; i++)
            sum += value[i] * d[at[i]];
        return sum;
    }
}
