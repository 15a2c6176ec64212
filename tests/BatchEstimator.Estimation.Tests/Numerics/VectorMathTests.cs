using System.Reflection;
using System.Runtime.Intrinsics;
using BatchEstimator.Estimation.Numerics;
using Library = MathNet.Numerics.SpecialFunctions;

namespace BatchEstimator.Estimation.Tests.Numerics;

/// <summary>The vector functions against values of 40 digits, at each width, with other and exceptional numbers in the other lanes.</summary>
public class VectorMathTests
{
    private static readonly double[] Exceptions = [double.NaN, 0, double.PositiveInfinity, -1, double.NegativeInfinity, 1e300, 5e-324, 800];

    public static TheoryData<string> Functions => [.. VectorMathTables.OneArgument.Keys];

    [Theory, MemberData(nameof(Functions))]
    public void A_function_of_one_number_has_its_digits_at_every_width(string name)
    {
        double[] table = VectorMathTables.OneArgument[name];
        for (int i = 0; i < table.Length; i += 2)
            foreach (double value in AllWidths(name, i / 2, table[i]))
                Near(table[i + 1], value, name == "Digamma" ? 2e-15 * Math.Max(1, Math.Abs(table[i + 1])) : 2e-15 * Math.Abs(table[i + 1]), $"{name}({table[i]:R})");
    }

    [Fact]
    public void A_power_has_its_digits_at_every_width()
    {
        double[] table = VectorMathTables.Pow;
        for (int i = 0; i < table.Length; i += 3)
            foreach (double value in AllWidths("Pow", i / 3, table[i], table[i + 1]))
                Near(table[i + 2], value, 5e-15 * table[i + 2], $"Pow({table[i]:R}, {table[i + 1]:R})");
    }

    [Theory, InlineData("GammaP", 2), InlineData("GammaQ", 3)]
    public void The_incomplete_gamma_functions_have_their_digits_at_every_width(string name, int column)
    {
        double[] table = VectorMathTables.IncompleteGamma;
        for (int i = 0; i < table.Length; i += 4)
            foreach (double value in AllWidths(name, i / 4, table[i], table[i + 1]))
                Near(table[i + column], value, 3e-14 * table[i + column], $"{name}({table[i]:R}, {table[i + 1]:R})");
    }

