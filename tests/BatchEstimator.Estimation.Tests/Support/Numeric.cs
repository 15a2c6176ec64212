namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>Integrals, differences and searches that know nothing of the kernel.</summary>
internal static class Numeric
{
    /// <summary>The integral over a finite or infinite interval (tanh-sinh and its relatives: H. Takahasi and M. Mori, 1974).</summary>
    public static double Integral(Func<double, double> f, double from, double to)
    {
        double sum = 0;
        const double step = 1.0 / 64;
        for (double t = -6; t <= 6; t += step)
        {
            double s = 0.5 * Math.PI * Math.Sinh(t), ds = 0.5 * Math.PI * Math.Cosh(t);
            var (x, dx) = (double.IsInfinity(from), double.IsInfinity(to)) switch
            {
                (true, true) => (Math.Sinh(s), Math.Cosh(s) * ds),
                (false, true) => (from + Math.Exp(s), Math.Exp(s) * ds),
                (true, false) => (to - Math.Exp(-s), Math.Exp(-s) * ds),
                _ => (s < 0 ? from + (to - from) / (1 + Math.Exp(-2 * s)) : to - (to - from) / (1 + Math.Exp(2 * s)), 0.5 * (to - from) / Math.Pow(Math.Cosh(s), 2) * ds),
            };
            double value = x > from && x < to ? f(x) * dx : 0;
            if (double.IsFinite(value))
                sum += value * step;
        }
        return sum;
    }

    /// <summary>The derivative by Richardson's extrapolation of central differences.</summary>
    public static double Slope(Func<double, double> f, double x, double step)
    {
        double Central(double h) => (f(x + h) - f(x - h)) / (2 * h);
        double d1 = Central(step), d2 = Central(step / 2), d4 = Central(step / 4);
        double a = (4 * d2 - d1) / 3, b = (4 * d4 - d2) / 3;
        return (16 * b - a) / 15;
    }

    /// <summary>The Hessian by central differences of fourth order in each direction.</summary>
    public static double[,] Hessian(Func<double[], double> f, double[] x, double[] steps)
    {
        int size = x.Length;
        var result = new double[size, size];
        double At(int i, double a, int j, double b)
        {
            double[] moved = [.. x];
            moved[i] += a * steps[i];
            moved[j] += b * steps[j];
            return f(moved);
        }
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                // (i == j) gives the second difference with twice the step, which is one as well.
                double Mixed(double h) => (At(i, h, j, h) - At(i, h, j, -h) - At(i, -h, j, h) + At(i, -h, j, -h)) / (4 * h * h * steps[i] * steps[j]);
                result[i, j] = result[j, i] = (4 * Mixed(0.5) - Mixed(1)) / 3;
            }
        }
        return result;
    }

    /// <summary>The inverse by Gauss-Jordan elimination with pivoting.</summary>
    public static double[,] Inverse(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        var a = (double[,])matrix.Clone();
        var inverse = new double[n, n];
        for (int i = 0; i < n; i++)
            inverse[i, i] = 1;
        for (int c = 0; c < n; c++)
        {
            int pivot = Enumerable.Range(c, n - c).MaxBy(r => Math.Abs(a[r, c]));
            for (int k = 0; k < n; k++)
            {
                (a[c, k], a[pivot, k]) = (a[pivot, k], a[c, k]);
                (inverse[c, k], inverse[pivot, k]) = (inverse[pivot, k], inverse[c, k]);
            }
            double divisor = a[c, c];
            for (int k = 0; k < n; k++)
                (a[c, k], inverse[c, k]) = (a[c, k] / divisor, inverse[c, k] / divisor);
            for (int r = 0; r < n; r++)
            {
                double factor = r == c ? 0 : a[r, c];
                for (int k = 0; k < n; k++)
                    (a[r, k], inverse[r, k]) = (a[r, k] - factor * a[c, k], inverse[r, k] - factor * inverse[c, k]);
            }
        }
        return inverse;
    }

    /// <summary>The highest point of a function of one variable: a fine grid, then golden section about its best place.</summary>
    public static double Top(Func<double, double> f, double from, double to, int points = 4000)
    {
        double Score(double x) => f(x) is var value && double.IsNaN(value) ? double.NegativeInfinity : value;
        double step = (to - from) / points;
        double best = Enumerable.Range(0, points + 1).Select(i => from + i * step).MaxBy(Score);
        double a = Math.Max(from, best - step), b = Math.Min(to, best + step), ratio = (Math.Sqrt(5) - 1) / 2;
        for (int i = 0; i < 80; i++)
        {
            double left = b - ratio * (b - a), right = a + ratio * (b - a);
            (a, b) = Score(left) >= Score(right) ? (a, right) : (left, b);
        }
        return 0.5 * (a + b);
    }
}
