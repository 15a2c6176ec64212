using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Laws;

/// <summary>Densities sum or integrate to one and agree with distribution function, survival and quantile.</summary>
public class DensityLaws
{
    private const int Trials = 7;

    public static TheoryData<string> Scalars => [.. Catalogue.All.OfType<ScalarFamily>().Select(family => family.Name)];

    [Theory, MemberData(nameof(Scalars))]
    public void The_whole_has_probability_one(string name) => Close.To(1, ProbabilityUpTo(name, double.PositiveInfinity), 1e-12, name);

    [Theory, MemberData(nameof(Scalars))]
    public void The_distribution_function_is_the_probability_up_to_there(string name)
    {
        var (family, truth) = Case(name);
        foreach (double x in (double[])[-1, 0, 0.5, 1, 2, 3, 6, 11])
        {
            double expected = ProbabilityUpTo(name, x), cdf = Value(family.Cdf(x, Trials)!, truth), survival = Value(family.Survival(x, Trials)!, truth);
            Close.To(expected, cdf, 1e-11, $"{name} up to {x}", 1e-3);
            Close.To(1, cdf + survival, 1e-14, $"{name} on both sides of {x}");
        }
    }

    [Theory, MemberData(nameof(Scalars))]
    public void The_slope_of_the_distribution_function_in_each_parameter_is_right(string name)
    {
        var (family, truth) = Case(name);
        foreach (double x in (double[])[0.5, 1, 3, 6])
        {
            for (int i = 0; i < truth.Length; i++)
            {
                var variable = new Variable(VariableKind.Parameter, i, "");
                double Cdf(double value) => Value(family.Cdf(x, Trials)!, [.. truth.Select((t, k) => k == i ? value : t)]);
                double slope = Value(family.Cdf(x, Trials)!.Derivative(variable), truth);
                Close.To(Numeric.Slope(Cdf, truth[i], 1e-2 * truth[i]), slope, 1e-7, $"{name} at {x}", 1e-3);
            }
        }
    }

    [Theory, MemberData(nameof(Scalars))]
    public void The_quantile_undoes_the_distribution_function(string name)
    {
        var (family, truth) = Case(name);
        Assert.Equal(family.IsDiscrete, family.Quantile(0.5) is null);
        foreach (double p in (double[])[1e-6, 0.05, 0.5, 0.8, 0.999])
        {
            if (family.Quantile(p) is { } quantile)
                Close.To(p, Value(family.Cdf(Value(quantile, truth), Trials)!, truth), 1e-12, $"{name} at {p}", 1e-3);
        }
    }

    [Fact]
    public void The_categorical_probabilities_sum_to_one() =>
        Close.To(1, Enumerable.Range(0, 3).Sum(k => Density(new Categorical(), 3, [k], [0.2, 0.5, 0.3])), 1e-15, "categorical");

    [Fact]
    public void The_multinomial_probabilities_of_five_trials_sum_to_one()
    {
        var rows = from a in Enumerable.Range(0, 6) from b in Enumerable.Range(0, 6 - a) select new double[] { a, b, 5 - a - b };
        Close.To(1, rows.Sum(row => Density(new Multinomial(), 3, row, [0.2, 0.5, 0.3])), 1e-14, "multinomial");
    }

    [Fact]
    public void The_bivariate_normal_integrates_to_one()
    {
        double[] truth = [1, -2, 4, 1.2, 0.61];
        double sum = 0, dx = 2 / 8.0, dy = Math.Sqrt(0.61) / 8;
        for (int i = -64; i <= 64; i++)
        {
            for (int j = -80; j <= 80; j++)
                sum += Density(new MultivariateNormal(), 2, [1 + i * dx, -2 + j * dy], truth) * dx * dy;
        }
        Close.To(1, sum, 1e-12, "multivariate normal");
    }

    [Fact]
    public void The_Dirichlet_of_three_shares_integrates_to_one()
    {
        double[] truth = [2.5, 3, 4];
        double Over(double a) => Numeric.Integral(b => a + b < 1 ? Density(new Dirichlet(), 3, [a, b, 1 - a - b], truth) : 0, 0, 1 - a);
        Close.To(1, Numeric.Integral(Over, 0, 1), 1e-8, "dirichlet");
    }

    private static (ScalarFamily Family, double[] Truth) Case(string name) =>
        ((ScalarFamily)Catalogue.Find(name)!, FamilyCases.Find(name).Truth);

    private static bool InSupport(ScalarFamily family, double[] row) => family.InSupport?.Invoke(row) ?? true;

    private static double ProbabilityUpTo(string name, double x)
    {
        var (family, truth) = Case(name);
        // The second data column: trials for a binomial, an observed event for a lifetime, nothing for others.
        double Density(double value) => DensityLaws.Density(family, 1, [value, family is Binomial ? Trials : 1], truth);
        if (family.IsDiscrete)
            return Enumerable.Range(0, 200).Where(k => k <= x && InSupport(family, [k, Trials])).Sum(k => Density(k));
        var (lower, upper) = FamilyCases.Find(name).Ends ?? (InSupport(family, [-1.0, 1]) ? double.NegativeInfinity : 0, family.SupportEnds.Upper);
        if (FamilyCases.Find(name).Kink is { } kink && kink < x)
            return Numeric.Integral(Density, lower, kink) + Numeric.Integral(Density, kink, Math.Min(x, upper));
        return x <= lower ? 0 : Numeric.Integral(Density, lower, Math.Min(x, upper));
    }

    private static double Density(Family family, int dimension, double[] row, double[] truth) => Math.Exp(new Tape(family.LogDensity(dimension)).Evaluate(row, truth)[0]);

    private static double Value(Expr expression, double[] truth) => new Tape(expression).Evaluate([], truth)[0];
}
