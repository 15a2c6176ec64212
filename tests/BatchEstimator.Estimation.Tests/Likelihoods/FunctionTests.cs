using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Tests.Support;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Tests.Likelihoods;

/// <summary>Every function of the expression language against values computed with 40 digits, and its derivatives against differences.</summary>
public class FunctionTests
{
    private static readonly Variable X = new(VariableKind.Parameter, 0, "x"), Y = new(VariableKind.Parameter, 1, "y"), Column = new(VariableKind.Data, 0, "column");

    private static readonly Dictionary<string, Func<Expr, Expr>> Known = new()
    {
        ["log-normal-cdf"] = LogNormalCdf, ["log1mexp"] = Log1MExp, ["softplus"] = Softplus, ["logistic"] = Logistic,
        ["log1p-ratio"] = Log1PRatio, ["expm1-ratio"] = ExpM1Ratio, ["erf"] = Erf, ["erfc"] = Erfc,
        ["trigamma"] = x => Polygamma(1, x), ["tetragamma"] = x => Polygamma(2, x), ["pentagamma"] = x => Polygamma(3, x),
    };

    // One row a function: where it is judged is inside its domain and away from its corners.
    private static readonly (string Name, Func<Expr, Expr> Function, double[] At)[] Smooth =
    [
        ("log", Log, [0.3, 5]), ("log1p", Log1P, [-0.5, 2]), ("exp", Exp, [-2, 1]), ("expm1", ExpM1, [-2, 0, 1]), ("sqrt", Sqrt, [0.5, 3]),
        ("sin", Sin, [-1, 2]), ("cos", Cos, [-1, 2]), ("abs", Abs, [-1, 2]), ("power", x => Power(x, 2.5), [0.5, 3]), ("pow", x => Pow(x, x), [0.5, 2]),
        ("pow-base", x => Pow(x, 1.5), [0.5, 2]), ("pow-exponent", x => Pow(1.5, x), [-1, 2]), ("xlogy", x => XLogY(x, 1 + x), [0.5, 2]), ("xlog1p", x => XLog1P(x, x), [0.5, 2]),
        ("lgamma", LogGamma, [0.4, 3]), ("digamma", Digamma, [0.4, 3]), ("trigamma", x => Polygamma(1, x), [0.4, 3]), ("tetragamma", x => Polygamma(2, x), [0.6, 3]),
        ("lbeta", x => LogBeta(x, 2 * x + 1), [0.4, 3, 20]), ("erf", Erf, [-1, 0, 2]), ("erfc", Erfc, [-1, 0, 2]), ("Phi", NormalCdf, [-2, 0, 1]),
        ("log-Phi", LogNormalCdf, [-20, -5, -1, 2]), ("logistic", Logistic, [-3, 0.5, 2]), ("softplus", Softplus, [-3, 0.5, 2]), ("log1mexp", Log1MExp, [-3, -0.5]),
        ("logsumexp", x => LogSumExp(x, 1 - 2 * x), [-1, 0.3, 2]), ("logdiffexp", x => LogDiffExp(2 * x, x - 1), [0, 2]),
        ("log1p(x)/x", Log1PRatio, [-0.5, 0, 0.1, 3]), ("expm1(x)/x", ExpM1Ratio, [-3, 0, 0.1, 3]),
        ("min", x => Min(Square(x), 1 - x), [-3, 0.1, 2]), ("max", x => Max(Square(x), 1 - x), [-3, 0.1, 2]),
        ("if-positive", x => IfPositive(x - 1, Square(x), Log(2 - x)), [0.5, 1.5]), ("is-value", x => IsValue(x, 3) + x, [1]),
        ("poisson-cdf", x => PoissonCdf(3, x), [0.5, 4]), ("binomial-cdf", x => BinomialCdf(2, 6, x), [0.2, 0.7]),
    ];

    public static IEnumerable<object[]> Places => Smooth.SelectMany(f => f.At.Select(at => new object[] { f.Name, at }));

    [Theory]
    [MemberData(nameof(Places))]
    public void Derivatives_are_those_of_differences(string name, double at)
    {
        var function = Smooth.Single(f => f.Name == name).Function(X);
        var derivatives = new Derivatives(function, [X]);
        double[] outputs = new double[3];
        derivatives.At([at], [], outputs);
        double Output(double x, int place)
        {
            double[] there = new double[3];
            derivatives.At([x], [], there);
            return there[place];
        }
        Close.To(Numeric.Slope(x => Output(x, 0), at, 4e-3), outputs[1], 1e-8, "first derivative", 1 + Math.Abs(outputs[1]));
        Close.To(Numeric.Slope(x => Output(x, 1), at, 4e-3), outputs[2], 1e-8, "second derivative", 1 + Math.Abs(outputs[2]));
    }

