using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Tests.Support;
using static BatchEstimator.Estimation.Numerics.SpecialFunctions;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>Special functions against values of high precision over decades of their arguments, and against each other.</summary>
public class SpecialFunctionTests
{
    private const double Value = 1e-13, Slope = 1e-10;

    private static readonly Func<double, double>[] Elementary =
    [
        LogGamma, Digamma, Trigamma, Tetragamma, StirlingRemainder, LogMinusDigamma, LogNormalCdf, NormalCdf, NormalQuantile, LambertW0,
        Log1PMinus, ExpM1Minus, Erfc, Log1MExp, Softplus, NormalQuantileOfLog, Erf, Log1P, ExpM1,
    ];

    [Fact]
    public void Functions_of_one_argument()
    {
        foreach (double[] row in HighPrecision.Elementary)
            Close.To(row[2], Elementary[(int)row[0]](row[1]), Value, $"function {row[0]} at {row[1]:R}");
    }

    [Fact]
    public void The_incomplete_gamma() => Both(HighPrecision.Gamma, row => IncompleteGamma.At(row[0], row[1]));

    [Fact]
    public void Student_t() => Both(HighPrecision.Student, row => StudentT.At(row[0], row[1]));

    [Fact]
    public void The_incomplete_beta()
    {
        foreach (double[] row in HighPrecision.Beta)
        {
            var (lower, upper) = IncompleteBeta.At(row[0], row[1], row[2]);
            string at = $"beta({row[0]:R}, {row[1]:R}) at {row[2]:R}";
            Judge(lower, row[3..9], at);
            Judge(upper, row[9..15], at);
        }
        static void Judge(Partials found, double[] expected, string at)
        {
            Close.To(expected[0], found.Value, Value, at);
            double[] derivatives = [found.A, found.B, found.AA, found.AB, found.BB];
            // A mixed derivative next to larger ones is right in units of those it is made of.
            double scale = Math.Abs(found.A * found.B);
            for (int i = 0; i < 5; i++)
                Close.To(expected[i + 1], derivatives[i], Slope, $"derivative {i} of {at}", i == 3 ? scale : 0);
        }
    }

    [Fact]
    public void The_inverse_gaussian()
    {
        foreach (double[] row in HighPrecision.InverseGaussian)
        {
            var (lower, upper) = InverseGaussianCdf.At(row[0], row[1]);
            string at = $"phi = {row[0]:R} at {row[1]:R}";
            // Both the slope's terms are of the size 1/phi.
            Close.To(row[2], lower.Value, Value, at);
            Close.To(row[5], upper.Value, Value, at);
            Close.To(row[3], lower.A, Slope, at);
            Close.To(row[6], upper.A, Slope, at);
            Close.To(row[4], lower.AA, Slope, at, Math.Abs(lower.A / row[0]));
            Close.To(row[7], upper.AA, Slope, at, Math.Abs(upper.A / row[0]));
        }
    }

    [Fact]
    public void The_von_mises_distribution_and_its_bessel_functions()
    {
        foreach (double[] row in HighPrecision.VonMises)
        {
            var found = VonMisesCdf.At(row[1], row[0]);
            string at = $"kappa = {row[0]:R} at {row[1]:R}";
            Close.To(row[2], found.Value, Value, at);
            Close.To(row[3], found.A, Slope, at);
            Close.To(row[4], found.AA, Slope, at);
        }
        foreach (double[] row in HighPrecision.Bessel)
        {
            double kappa = row[0];
            Close.To(row[1], Bessel.LogI0(kappa), Value, $"log I0 at {kappa:R}");
            Close.To(row[2], Bessel.Ratio(kappa), Value, $"A at {kappa:R}");
            Close.To(row[3], Bessel.OneMinusRatio(kappa), Value, $"1 - A at {kappa:R}");
            Close.To(row[4], Bessel.RatioSlope(kappa), Value, $"A' at {kappa:R}");
            Close.To(row[5], Bessel.RatioBend(kappa), Slope, $"A'' at {kappa:R}");
            Close.To(kappa, Bessel.InverseRatio(row[2], row[3]), Value, $"inverse of A at {row[2]:R}");
        }
    }

    private static void Both(double[][] rows, Func<double[], (Partials, Partials)> at)
    {
        foreach (double[] row in rows)
        {
            var (lower, upper) = at(row);
            string where = $"({row[0]:R}, {row[1]:R})";
            double[] found = [lower.Value, lower.A, lower.AA, upper.Value, upper.A, upper.AA];
            for (int i = 0; i < 6; i++)
                Close.To(row[i + 2], found[i], i % 3 == 0 ? Value : Slope, $"number {i} at {where}");
        }
    }