    [Theory]
    [InlineData("Log", 0, double.NegativeInfinity), InlineData("Log", -0.0, double.NegativeInfinity), InlineData("Log", -1, double.NaN), InlineData("Log", double.NegativeInfinity, double.NaN), InlineData("Log", double.PositiveInfinity, double.PositiveInfinity), InlineData("Log", 1, 0)]
    [InlineData("Exp", double.NegativeInfinity, 0), InlineData("Exp", -746, 0), InlineData("Exp", -1e300, 0), InlineData("Exp", 0, 1), InlineData("Exp", 709.8, double.PositiveInfinity), InlineData("Exp", 1e300, double.PositiveInfinity), InlineData("Exp", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Log1P", -1, double.NegativeInfinity), InlineData("Log1P", -2, double.NaN), InlineData("Log1P", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("ExpM1", double.NegativeInfinity, -1), InlineData("ExpM1", 710, double.PositiveInfinity), InlineData("ExpM1", 0, 0)]
    [InlineData("Log1PRatio", 0, 1), InlineData("Log1PRatio", -1, double.PositiveInfinity), InlineData("Log1PRatio", double.PositiveInfinity, 0)]
    [InlineData("ExpM1Ratio", 0, 1), InlineData("ExpM1Ratio", double.NegativeInfinity, 0), InlineData("ExpM1Ratio", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Log1MExp", 0, double.NegativeInfinity), InlineData("Log1MExp", 1, double.NaN), InlineData("Log1MExp", double.NegativeInfinity, 0)]
    [InlineData("Softplus", double.NegativeInfinity, 0), InlineData("Softplus", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Logistic", double.NegativeInfinity, 0), InlineData("Logistic", double.PositiveInfinity, 1), InlineData("Logistic", 0, 0.5)]
    [InlineData("LogGamma", 0, double.PositiveInfinity), InlineData("LogGamma", 1, 0), InlineData("LogGamma", 2, 0), InlineData("LogGamma", -1.5, double.NaN), InlineData("LogGamma", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Digamma", 0, double.NegativeInfinity), InlineData("Digamma", double.PositiveInfinity, double.PositiveInfinity), InlineData("Digamma", -0.5, double.NaN)]
    [InlineData("Trigamma", 0, double.PositiveInfinity), InlineData("Trigamma", double.PositiveInfinity, 0), InlineData("Trigamma", -0.5, double.NaN)]
    [InlineData("Erf", 0, 0), InlineData("Erf", double.PositiveInfinity, 1), InlineData("Erf", double.NegativeInfinity, -1)]
    [InlineData("Erfc", 0, 1), InlineData("Erfc", double.PositiveInfinity, 0), InlineData("Erfc", double.NegativeInfinity, 2)]
    [InlineData("NormalCdf", double.PositiveInfinity, 1), InlineData("NormalCdf", double.NegativeInfinity, 0)]
    [InlineData("LogNormalCdf", double.PositiveInfinity, 0), InlineData("LogNormalCdf", double.NegativeInfinity, double.NegativeInfinity), InlineData("LogNormalCdf", 40, 0)]
    [InlineData("NormalHazard", double.PositiveInfinity, 0), InlineData("NormalHazard", double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData("NormalHazardExcess", double.PositiveInfinity, double.PositiveInfinity), InlineData("NormalHazardExcess", double.NegativeInfinity, 0)]
    public void Edges_are_those_of_the_function(string name, double x, double expected)
    {
        foreach (double value in AllWidths(name, 0, x).Concat(AllWidths(name, 3, x)))
            Assert.Equal(expected, value);
        Assert.All(AllWidths(name, 1, double.NaN), value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void A_power_has_the_edges_of_the_scalar_function()
    {
        double[] edges = [0, 1, 0.5, 2, 5e-324, 1e308, double.PositiveInfinity, double.NaN];
        foreach (double x in edges)
            foreach (double y in edges.Concat([-1, -2, double.NegativeInfinity]))
                foreach (double value in AllWidths("Pow", 2, x, y))
                    if (Math.Pow(x, y) is var expected && double.IsFinite(expected) && expected != 0)
                        Near(expected, value, Math.Max(double.Epsilon, 1e-14 * expected), $"Pow({x}, {y})");
                    else
                        Assert.True(expected.Equals(value), $"Pow({x}, {y}) = {value}, expected {expected}");
    }

    [Theory, InlineData(0.2), InlineData(3), InlineData(50)]
    public void The_incomplete_gamma_functions_end_at_0_and_1(double a)
    {
        Assert.All(AllWidths("GammaP", 0, a, 0), value => Assert.Equal(0, value));
        Assert.All(AllWidths("GammaQ", 0, a, 0), value => Assert.Equal(1, value));
        Assert.All(AllWidths("GammaP", 0, a, double.PositiveInfinity), value => Assert.Equal(1, value));
        Assert.All(AllWidths("GammaQ", 0, a, double.PositiveInfinity), value => Assert.Equal(0, value));
        Assert.All(AllWidths("GammaP", 0, a, -1).Concat(AllWidths("GammaQ", 0, -a, 1)), value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void MathNet_agrees_where_it_is_accurate()
    {
        for (double x = 0.05; x < 20; x += 0.173)
        {
            Assert.All(AllWidths("LogGamma", 0, x), value => Near(Library.GammaLn(x), value, 1e-13 * Math.Max(1, value), $"LogGamma({x})"));
            Assert.All(AllWidths("Erfc", 0, x), value => Near(Library.Erfc(x), value, 1e-13 * value, $"Erfc({x})"));
            Assert.All(AllWidths("GammaP", 0, 4.5, x), value => Near(Library.GammaLowerRegularized(4.5, x), value, 1e-12, $"GammaP(4.5, {x})"));
        }
    }

    private static IEnumerable<double> AllWidths(string name, int place, params double[] arguments) =>
        [At<Vector512<double>, Simd512>(name, place, arguments), At<Vector256<double>, Simd256>(name, place, arguments), At<Vector128<double>, Simd128>(name, place, arguments)];

    // The value in one lane, while the others hold exceptional numbers.
    private static double At<TVector, TSimd>(string name, int place, double[] arguments)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        MethodInfo function = typeof(VectorMath<TVector, TSimd>).GetMethod(name)!;
        int lane = place % TSimd.Lanes;
        object[] vectors = [.. arguments.Select((argument, k) =>
        {
            double[] lanes = [.. Enumerable.Range(0, TSimd.Lanes).Select(i => i == lane ? argument : Exceptions[(i + place + 3 * k) % Exceptions.Length])];
            return (object)TSimd.Load(lanes, 0);
        })];
        return TSimd.Lane((TVector)function.Invoke(null, vectors)!, lane);
    }

    private static void Near(double expected, double value, double tolerance, string what) =>
        Assert.True(Math.Abs(value - expected) <= tolerance, $"{what} = {value:R}, expected {expected:R}");
}
