using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>Where a sum of distances is least, and the proof.</summary>
/// <param name="Beta">All standard coefficients.</param>
/// <param name="Met">The distances that are exactly zero and hold the point in its place.</param>
/// <param name="Multipliers">For each of them how far it is pushed, as a share of its weight: at most one in size, or the point would move off it.</param>
/// <param name="Slope">What is left of the slope where nothing holds, as a share of all that pulls.</param>
/// <param name="IsUnique">False if other points are seen to be as good; then this is the middle of a line of them, if they form one.</param>
/// <param name="HasTies">True if more rows are zero than hold the point: then not every line of equally good points is seen from here.</param>
internal sealed record AbsoluteEnd(double[] Beta, IReadOnlyList<int> Met, double[] Multipliers, double Slope, bool IsUnique, bool HasTies)
{
    private const double Rounding = 1e-8;

    /// <summary>The greatest multiplier in size.</summary>
    public double MostPushed => Multipliers.Select(Math.Abs).DefaultIfEmpty(0).Max();

    /// <summary>Whether another top is the same point.</summary>
    public bool IsAt(AbsoluteEnd other) => Beta.Zip(other.Beta, (a, b) => Math.Abs(a - b) <= 1e-7 * Math.Max(1e-3, Math.Max(Math.Abs(a), Math.Abs(b)))).All(same => same);

    /// <summary>True if the point is proved to be a top.</summary>
    public bool Holds => MostPushed <= 1 + Rounding && Slope <= Rounding;
}

/// <summary>
/// The top of slope'd - d'Hd/2 - sum of weight |distance|, the distances linear in the coefficients: a median regression, with normal and Laplace
/// priors if there are any. The search walks along lines to the best of all places where distances change sign, holds those that become zero,
/// and lets go the one that is pushed hardest while one is pushed by more than its weight.
/// </summary>
/// <remarks>
/// I. Barrodale and F. D. K. Roberts, SIAM J. Numer. Anal. 10 (1973) 839-848: the walk past sign changes; R. Koenker, Quantile Regression, Cambridge
/// 2005, section 2.2: multipliers as proof. Ties (rounded data) would let such a walk turn in circles: each row is moved by less than a
/// billionth of the spread while walking; the multipliers found then also prove the top of the rows as they are.
/// </remarks>
/// <param name="rows">The distances.</param>
/// <param name="weights">The weight of each, above zero.</param>
/// <param name="slope">The slope of the smooth part at the start, in the free coefficients; empty = zero.</param>
/// <param name="matrix">Its negative second derivatives, positive semi-definite, row-major; empty = zero.</param>
internal sealed class AbsoluteTop(AbsoluteRows rows, double[] weights, double[] slope, double[] matrix)
{
    private const double Nudge = 1e-9, NoSlope = 1e-10, SameRow = 1e-8;

    private readonly List<int> met = [];
    private double[] residuals = [], nudges = [], start = [], step = [];
    private double spread, pull;
    private int released = -1;

    /// <summary>Climbs.</summary>
    /// <param name="from">All standard coefficients.</param>
    /// <param name="free">How many of them the rows' columns are.</param>
    /// <param name="seed">Which small moves keep ties apart.</param>
    public AbsoluteEnd Climb(double[] from, int free, int seed = 0)
    {
        (start, step) = (from, new double[free]);
        residuals = rows.Residuals(from);
        double total = weights.Take(rows.Rows).Sum();
        spread = Enumerable.Range(0, rows.Rows).Sum(i => weights[i] * Math.Abs(residuals[i])) / total;
        nudges = [.. Enumerable.Range(0, rows.Count).Select(i => i < rows.Rows ? Nudge * spread * ((RowSample.Hash(seed, i) >> 11) * (2.0 / (1L << 53)) - 1) : 0)];
        pull = total + RowSpan.Length(slope);
        for (int round = 0; round < 500 + 50 * free; round++)
        {
            Refresh();
            var span = Span();
            double[] rise = Rise();
            if (span.Count < free && RowSpan.Length(span.Outside(rise)) > NoSlope * pull)
            {
                if (!Walk(span.DirectionOutside(rise, matrix), rise))
                    break;
                continue;
            }
            double[] pushed = [.. span.Multipliers(rise).Select((multiplier, k) => multiplier / weights[met[k]])];
            int worst = pushed.Length == 0 ? -1 : Enumerable.Range(0, pushed.Length).MaxBy(k => Math.Abs(pushed[k]));
            if (worst < 0 || Math.Abs(pushed[worst]) <= 1 + 1e-10)
                break;
            released = met[worst];
            met.RemoveAt(worst);
        }
        return End();
    }

    private void Refresh()
    {
        residuals = rows.Residuals(Point());
        for (int i = 0; i < residuals.Length; i++)
            residuals[i] += nudges[i];
        foreach (int i in met)
            residuals[i] = 0;
        if (released >= 0)
            residuals[released] = 0;
        released = -1;
    }

    private double[] Point()
    {
        double[] all = rows.Spread(step);
        for (int i = 0; i < all.Length; i++)
            all[i] += start[i];
        return all;
    }

    private RowSpan Span()
    {
        var span = new RowSpan(step.Length);
        for (int k = 0; k < met.Count; k++)
        {
            if (!span.TryAdd(rows.Row(met[k])))
                met.RemoveAt(k--);
        }
        return span;
    }

