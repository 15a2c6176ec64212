using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// Decides whether a likelihood with linear predictors has a maximum, from the data alone, by linear programming
/// (K. Konis, Linear Programming Algorithms for Detecting Separated Data in Binary Logistic Regression Models, DPhil thesis, Oxford 2007, chapter 3).
/// </summary>
internal sealed class RecessionSearch
{
    /// <summary>Constraints found to matter that are carried over from one choice of columns to the next.</summary>
    private const int Remembered = 512;

    private readonly IRecessionConstraints constraints;
    private readonly double[] scales;
    private readonly HashSet<int> mattered = [];

    private RecessionSearch(IRecessionConstraints constraints) => (this.constraints, scales) = (constraints, RecessionRows.Scales(constraints));

    /// <summary>
    /// Searches for a direction of recession. Directions that change no predictor (columns that depend on others) do not count.
    /// The direction found satisfies strictly every constraint that any direction does, and moves no coefficient that it could do without.
    /// </summary>
    public static RecessionAnswer Find(IRecessionConstraints constraints)
    {
        RecessionSearch search = new(constraints);
        if (search.Among(Enumerable.Range(0, constraints.Columns), out bool proven) is not { } widest)
            return new(null, proven);
        // The largest contributions first, since those that come first are preferred.
        int[] moving = [.. widest.Moving().OrderByDescending(j => Math.Abs(widest.Point.Leading[j]))];
        int[] support = [.. search.Smallest([], moving, false, widest.Scan.Strict).Order()];
        // The support is a set on which the search has already succeeded.
        return search.Answer(search.Among(support, out _) ?? widest);
    }

    private Face? Among(IEnumerable<int> columns, out bool proven)
    {
        RecessionRows rows = new(constraints, scales, [.. columns]);
        RecessionCone cone = new(rows, mattered);
        var found = cone.Widest(out proven);
        foreach (int c in cone.Added)
        {
            if (mattered.Count < Remembered)
                mattered.Add(c);
        }
        return found is { } face ? new(rows, face.Point, face.Scan, cone.Rank) : null;
    }

    /// <summary>
    /// Columns that, with those given, separate as much as all do and of which none can be spared: by halves
    /// (U. Junker, QuickXplain, Proc. AAAI 2004, 167-172).
    /// </summary>
    private List<int> Smallest(List<int> given, int[] candidates, bool changed, long strict)
    {
        if (changed && Among(given, out _) is { } face && face.Scan.Strict >= strict)
            return [];
        if (candidates.Length == 1)
            return [.. candidates];
        int half = candidates.Length / 2;
        var later = Smallest([.. given, .. candidates[..half]], candidates[half..], true, strict);
        var earlier = Smallest([.. given, .. later], candidates[..half], later.Count > 0, strict);
        return [.. earlier, .. later];
    }

    private RecessionAnswer Answer(Face face)
    {
        bool proven = RecessionTies.AreExact(face.Rows, face.Point, face.Rank);
        var (point, values) = Rounded(face);
        double largest = values.Max(Math.Abs);
        var vector = new double[constraints.Columns];
        for (int j = 0; j < values.Length; j++)
            vector[face.Rows.Kept[j]] = values[j] / largest;
        var (strict, all) = Count(face.Rows, point);
        int[] support = [.. face.Moving().Select(j => face.Rows.Kept[j])];
        return new(new(vector, support, face.Scan.Zeros == 0, strict, all), proven);
    }

    /// <summary>The direction with the fewest binary digits that does the same, in the units of the coefficients: a threshold of 3.5 rather than 3.4817.</summary>
    private (RecessionPoint Point, double[] Values) Rounded(Face face)
    {
        DoubleDouble[] exact = [.. face.Point.Values.Select((v, j) => face.Moves(j) ? v * scales[face.Rows.Kept[j]] : DoubleDouble.Zero)];
        DoubleDouble[] units = [.. exact.Where(v => v.Hi != 0).OrderByDescending(v => Math.Abs(v.Hi)).Take(3)];
        foreach (int bits in (ReadOnlySpan<int>)[1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48])
        {
            foreach (var unit in units)
            {
                double[] values = [.. exact.Select(v => Rounded((v / unit).Hi * Math.Sign(unit.Hi), bits))];
                var point = RecessionPoint.Of([.. values.Select((v, j) => v / scales[face.Rows.Kept[j]])]);
                var scan = RecessionScan.Of(face.Rows, point);
                if (scan.Violations.Count == 0 && scan.Strict == face.Scan.Strict)
                    return (point, values);
            }
        }
        return (face.Point, [.. exact.Select(v => (v / units[0]).Hi * Math.Sign(units[0].Hi))]);
    }

    private static double Rounded(double value, int bits)
    {
        if (value == 0)
            return 0;
        int shift = bits - 1 - Math.ILogB(value);
        return Math.ScaleB(Math.Round(Math.ScaleB(value, shift)), -shift);
    }

    private (long Strict, long All) Count(RecessionRows rows, RecessionPoint point)
    {
        long strict = 0, all = 0;
        int last = -1;
        bool counted = false;
        for (int c = 0; c < rows.Count; c++)
        {
            int observation = constraints.Observation(c);
            if (observation != last)
                (last, counted, all) = (observation, false, all + constraints.Repeats(observation));
            rows.Load(c);
            if (counted || rows.Sign(point, out _) <= 0)
                continue;
            (counted, strict) = (true, strict + constraints.Repeats(observation));
        }
        return (strict, all);
    }

    private sealed record Face(RecessionRows Rows, RecessionPoint Point, RecessionScan Scan, int Rank)
    {
        public bool Moves(int j) => Math.Abs(Point.Leading[j]) > RecessionRows.Zero * Point.Magnitudes[j];

        public IEnumerable<int> Moving() => Enumerable.Range(0, Rows.Columns).Where(Moves);
    }
}
