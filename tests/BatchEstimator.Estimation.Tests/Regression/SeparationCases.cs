using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Tests.Numerics;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Constraints held as dense rows, with the models that give rise to them.</summary>
internal sealed class SeparationCases(int columns) : IRecessionConstraints
{
    private readonly List<(double[] Row, bool Equality, int Observation)> rows = [];

    public int Columns => columns;

    public int Count => rows.Count;

    public bool IsEquality(int constraint) => rows[constraint].Equality;

    public int Observation(int constraint) => rows[constraint].Observation;

    /// <summary>Rows that each observation stands for; one where it says nothing.</summary>
    public IReadOnlyList<long> Merged { get; init; } = [];

    public long Repeats(int observation) => Merged.Count > 0 ? Merged[observation] : 1;

    public double[] Dense(int constraint) => rows[constraint].Row;

    public int Row(int constraint, Span<int> columns, Span<double> values)
    {
        int entries = 0;
        for (int j = 0; j < Columns; j++)
        {
            if (rows[constraint].Row[j] is not 0 and double value)
                (columns[entries], values[entries++]) = (j, value);
        }
        return entries;
    }

    public static SeparationCases Labels(double[][] design, int[] label)
    {
        SeparationCases cases = new(design[0].Length);
        for (int i = 0; i < design.Length; i++)
            cases.Add([.. design[i].Select(v => label[i] == 1 ? v : -v)], equality: false, i);
        return cases;
    }

    public static SeparationCases Counts(double[][] design, int[] count)
    {
        SeparationCases cases = new(design[0].Length);
        for (int i = 0; i < design.Length; i++)
            cases.Add([.. design[i].Select(v => -v)], equality: count[i] > 0, i);
        return cases;
    }

    /// <summary>Class 0 is the reference; the coefficients of class k follow those of class k - 1.</summary>
    public static SeparationCases Classes(double[][] design, int[] label, int classes)
    {
        int p = design[0].Length;
        SeparationCases cases = new(p * (classes - 1));
        for (int i = 0; i < design.Length; i++)
        {
            for (int other = 0; other < classes; other++)
            {
                if (other == label[i])
                    continue;
                var row = new double[cases.Columns];
                for (int j = 0; j < p; j++)
                {
                    if (label[i] > 0)
                        row[(label[i] - 1) * p + j] = design[i][j];
                    if (other > 0)
                        row[(other - 1) * p + j] = -design[i][j];
                }
                cases.Add(row, equality: false, i);
            }
        }
        return cases;
    }

    /// <summary>Cumulative: class k lies between the thresholds k - 1 and k less x'beta; thresholds first, then beta.</summary>
    public static SeparationCases Ordered(double[][] design, int[] label, int classes)
    {
        SeparationCases cases = new(classes - 1 + design[0].Length);
        for (int i = 0; i < design.Length; i++)
        {
            foreach (int side in (int[])[-1, 1])
            {
                int threshold = side > 0 ? label[i] : label[i] - 1;
                if (threshold < 0 || threshold >= classes - 1)
                    continue;
                var row = new double[cases.Columns];
                row[threshold] = side;
                for (int j = 0; j < design[i].Length; j++)
                    row[classes - 1 + j] = -side * design[i][j];
                cases.Add(row, equality: false, i);
            }
        }
        return cases;
    }

    public SeparationCases Only(IReadOnlyList<int> kept)
    {
        SeparationCases cases = new(kept.Count);
        foreach (var (row, equality, observation) in rows)
            cases.Add([.. kept.Select(j => row[j])], equality, observation);
        return cases;
    }

    public void Add(double[] row, bool equality, int observation) => rows.Add((row, equality, observation));
}

