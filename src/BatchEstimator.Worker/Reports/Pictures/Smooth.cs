namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>A smooth line through scattered points: at each place a straight line fitted to the nearest of them, the nearer the more.</summary>
/// <remarks>W. S. Cleveland, J. Amer. Statist. Assoc. 74 (1979) 829-836, without its robust iterations.</remarks>
internal static class Smooth
{
    private const double Span = 2.0 / 3;
    private const int Places = 60, FewestPoints = 20;

    /// <summary>The line; empty for few points or points above each other.</summary>
    public static (double[] X, double[] Y) Of(double[] xs, double[] ys)
    {
        int[] order = [.. Enumerable.Range(0, xs.Length).Where(i => double.IsFinite(xs[i]) && double.IsFinite(ys[i])).OrderBy(i => xs[i])];
        double[] x = Array.ConvertAll(order, i => xs[i]), y = Array.ConvertAll(order, i => ys[i]);
        if (x.Length < FewestPoints || x.Distinct().Take(4).Count() < 4) return ([], []);
        int near = Math.Max(2, (int)Math.Ceiling(Span * x.Length));
        double[] at = [.. Enumerable.Range(0, Places).Select(i => x[0] + i * (x[^1] - x[0]) / (Places - 1))];
        return (at, Array.ConvertAll(at, place => At(place, x, y, near)));
    }

    private static double At(double place, double[] x, double[] y, int near)
    {
        int from = 0;
        while (from + near < x.Length && place - x[from] > x[from + near] - place) from++;
        double reach = 1.0001 * Math.Max(place - x[from], x[from + near - 1] - place), sum = 0, first = 0, second = 0, level = 0, tilt = 0;
        for (int i = from; i < from + near; i++)
        {
            double distance = reach > 0 ? (x[i] - place) / reach : 0, weight = Math.Pow(1 - Math.Pow(Math.Abs(distance), 3), 3);
            if (!(weight > 0)) continue;
            (sum, first, second) = (sum + weight, first + weight * distance, second + weight * distance * distance);
            (level, tilt) = (level + weight * y[i], tilt + weight * distance * y[i]);
        }
        double determinant = sum * second - first * first;
        return determinant > 1e-9 * sum * sum ? (second * level - first * tilt) / determinant : level / sum;
    }
}
