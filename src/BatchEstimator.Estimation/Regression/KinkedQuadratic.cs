using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// The top of a concave quadratic with kinks: slope'd - d'Hd/2 - sum of weight |offset + d|, over the steps d. A few sweeps by coordinates find
/// about which of the offsets end at zero; then linear equations for the others, with their signs taken as known, end at the exact top.
/// </summary>
/// <remarks>
/// The exact part: H. Lee, A. Battle, R. Raina and A. Y. Ng, Efficient sparse coding algorithms, NIPS 19 (2007), section 3. A coordinate's own
/// top: J. Friedman, T. Hastie and R. Tibshirani, J. Stat. Softw. 33 (2010) no. 1, p. 4.
/// </remarks>
internal sealed class KinkedQuadratic
{
    private const int MostSweeps = 30;
    private const double AliasShare = 1e-15;

    private readonly double[] slope, matrix, weights, offsets, places, rest;
    private readonly int[] signs;
    private readonly int size;

    /// <summary>States the problem.</summary>
    /// <param name="slope">The slope of the smooth part.</param>
    /// <param name="matrix">Its negative second derivatives, row-major, positive semi-definite.</param>
    /// <param name="weights">The slope of each kink on either side; 0 = none.</param>
    /// <param name="offsets">Where each coordinate stands from its kink; 0 where there is none.</param>
    public KinkedQuadratic(double[] slope, double[] matrix, double[] weights, double[] offsets)
    {
        (this.slope, this.matrix, this.weights, this.offsets, size) = (slope, matrix, weights, offsets, slope.Length);
        places = [.. offsets];
        rest = [.. slope];
        signs = [.. offsets.Select(Math.Sign)];
    }

    /// <summary>Offset plus step of each coordinate at the top; exactly zero at a kink.</summary>
    public double[] Top()
    {
        Sweep();
        var barred = new bool[size];
        int entering = -1;
        for (int round = 0; round < 20 + 10 * size; round++)
        {
            if (!Settle(ref entering, barred))
                Array.Clear(barred);
            else if ((entering = Entering(barred)) < 0)
                break;
        }
        return places;
    }

    // Each coordinate to its own top in turn, until a sweep changes no sign.
    private void Sweep()
    {
        for (int sweep = 0, still = 0; sweep < MostSweeps && still < 3; sweep++, still++)
        {
            for (int k = 0; k < size; k++)
            {
                double bend = matrix[k * size + k];
                if (!(bend > 0))
                    continue;
                double wanted = bend * places[k] + rest[k];
                double place = weights[k] == 0 ? wanted / bend : Math.CopySign(Math.Max(0, Math.Abs(wanted) - weights[k]), wanted) / bend, step = place - places[k];
                if (step == 0)
                    continue;
                for (int i = 0; i < size; i++)
                    rest[i] -= matrix[i * size + k] * step;
                if (weights[k] > 0 && Math.Sign(place) != signs[k])
                    (signs[k], still) = (Math.Sign(place), 0);
                places[k] = place + 0.0;
            }
        }
        Refresh();
    }

    // To the top over the coordinates off their kinks as long as none crosses one; true if that top was reached.
    private bool Settle(ref int entering, bool[] barred)
    {
        int[] active = [.. Enumerable.Range(0, size).Where(k => weights[k] == 0 || signs[k] != 0)];
        if (active.Length == 0)
            return true;
        double[] force = [.. active.Select(k => rest[k] - weights[k] * signs[k])], step = Solve(active, force);
        if (entering >= 0 && !(step[Array.IndexOf(active, entering)] * signs[entering] > 0))
        {
            // Rounding: at the edge of leaving its kink.
            (signs[entering], barred[entering], entering) = (0, true, -1);
            return true;
        }
        entering = -1;
        var crossings = new List<(double At, int Place)>();
        for (int a = 0; a < active.Length; a++)
        {
            int k = active[a];
            if (weights[k] > 0 && places[k] != 0 && Math.Sign(places[k] + step[a]) != Math.Sign(places[k]))
                crossings.Add((Math.Min(1, -places[k] / step[a]), a));
        }
        double rise = step.Zip(force, (s, f) => s * f).Sum(), drop = 0;
        int stopped = -1;
        double fraction = 1;
        foreach (var (at, a) in crossings.OrderBy(crossing => crossing.At))
        {
            if (rise * (1 - at) <= drop)
                break;
            drop += 2 * weights[active[a]] * Math.Abs(step[a]);
            if (rise * (1 - at) <= drop)
            {
                (stopped, fraction) = (active[a], at);
                break;
            }
        }
        if (stopped < 0 && drop > 0)
            fraction = 1 - drop / rise;
        for (int a = 0; a < active.Length; a++)
        {
            int k = active[a];
            places[k] = k == stopped ? 0 : places[k] + fraction * step[a];
            if (places[k] != 0 || k == stopped)
                signs[k] = Math.Sign(places[k]);
        }
        Refresh();
        return crossings.Count == 0;
    }

    // The coordinate at its kink that the smooth part pushes hardest against it; -1 if none is pushed off.
    private int Entering(bool[] barred)
    {
        int entering = -1;
        double most = 1 + 1e-12;
        for (int k = 0; k < size; k++)
        {
            if (weights[k] == 0 || signs[k] != 0 || barred[k] || Math.Abs(rest[k]) <= most * weights[k])
                continue;
            (entering, most) = (k, Math.Abs(rest[k]) / weights[k]);
        }
        if (entering >= 0)
            signs[entering] = Math.Sign(rest[entering]);
        return entering;
    }

    private double[] Solve(int[] active, double[] force)
    {
        int count = active.Length;
        var part = new DoubleDouble[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
                part[i * count + j] = matrix[active[i] * size + active[j]];
        }
        return [.. new NormalEquations(part, count, AliasShare).Solve([.. force.Select(f => (DoubleDouble)f)]).Select(step => (double)step)];
    }

    private void Refresh()
    {
        for (int i = 0; i < size; i++)
        {
            double sum = slope[i];
            for (int j = 0; j < size; j++)
                sum -= matrix[i * size + j] * (places[j] - offsets[j]);
            rest[i] = sum;
        }
    }
}
