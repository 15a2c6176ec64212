using System.Globalization;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Tests.Numerics;
using BatchEstimator.Estimation.Tests.Support;
using Xunit.Abstractions;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Least squares of columns in memory against solutions in fractions.</summary>
public class LeastSquaresCertifiedTests(ITestOutputHelper output)
{
    private static readonly Lazy<(Rational[] Coefficients, Rational ResidualSquares)> OfDegreeTen = new(() => DegreeTen(withLows: true).Solve());

    public static TheoryData<string> Names => CertifiedTests.Names;

    [Theory, MemberData(nameof(Names))]
    public void Certified_sets_have_all_their_digits(string name)
    {
        var set = CertifiedSets.All.First(s => s.Name == name);
        var problem = Problem(set);
        var fit = Fit(problem);
        Assert.False(fit.IsExtended, $"the condition is {fit.Condition:G2}");
        var (exact, residual) = problem.Solve();
        double digits = Digits([.. exact.Select(value => (double)value)], problem.Natural(fit.Coefficients));
        Report(name, fit, digits);
        Assert.InRange(digits, 15, 16);
        Assert.InRange(fit.Digits, 15, 16);
        Assert.InRange(Digits(set.Coefficients, problem.Natural(fit.Coefficients)), set.Digits, 16);
        if (name is "wampler1" or "wampler2")
            Assert.Equal(0, (double)fit.ResidualSquares);
        else
            Close.To((double)residual, (double)fit.ResidualSquares, 1e-15, "r'r");
    }

    [Fact]
    public void A_polynomial_of_degree_ten_keeps_its_digits_where_R_drops_a_column()
    {
        // As NIST's Filip: 82 points from -9 to -3. R 4.2.2: lm(y ~ poly(x, 10, raw = TRUE)) has NA for the tenth power.
        var problem = DegreeTen(withLows: true);
        var fit = Fit(problem);
        var (exact, residual) = OfDegreeTen.Value;
        double digits = Digits([.. exact.Select(value => (double)value)], problem.Natural(fit.Coefficients));
        Report("degree 10", fit, digits);
        Assert.True(fit.IsExtended);
        Assert.Equal(11, fit.Rank);
        Assert.InRange(digits, 13, 16);
        Assert.InRange(fit.Digits, 12, digits + 0.7);
        Close.To((double)residual, (double)fit.ResidualSquares, 1e-13, "r'r");
    }

    [Fact]
    public void Powers_rounded_to_doubles_are_another_problem_whose_coefficients_share_few_digits()
    {
        double[] exact = [.. OfDegreeTen.Value.Coefficients.Select(value => (double)value)];
        var rounded = DegreeTen(withLows: false);
        var fit = Fit(rounded);
        Assert.InRange(Digits(exact, rounded.Natural(fit.Coefficients)), 5, 10);
    }

    private static ExactLeastSquares DegreeTen(bool withLows)
    {
        double[] x = [.. Enumerable.Range(0, 82).Select(i => Math.Round(-8.78 + 5.65 * i / 81, 3))];
        double[] y = [.. x.Select((v, i) => Math.Round(0.85 + 0.08 * Math.Sin(1.7 * v) + 0.01 * ((i * 37 + 11) % 23 - 11) / 11, 4))];
        return new(ExactLeastSquares.Powers(x, 10), y, withLows);
    }

    private static ExactLeastSquares Problem(CertifiedSet set)
    {
        var data = set.Data();
        double[] y = [.. data.Numbers("y")];
        if (set.Formula.Contains("poly", StringComparison.Ordinal) || set.Formula.Contains('^', StringComparison.Ordinal))
            return new(ExactLeastSquares.Powers([.. data.Numbers("x")], set.Coefficients.Length - 1), y);
        bool hasOnes = !set.Formula.Contains("- 1", StringComparison.Ordinal);
        string[] names = set.Coefficients.Length > 2 ? ["x1", "x2", "x3", "x4", "x5", "x6"] : ["x"];
        Rational[][] columns = [.. names.Select(name => (Rational[])[.. data.Numbers(name).Select(value => (Rational)value)])];
        return new(hasOnes ? [[.. y.Select(_ => (Rational)1)], .. columns] : columns, y);
    }

    private static LeastSquares Fit(ExactLeastSquares problem)
    {
        var fit = new LeastSquares(problem.Design, problem.Design.Blocks.Sum(block => block.Count));
        fit.Fit(problem.Rows);
        return fit;
    }

    private void Report(string name, LeastSquares fit, double digits) => output.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-10} condition {fit.Condition:0.0e+0}, {digits:0.0} digits, {fit.Digits:0.0} claimed, {fit.Refinements} refinement(s){(fit.IsExtended ? ", extended" : "")}"));

    // The log relative error of the worst coefficient; equal is all sixteen.
    private static double Digits(double[] expected, double[] actual) =>
        expected.Zip(actual, (a, b) => a == b ? 16 : Math.Min(16, -Math.Log10(Math.Abs(b / a - 1)))).Min();
}