    // The slope of all that is not held: the smooth part, and every row by its sign.
    private double[] Rise()
    {
        double[] rise = rows.Weighed([.. residuals.Select((residual, i) => weights[i] * Math.Sign(residual))]);
        double[] bent = RowSpan.Times(matrix, step);
        for (int k = 0; k < rise.Length; k++)
            rise[k] += (slope.Length > 0 ? slope[k] : 0) - bent[k];
        return rise;
    }

    // To the highest place along a line. False if it does not rise at all.
    private bool Walk(double[] direction, double[] rise)
    {
        double[] along = rows.Along(direction);
        foreach (int i in met)
            along[i] = 0;
        double climb = RowSpan.Dot(direction, rise), bend = RowSpan.Dot(direction, RowSpan.Times(matrix, direction));
        var crossings = new List<(double At, int Row)>();
        int tie = -1;
        for (int i = 0; i < along.Length; i++)
        {
            if (along[i] == 0)
                continue;
            if (residuals[i] == 0)
            {
                climb -= weights[i] * Math.Abs(along[i]);
                tie = tie < 0 || Math.Abs(along[i]) > Math.Abs(along[tie]) ? i : tie;
            }
            else if (residuals[i] / along[i] is > 0 and < double.PositiveInfinity and var at)
                crossings.Add((at, i));
        }
        if (!(climb > 0))
        {
            if (tie >= 0)
                met.Add(tie);
            return tie >= 0;
        }
        crossings.Sort();
        double length = bend > 0 ? climb / bend : double.NaN;
        foreach (var (at, i) in crossings)
        {
            if (bend > 0 && climb <= bend * at)
                break;
            climb -= 2 * weights[i] * Math.Abs(along[i]);
            length = bend > 0 ? climb / bend : double.NaN;
            if (climb > bend * at)
                continue;
            length = at;
            met.Add(i);
            break;
        }
        if (!double.IsFinite(length))
            return false;
        for (int k = 0; k < step.Length; k++)
            step[k] += length * direction[k];
        return true;
    }

    // The rows as they are: the held ones met exactly, the multipliers from the signs that the walk ended with.
    private AbsoluteEnd End()
    {
        double[] signs = [.. residuals.Select(residual => (double)Math.Sign(residual))];
        var span = Span();
        for (int pass = 0; pass < 3; pass++)
        {
            double[] apart = rows.Residuals(Point());
            Move(span.Meeting([.. met.Select(i => apart[i])]), 1);
            if (matrix.Length > 0 && span.Count < step.Length)
                Move(span.DirectionOutside(Rise(), matrix), 1);
        }
        residuals = rows.Residuals(Point());
        foreach (int i in met)
            (residuals[i], signs[i]) = (0, 0);
        int zeros = 0;
        for (int i = 0; i < residuals.Length; i++)
        {
            if (Math.Abs(residuals[i]) > SameRow * spread)
                continue;
            residuals[i] = signs[i] * double.Epsilon;
            zeros++;
        }
        bool ties = zeros > met.Count;
        double[] rise = Rise();
        double[] pushed = [.. span.Multipliers(rise).Select((multiplier, k) => multiplier / weights[met[k]])];
        bool unique = IsUnique(span, pushed);
        double[] point = Point();
        foreach (int i in met.Where(i => rows.KinkOf(i) >= 0))
            point[rows.KinkOf(i)] = rows.LocationOf(i);
        return new(point, met, pushed, RowSpan.Length(span.Outside(rise)) / pull, unique, ties);
    }

    // One direction in which nothing changes leads along a line of equally good points, to whose middle it goes.
    private bool IsUnique(RowSpan span, double[] pushed)
    {
        var level = new List<(double[] Direction, int Row)>();
        for (int k = 0; k < met.Count; k++)
        {
            if (Math.Abs(Math.Abs(pushed[k]) - 1) > SameRow)
                continue;
            var unit = new double[met.Count];
            unit[k] = Math.Sign(pushed[k]);
            level.Add((span.Meeting(unit), k));
        }
        if (span.Count < step.Length)
            level.AddRange(span.Complement().Select(direction => (direction, -1)));
        var lines = level.Where(entry => RowSpan.Dot(entry.Direction, RowSpan.Times(matrix, entry.Direction)) == 0).Select(entry => Reach(entry.Direction, entry.Row)).Where(line => line.Forth + line.Back > 0).ToList();
        if (lines.Count != 1)
            return lines.Count == 0;
        Move(lines[0].Direction, 0.5 * (lines[0].Forth - lines[0].Back));
        if (lines[0].Row >= 0)
            met.RemoveAt(lines[0].Row);
        return false;
    }

    // How far along a line until another row would be met; zero if one is met here and now, or the line has no length to speak of.
    private (double[] Direction, int Row, double Forth, double Back) Reach(double[] direction, int row)
    {
        double[] along = rows.Along(direction);
        double forth = double.PositiveInfinity, back = row < 0 ? double.PositiveInfinity : 0, longest = along.Max(Math.Abs);
        for (int i = 0; i < along.Length; i++)
        {
            if (met.Contains(i) || Math.Abs(along[i]) <= 1e-12 * longest)
                continue;
            double at = residuals[i] / along[i];
            if (Math.Abs(residuals[i]) < 1e-300)
                (forth, back) = (0, 0);
            else if (at > 0)
                forth = Math.Min(forth, at);
            else
                back = Math.Min(back, -at);
        }
        double least = SameRow * spread / Math.Max(longest, double.Epsilon);
        return (direction, row, forth > least && double.IsFinite(forth) ? forth : 0, back > least && double.IsFinite(back) ? back : 0);
    }

    private void Move(double[] direction, double length)
    {
        for (int k = 0; k < step.Length; k++)
            step[k] += length * direction[k];
    }
}