/// <summary>
/// The slow twin: a cone that contains no line is spanned by its edges, and an edge is where as many independent constraints are tight as there are
/// columns but one. All subsets are tried, in fractions; the sum of the edges found is strict wherever any direction is.
/// </summary>
internal static class SeparationOracle
{
    /// <summary>Strict constraints of the widest direction; 0 if there is no direction.</summary>
    public static int Strict(SeparationCases cases)
    {
        Rational[][] rows = [.. Enumerable.Range(0, cases.Count).Select(c => cases.Dense(c).Select(v => (Rational)v).ToArray())];
        int[] equalities = [.. Enumerable.Range(0, cases.Count).Where(cases.IsEquality)];
        int[] inequalities = [.. Enumerable.Range(0, cases.Count).Where(c => !cases.IsEquality(c))];
        var basis = Independent(rows, equalities);
        HashSet<int> strict = [];
        if (basis.Count >= cases.Columns)
            return 0;
        foreach (int[] chosen in Subsets(inequalities, cases.Columns - 1 - basis.Count))
        {
            if (Null([.. basis.Concat(chosen).Select(c => rows[c])], cases.Columns) is not { } edge)
                continue;
            foreach (int sign in (int[])[1, -1])
            {
                int[] signs = [.. rows.Select(row => sign * Sign(row, edge))];
                if (equalities.All(c => signs[c] == 0) && inequalities.All(c => signs[c] >= 0))
                    strict.UnionWith(inequalities.Where(c => signs[c] > 0));
            }
        }
        return strict.Count;
    }

    public static int Rank(SeparationCases cases) =>
        Independent([.. Enumerable.Range(0, cases.Count).Select(c => cases.Dense(c).Select(v => (Rational)v).ToArray())], [.. Enumerable.Range(0, cases.Count)]).Count;

    private static int Sign(Rational[] row, Rational[] d)
    {
        Rational sum = 0;
        for (int j = 0; j < d.Length; j++)
            sum += row[j] * d[j];
        return Math.Sign((double)sum);
    }

    private static List<int> Independent(Rational[][] rows, int[] candidates)
    {
        List<int> chosen = [];
        foreach (int c in candidates)
        {
            if (Reduced([.. chosen.Append(c).Select(i => rows[i])]).Count == chosen.Count + 1)
                chosen.Add(c);
        }
        return chosen;
    }

    /// <summary>The one direction in which all rows are zero; null if there are more.</summary>
    private static Rational[]? Null(Rational[][] rows, int columns)
    {
        var reduced = Reduced(rows);
        if (reduced.Count != columns - 1)
            return null;
        int free = Enumerable.Range(0, columns).Single(j => reduced.All(r => r.Pivot != j));
        var d = new Rational[columns];
        d[free] = 1;
        foreach (var (row, pivot) in reduced)
            d[pivot] = 0 - row[free];
        return d;
    }

    private static List<(Rational[] Row, int Pivot)> Reduced(Rational[][] rows)
    {
        List<(Rational[] Row, int Pivot)> reduced = [];
        foreach (var original in rows)
        {
            Rational[] row = [.. original];
            foreach (var (known, at) in reduced)
                Subtract(row, known, row[at]);
            int pivot = Array.FindIndex(row, v => !v.IsZero);
            if (pivot < 0)
                continue;
            var scale = row[pivot];
            for (int j = 0; j < row.Length; j++)
                row[j] /= scale;
            foreach (var (known, _) in reduced)
                Subtract(known, row, known[pivot]);
            reduced.Add((row, pivot));
        }
        return reduced;
    }

    private static void Subtract(Rational[] row, Rational[] other, Rational times)
    {
        for (int j = 0; j < row.Length; j++)
            row[j] -= times * other[j];
    }

    private static IEnumerable<int[]> Subsets(int[] items, int size)
    {
        if (size == 0)
            return [[]];
        return Enumerable.Range(0, Math.Max(0, items.Length - size + 1)).SelectMany(i => Subsets(items[(i + 1)..], size - 1).Select(rest => (int[])[items[i], .. rest]));
    }
}
