using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The values of a parameter that the data do not speak against: those at which the highest log density over the other parameters lies
/// within half a chi-squared quantile of the top. An end may be the end of the parameter space, or infinite.
/// </summary>
/// <remarks>D. J. Venzon and S. H. Moolgavkar, Appl. Statist. 37 (1988) 87-94; the root is found by the Illinois rule (M. Dowell and P. Jarratt, BIT 11 (1971) 168).</remarks>
internal sealed class ProfileInterval
{
    // In units of the standard error to begin with; then each step doubles, so these reach any end of a double's range.
    private const int MostSteps = 80;

    private readonly ScalarSolver solver;
    private readonly GroupData data;
    private readonly double?[] held;
    private readonly double[] top;
    private readonly double floor;

    /// <param name="solver">Of what was maximised.</param>
    /// <param name="data">The data.</param>
    /// <param name="held">The parameters held at a value, in standard units.</param>
    /// <param name="top">The estimate, in standard units.</param>
    /// <param name="level">The coverage aimed at.</param>
    /// <param name="height">The log density at the top, where that is not at <paramref name="top"/> but in a limit beyond it.</param>
    public ProfileInterval(ScalarSolver solver, GroupData data, double?[] held, double[] top, double level, double? height = null)
    {
        (this.solver, this.data, this.held, this.top) = (solver, data, held, top);
        double z = SpecialFunctions.NormalQuantile(0.5 + 0.5 * level);
        floor = (height ?? solver.Density(data).At(top)) - 0.5 * z * z;
    }

    /// <summary>The lower end of the interval of a parameter that has gone to infinity, in the units of the data; NaN if it could not be found.</summary>
    /// <param name="parameter">Its index.</param>
    public double Lower(int parameter) => data.Units.ToNatural(data.Family.Parameters[parameter].Role, End(parameter, -1, null));

    /// <summary>The interval of a free parameter, in the units of the data; an end is NaN where it could not be found.</summary>
    /// <param name="parameter">Its index.</param>
    /// <param name="standardError">Its standard error in standard units; null on a boundary.</param>
    public (double Lower, double Upper) Of(int parameter, double? standardError)
    {
        var role = data.Family.Parameters[parameter].Role;
        return (data.Units.ToNatural(role, End(parameter, -1, standardError)), data.Units.ToNatural(role, End(parameter, 1, standardError)));
    }

    private double End(int parameter, int side, double? standardError)
    {
        var (least, most) = solver.Bounds(data, parameter);
        double limit = side < 0 ? least : most, at = top[parameter];
        if (at == limit)
            return limit;
        var rest = new ScalarSolver(data.Family, solver.Priors, [.. held.Select((value, i) => value is not null || i == parameter)]);
        var profile = new Profile(rest, solver.Density(data), data, held, parameter, top);
        var line = new Line(least, most);
        double from = line.Of(at == least || at == most ? Inside(at, least, most) : at);
        double step = standardError is { } error && at > least && at < most ? side * 2 * Math.Max(error * line.Slope(at), 1e-12) : side;
        double inside = from, gap = -1;
        for (int i = 0; i < MostSteps; i++)
        {
            double outside = from + step, value = line.Back(outside);
            // A parameter that can go all the way to its end without the density falling far has that end.
            if (value == limit || (double.IsInfinity(limit) && Math.Abs(value) > 1e100))
                return limit;
            double above = profile.At(value) - floor;
            if (double.IsNaN(above))
                return double.NaN;
            if (above < 0)
                return line.Back(Root(x => profile.At(line.Back(x)) - floor, inside, -gap, outside, above));
            (inside, gap) = (outside, -above);
            step *= 2;
        }
        return limit;
    }

    private static double Inside(double at, double least, double most) =>
        double.IsInfinity(most) ? least + 1e-8 : at == least ? least + 1e-8 * (most - least) : most - 1e-8 * (most - least);

    // f(a) > 0 > f(b), in either order of a and b.
    private static double Root(Func<double, double> f, double a, double fa, double b, double fb)
    {
        int last = 0;
        for (int i = 0; i < 100 && Math.Abs(b - a) > 1e-10 * (1 + Math.Abs(a) + Math.Abs(b)); i++)
        {
            double middle = fa - fb > 0 && double.IsFinite(fb) ? (a * -fb + b * fa) / (fa - fb) : 0.5 * (a + b);
            double value = f(middle);
            if (Math.Abs(value) < 1e-10)
                return middle;
            if (value > 0)
            {
                (a, fa) = (middle, value);
                fb *= last > 0 ? 0.5 : 1;
                last = 1;
            }
            else
            {
                (b, fb) = (middle, value);
                fa *= last < 0 ? 0.5 : 1;
                last = -1;
            }
        }
        return 0.5 * (a + b);
    }

    /// <summary>The highest density at a value of one parameter, each search starting where the last one ended.</summary>
    private sealed class Profile(ScalarSolver rest, ILogDensity whole, GroupData data, double?[] held, int parameter, double[] top)
    {
        private double[] near = [.. top];

        public double At(double value)
        {
            double?[] pinned = [.. held];
            pinned[parameter] = value;
            double[] start = [.. near];
            start[parameter] = value;
            // The rest is searched without the prior of the parameter that is held, which the height must have.
            if (rest.From(data, start) is { } found && double.IsFinite(found.Height))
            {
                near = found.Values;
                return whole.At(near);
            }
            return rest.Solve(data, pinned).Values is { } values ? whole.At(values) : double.NaN;
        }
    }

    /// <summary>The coordinate without ends: the log above one, the logit between two.</summary>
    private readonly record struct Line(double Least, double Most)
    {
        public double Of(double value) => double.IsInfinity(Least) ? value : double.IsInfinity(Most) ? Math.Log(value - Least) : Math.Log((value - Least) / (Most - value));

        public double Back(double x) => double.IsInfinity(Least) ? x : double.IsInfinity(Most) ? Least + Math.Exp(x) : Least + (Most - Least) / (1 + Math.Exp(-x));

        public double Slope(double value) => double.IsInfinity(Least) ? 1 : double.IsInfinity(Most) ? 1 / (value - Least) : (Most - Least) / ((value - Least) * (Most - value));
    }
}