    [Theory]
    [InlineData("log-normal-cdf", -40.0, -804.6084420137538)]
    [InlineData("log-normal-cdf", -8.5, -39.19739642821767)]
    [InlineData("log-normal-cdf", -3.0, -6.607726221510349)]
    [InlineData("log-normal-cdf", -1.0, -1.8410216450092636)]
    [InlineData("log-normal-cdf", 0.0, -0.6931471805599453)]
    [InlineData("log-normal-cdf", 2.0, -0.02301290932896349)]
    [InlineData("log-normal-cdf", 9.0, -1.1285884059538405e-19)]
    [InlineData("log1mexp", -1e-18, -41.44653167389282)]
    [InlineData("log1mexp", -0.5, -0.9327521295671886)]
    [InlineData("log1mexp", -0.7, -0.6863410028083852)]
    [InlineData("log1mexp", -3.0, -0.05106918094270159)]
    [InlineData("log1mexp", -50.0, -1.9287498479639178e-22)]
    [InlineData("softplus", -800.0, 0.0)]
    [InlineData("softplus", -40.0, 4.248354255291589e-18)]
    [InlineData("softplus", -1.0, 0.3132616875182228)]
    [InlineData("softplus", 0.5, 0.9740769841801067)]
    [InlineData("softplus", 40.0, 40.0)]
    [InlineData("softplus", 800.0, 800.0)]
    [InlineData("logistic", -700.0, 9.85967654375977e-305)]
    [InlineData("logistic", -40.0, 4.248354255291589e-18)]
    [InlineData("logistic", -1.0, 0.2689414213699951)]
    [InlineData("logistic", 0.5, 0.6224593312018546)]
    [InlineData("logistic", 40.0, 1.0)]
    [InlineData("log1p-ratio", -0.9, 2.5584278811044956)]
    [InlineData("log1p-ratio", -0.3, 1.1889164797957745)]
    [InlineData("log1p-ratio", -1e-09, 1.0000000005)]
    [InlineData("log1p-ratio", 0.0, 1.0)]
    [InlineData("log1p-ratio", 1e-12, 0.9999999999995)]
    [InlineData("log1p-ratio", 0.39, 0.844368582416924)]
    [InlineData("log1p-ratio", 0.41, 0.83802366924409)]
    [InlineData("log1p-ratio", 100.0, 0.0461512051684126)]
    [InlineData("expm1-ratio", -30.0, 0.03333333333333022)]
    [InlineData("expm1-ratio", -2.1, 0.4178778913081038)]
    [InlineData("expm1-ratio", -0.3, 0.8639392643942738)]
    [InlineData("expm1-ratio", 0.0, 1.0)]
    [InlineData("expm1-ratio", 1e-12, 1.0000000000005)]
    [InlineData("expm1-ratio", 1.99, 3.173635056436968)]
    [InlineData("expm1-ratio", 2.01, 3.215580769810544)]
    [InlineData("expm1-ratio", 20.0, 24258259.720489513)]
    [InlineData("erf", -2.0, -0.9953222650189527)]
    [InlineData("erf", -0.1, -0.1124629160182849)]
    [InlineData("erf", 1e-10, 1.1283791670955126e-10)]
    [InlineData("erf", 0.5, 0.5204998778130465)]
    [InlineData("erf", 3.0, 0.9999779095030014)]
    [InlineData("erfc", -2.0, 1.9953222650189528)]
    [InlineData("erfc", 0.0, 1.0)]
    [InlineData("erfc", 0.5, 0.4795001221869535)]
    [InlineData("erfc", 3.0, 2.209049699858544e-05)]
    [InlineData("erfc", 20.0, 5.395865611607901e-176)]
    [InlineData("trigamma", 1e-05, 10000000001.644909)]
    [InlineData("trigamma", 0.5, 4.934802200544679)]
    [InlineData("trigamma", 1.0, 1.6449340668482264)]
    [InlineData("trigamma", 7.3, 0.1467957681314271)]
    [InlineData("trigamma", 100.0, 0.010050166663333571)]
    [InlineData("trigamma", 1000000.0, 1.0000005000001667e-06)]
    [InlineData("tetragamma", 1e-05, -2000000000000002.0)]
    [InlineData("tetragamma", 0.5, -16.82879664423432)]
    [InlineData("tetragamma", 1.0, -2.4041138063191885)]
    [InlineData("tetragamma", 7.3, -0.02151081444162025)]
    [InlineData("tetragamma", 100.0, -0.00010100499983335)]
    [InlineData("tetragamma", 1000000.0, -1.0000010000005e-12)]
    [InlineData("pentagamma", 1e-05, 5.999999999999999e+20)]
    [InlineData("pentagamma", 0.5, 97.40909103400244)]
    [InlineData("pentagamma", 1.0, 6.493939402266829)]
    [InlineData("pentagamma", 7.3, 0.00629315871319849)]
    [InlineData("pentagamma", 100.0, 2.030199990001333e-06)]
    [InlineData("pentagamma", 1000000.0, 2.000003000002e-18)]
    public void Values_are_those_of_forty_digits(string name, double x, double expected)
    {
        Relative(expected, new Tape(Known[name](X)).Evaluate([], [x])[0], 4e-14);
        double[] vector = new double[1];
        new RowKernel(Known[name](Column), []).Values([[x]], 0, 1, [], [], vector);
        Relative(expected, vector[0], 4e-14);
    }

