namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>A search that needs no derivatives and knows nothing of the kernel's (J. A. Nelder and R. Mead, Computer J. 7 (1965) 308-313).</summary>
internal static class NelderMead
{
    /// <summary>The highest point found, restarted from its own result until that no longer helps.</summary>
    public static (double[] Point, double Value) Top(Func<double[], double> f, double[] start, double step = 0.5, int restarts = 4)
    {
        var best = Once(f, start, step);
        for (int i = 0; i < restarts; i++)
        {
            var again = Once(f, best.Point, step / Math.Pow(4, i + 1));
            bool helped = again.Value > best.Value + 1e-9 * (1 + Math.Abs(best.Value));
            best = again.Value > best.Value ? again : best;
            if (!helped && i > 0)
                break;
        }
        return best;
    }

    private static (double[] Point, double Value) Once(Func<double[], double> f, double[] start, double step)
    {
        double Low(double[] x) => f(x) is var value && double.IsNaN(value) ? double.NegativeInfinity : value;
        int size = start.Length;
        var points = Enumerable.Range(0, size + 1).Select(i => start.Select((x, k) => k == i - 1 ? x + step : x).ToArray()).ToArray();
        double[] values = [.. points.Select(Low)];
        for (int round = 0; round < 400 * size; round++)
        {
            Array.Sort(values, points, Comparer<double>.Create((a, b) => b.CompareTo(a)));
            if (values[0] - values[^1] < 1e-12 * (1 + Math.Abs(values[0])))
                break;
            double[] middle = [.. Enumerable.Range(0, size).Select(k => points[..size].Average(point => point[k]))];
            double[] Along(double t) => [.. middle.Select((m, k) => m + t * (points[size][k] - m))];
            double[] reflected = Along(-1);
            double value = Low(reflected);
            if (value > values[0])
            {
                double[] expanded = Along(-2);
                double further = Low(expanded);
                (points[size], values[size]) = further > value ? (expanded, further) : (reflected, value);
            }
            else if (value > values[size - 1])
                (points[size], values[size]) = (reflected, value);
            else
            {
                double[] contracted = Along(value > values[size] ? -0.5 : 0.5);
                double nearer = Low(contracted);
                if (nearer > Math.Max(value, values[size]))
                    (points[size], values[size]) = (contracted, nearer);
                else
                {
                    for (int i = 1; i <= size; i++)
                    {
                        points[i] = [.. points[i].Select((x, k) => 0.5 * (x + points[0][k]))];
                        values[i] = Low(points[i]);
                    }
                }
            }
        }
        int top = Array.IndexOf(values, values.Max());
        return (points[top], values[top]);
    }
}