    [Fact]
    public void A_quantile_is_where_the_distribution_function_is_p()
    {
        double[] shapes = [0.05, 0.7, 1, 3, 40, 1e4, 1e9], tails = [1e-250, 1e-30, 1e-8, 0.003, 0.2, 0.4999, 0.5];
        foreach (double a in shapes)
        {
            foreach (double p in tails)
            {
                foreach (bool left in new[] { true, false })
                {
                    var (below, above) = left ? (p, 1 - p) : (1 - p, p);
                    void Judge(string name, (Partials Lower, Partials Upper) at, double x)
                    {
                        var side = left ? at.Lower : at.Upper;
                        // One unit in the last place of x may move log p by more than its own.
                        if (x > 1e-290)
                            Close.To(Math.Log(p), side.Value, 1e-13, $"{name}({a}) at {p}, {left}", Math.Max(1, 10 * Math.Abs(x * side.X)));
                    }
                    double gamma = Quantiles.Gamma(a, below, above).Value, beta = Quantiles.Beta(a, 2.5, below, above).Value;
                    Judge("gamma", IncompleteGamma.At(a, gamma), gamma);
                    Judge("beta", IncompleteBeta.At(a, 2.5, beta, Quantiles.Beta(2.5, a, above, below).Value), beta);
                    double inverse = Quantiles.InverseGaussian(a, below, above).Value, t = Quantiles.Student(a, below, above).Value;
                    Judge("inverse Gaussian", InverseGaussianCdf.At(a, inverse), inverse);
                    if (Math.Abs(t) < 1e300)
                        Judge("t", StudentT.At(a, t), Math.Abs(t));
                    double angle = Quantiles.VonMises(a, below, above).Value;
// So close to the far end an angle cannot tell how close.
                    if (Math.Abs(angle) < 3)
                        Close.To(p, VonMisesCdf.At(left ? angle : -angle, a).Value, 1e-11, $"von Mises({a}) at {p}");
                }
            }
        }
    }

    [Fact]
    public void Derivatives_of_every_node_are_those_of_differences()
    {
        var variables = Enumerable.Range(0, 3).Select(i => new Variable(VariableKind.Parameter, i, $"v{i}")).ToArray();
        Variable a = variables[0], b = variables[1], x = variables[2];
        foreach (var (node, point) in new (Expr, double[])[]
        {
            (SpecialNodes.LogGammaP(a, x), [3, 0, 2]), (SpecialNodes.LogGammaP(a, x), [0.4, 0, 0.3]), (SpecialNodes.LogGammaP(a, x), [2, 0, 7]),
            (SpecialNodes.LogGammaQ(a, x), [3, 0, 5]), (SpecialNodes.LogGammaQ(a, x), [30, 0, 20]), (SpecialNodes.LogGammaQ(a, x), [0.4, 0, 0.3]),
            (SpecialNodes.LogBetaI(a, b, x), [2, 3, 0.3]), (SpecialNodes.LogBetaI(a, b, x), [0.6, 2, 0.1]), (SpecialNodes.LogBetaI(a, b, x), [3, 0.6, 0.9]),
            (SpecialNodes.LogBetaIc(a, b, x), [2, 3, 0.6]), (SpecialNodes.LogBetaIc(a, b, x), [0.6, 0.7, 0.9]),
            (SpecialNodes.LogStudentCdf(a, x), [4, 0, -3]), (SpecialNodes.LogStudentCdf(a, x), [4, 0, 0.7]), (SpecialNodes.LogStudentSurvival(a, x), [4, 0, 2.5]),
            (SpecialNodes.LogBesselI0(x), [0, 0, 2]), (SpecialNodes.LogBesselI0(x), [0, 0, 50]), (SpecialNodes.BesselRatio(x), [0, 0, 3]),
            (SpecialNodes.VonMisesCdf(x, a), [3, 0, 0.3]), (SpecialNodes.VonMisesCdf(x, a), [3, 0, -1.5]),
            (SpecialNodes.GammaQuantile(a, x), [3, 0, 0.2]), (SpecialNodes.GammaQuantile(a, x), [0.6, 0, 0.9]),
            (SpecialNodes.BetaQuantile(a, b, x), [2, 3, 0.2]), (SpecialNodes.BetaQuantile(a, b, x), [2, 3, 0.9]),
            (SpecialNodes.StudentQuantile(a, x), [4, 0, 0.2]), (SpecialNodes.StudentQuantile(a, x), [4, 0, 0.97]),
            (SpecialNodes.InverseGaussianQuantile(a, b, x), [2, 3, 0.2]), (SpecialNodes.InverseGaussianQuantile(a, b, x), [2, 3, 0.9]),
            (SpecialNodes.VonMisesQuantile(a, x), [3, 0, 0.2]), (SpecialNodes.VonMisesQuantile(a, x), [3, 0, 0.9]),
        })
        {
            var derivatives = new Derivatives(node, variables);
            var (_, gradient, hessian) = derivatives.At(point, []);
            for (int i = 0; i < 3; i++)
            {
                double Moved(double value, Func<double[], double> f) => f([.. point[..i], value, .. point[(i + 1)..]]);
                Close.To(Numeric.Slope(v => Moved(v, p => derivatives.At(p, []).Value), point[i], 4e-3), gradient[i], 1e-7, $"derivative {i} at {string.Join(", ", point)}", 1);
                for (int j = 0; j < 3; j++)
                    Close.To(Numeric.Slope(v => Moved(v, p => derivatives.At(p, []).Gradient[j]), point[i], 4e-3), hessian[3 * i + j], 1e-6, $"derivative {i}, {j} at {string.Join(", ", point)}", 1);
            }
        }
    }
}