    [Theory]
    [InlineData(0.5, 0.5, 1.1447298858494002)]
    [InlineData(2.0, 3.0, -2.4849066497880004)]
    [InlineData(0.001, 1000000.0, 6.893363375325389)]
    [InlineData(3.0, 10000000000.0, -68.38440560956143)]
    [InlineData(12.0, 15.0, -18.568172732389435)]
    [InlineData(40.0, 100000000.0, -630.1954772974501)]
    [InlineData(100000.0, 100000.0, -138633.92706134808)]
    [InlineData(9.9, 11.0, -14.352215835671263)]
    public void Log_beta_keeps_its_digits_where_one_argument_is_large(double a, double b, double expected)
    {
        Relative(expected, new Tape(LogBeta(X, Y)).Evaluate([], [a, b])[0], 4e-14);
        Relative(expected, new Tape(LogBeta(X, Y)).Evaluate([], [b, a])[0], 4e-14);
    }

    [Theory]
    [InlineData(-0.5, -1.2274112777602189, 3.090354888959125, 0.36081604172419945, 0.230202847471531)]
    [InlineData(-1e-07, -0.5000000666666742, 0.6666668166666907, 0.4999999666666679, 0.33333330833333435)]
    [InlineData(0.0, -0.5, 0.6666666666666666, 0.5, 0.3333333333333333)]
    [InlineData(1e-09, -0.49999999933333333, 0.6666666651666666, 0.5000000003333334, 0.33333333358333334)]
    [InlineData(0.2, -0.391372253182199, 0.44150030959976766, 0.5719448367966034, 0.38756542283481593)]
    [InlineData(0.39, -0.32036954355197284, 0.3158141867604312, 0.6511618391294414, 0.44783875800964074)]
    [InlineData(0.41, -0.3141556368001504, 0.3056547960913263, 0.660187428812709, 0.4547388475303305)]
    [InlineData(3.0, -0.07069937345776563, 0.026299582305177083, 4.5745637607083705, 3.645469800590309)]
    public void The_ratios_and_their_derivatives_are_exact_through_zero(double x, double log1, double log2, double exp1, double exp2)
    {
        double[] log = new double[3], exp = new double[3];
        new Derivatives(Log1PRatio(X), [X]).At([x], [], log);
        new Derivatives(ExpM1Ratio(X), [X]).At([x], [], exp);
        Relative(log1, log[1], 1e-13);
        Relative(log2, log[2], 1e-13);
        Relative(exp1, exp[1], 1e-13);
        Relative(exp2, exp[2], 1e-13);
    }

    [Theory]
    [InlineData(-10000.0, 10000.000099999997, -0.9999999900000006)]
    [InlineData(-40.0, 40.02496884720726, -0.9993773316214086)]
    [InlineData(-8.0, 8.121368112236112, -0.9856751165566591)]
    [InlineData(-7.9, 8.022817246208781, -0.9853403210156723)]
    [InlineData(-3.0, 3.2830986549304364, -0.9294408132147319)]
    [InlineData(-2.9, 3.190315139542982, -0.9261967849225089)]
    [InlineData(0.0, 0.7978845608028654, -0.6366197723675814)]
    [InlineData(5.0, 1.4867199409049056e-06, -7.433601914860711e-06)]
    public void The_slopes_of_log_Phi_are_exact_far_out(double x, double first, double second)
    {
        double[] outputs = new double[3];
        new Derivatives(LogNormalCdf(X), [X]).At([x], [], outputs);
        Relative(first, outputs[1], 1e-13);
        Relative(second, outputs[2], 1e-13);
    }

    [Fact]
    public void Neither_branch_sees_the_other()
    {
        var density = IfPositive(X, Log(X), Sqrt(-X)) + IfPositive(-X, Square(X) * Log(-X), X);
        foreach (double x in (double[])[-2, 2])
        {
            double[] outputs = new double[3];
            new Derivatives(density, [X]).At([x], [], outputs);
            Assert.All(outputs, value => Assert.True(double.IsFinite(value)));
        }
        double[] tests = [double.NaN, 0, -0.0];
        Assert.All(tests, test => Assert.Equal(7, new Tape(IfPositive(X, 5, 7)).Evaluate([], [test])[0]));
    }

    [Fact]
    public void A_part_without_a_share_in_a_sum_has_none_in_its_slope()
    {
        double[] outputs = new double[3];
        new Derivatives(LogSumExp(X, Log(Y) / 0.0), [X]).At([2, 0.5], [], outputs);
        Assert.Equal([2.0, 1, 0], outputs);
        new Derivatives(LogSumExp(X, -1 / Y), [Y]).At([2, 0], [], outputs);
        Assert.Equal([2.0, 0, 0], outputs);
        Assert.Equal(double.NegativeInfinity, new Tape(LogSumExp(X, X)).Evaluate([], [double.NegativeInfinity])[0]);
    }

    private static void Relative(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Abs(expected), $"{actual:R} instead of {expected:R}");
}
