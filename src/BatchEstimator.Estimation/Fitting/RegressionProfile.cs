using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The values of a coefficient that the data do not speak against: those at which the highest log density over the others lies within half a
/// chi-squared quantile of the top. Each search starts where the last one ended.
/// </summary>
/// <remarks>D. J. Venzon and S. H. Moolgavkar, Appl. Statist. 37 (1988) 87-94; the signed root of the drop is nearly straight, and its root is found by the Illinois rule (M. Dowell and P. Jarratt, BIT 11 (1971) 168).</remarks>
/// <param name="found">The fit, in coefficients of which the profiled one can be held: an intercept only where no column is shifted.</param>
/// <param name="level">The coverage aimed at.</param>
internal sealed class RegressionProfile(RegressionFound found, double level)
{
    private const int MostSteps = 60;

    // On the log scale: so far out that nothing but rounding can follow.
    private const double FarOut = 20;

    private readonly double quantile = SpecialFunctions.NormalQuantile(0.5 + 0.5 * level);
    private readonly double top = found.End!.Top.Value;

    /// <summary>The interval; infinite where the data do not limit the coefficient, NaN where a search failed.</summary>
    /// <param name="coefficient">Its place.</param>
    /// <param name="standardError">Its standard error from the information, in the units of the data.</param>
    public (double Lower, double Upper) Of(int coefficient, double standardError) => (End(coefficient, -1, standardError), End(coefficient, 1, standardError));

    private double End(int coefficient, int side, double standardError)
    {
        var info = found.Objective.Coefficients[coefficient];
        double scale = found.Objective.Scale.ScaleOf(coefficient);
        // On the log scale above a lower end; a coefficient between two ends goes as it is, up to them.
        bool isLog = double.IsFinite(info.Lower) && double.IsInfinity(info.Upper);
        double limit = side < 0 ? info.Lower : info.Upper, estimate = found.End!.Top.Beta[coefficient] * scale;
        double To(double value) => isLog ? Math.Log(value - info.Lower) : value;
        double Back(double line) => isLog ? info.Lower + Math.Exp(line) : line;
        var path = new Path(found, coefficient);
        double step = side * quantile * (isLog ? standardError / (estimate - info.Lower) : standardError);
        double inside = To(estimate), gap = -quantile, outside = inside + step, spread = step;
        for (int i = 0; i < MostSteps; i++)
        {
            double value = Back(outside);
            if (!double.IsFinite(value) || value == limit || (!isLog && double.IsFinite(limit) && side * (value - limit) >= 0))
                return limit;
            double excess = Math.Sqrt(Math.Max(0, 2 * (top - path.At(value / scale)))) - quantile;
            if (double.IsNaN(excess))
            {
                // The others may have no start so far from where they were, such as cut points in order.
                spread /= 4;
                if (Math.Abs(spread) < 1e-3 * Math.Abs(step))
                    return isLog && Math.Abs(inside - To(estimate)) > FarOut ? limit : double.NaN;
                outside = inside + spread;
                continue;
            }
            if (excess > 0)
                return Back(Root(line => Math.Sqrt(Math.Max(0, 2 * (top - path.At(Back(line) / scale)))) - quantile, inside, gap, outside, excess));
            (inside, gap) = (outside, excess);
            spread *= 2;
            outside += spread;
        }
        return limit;
    }

    // f(a) < 0 < f(b), in either order of a and b.
    private static double Root(Func<double, double> f, double a, double fa, double b, double fb)
    {
        int last = 0;
        for (int i = 0; i < 60 && Math.Abs(b - a) > 1e-12 * (Math.Abs(a) + Math.Abs(b)); i++)
        {
            double middle = double.IsFinite(fb) ? (a * fb - b * fa) / (fb - fa) : 0.5 * (a + b), value = f(middle);
            if (double.IsNaN(value) || Math.Abs(value) < 1e-9)
                return value is double.NaN ? double.NaN : middle;
            if (value < 0)
            {
                (a, fa) = (middle, value);
                fb *= last < 0 ? 0.5 : 1;
                last = -1;
            }
            else
            {
                (b, fb) = (middle, value);
                fa *= last > 0 ? 0.5 : 1;
                last = 1;
            }
        }
        return 0.5 * (a + b);
    }

    /// <summary>The highest density at a value of one standard coefficient.</summary>
    private sealed class Path
    {
        private readonly RegressionFound found;
        private readonly int coefficient;
        private readonly RegressionObjective rest;
        private double[] near;

        public Path(RegressionFound found, int coefficient)
        {
            (this.found, this.coefficient, near) = (found, coefficient, [.. found.End!.Top.Beta]);
            var whole = found.Objective;
            rest = new(whole.Likelihood, whole.Coefficients, whole.Scale, [.. whole.Searched.Where(i => i != coefficient)]);
        }

        public double At(double value)
        {
            double[] start = [.. near];
            start[coefficient] = value;
            var end = rest.Free.Count == 0 ? new(rest.At(start, KernelOrder.Hessian), 0, []) : RegressionFound.Climb(rest, start).End;
            if (end is null || !double.IsFinite(end.Top.Value) || end.Runaway.Count > 0)
                return double.NaN;
            near = end.Top.Beta;
            // The rest is searched without the prior of the one that is held, which the height must have.
            var prior = found.Objective.Coefficients[coefficient].Prior;
            return end.Top.Value + (prior.IsFlat ? 0 : prior.LogDensityAt(value * found.Objective.Scale.ScaleOf(coefficient)));
        }
    }
}
