using System.Globalization;
using System.Text;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;
using Xunit.Abstractions;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>How many digits of certified coefficients are found.</summary>
public class CertifiedTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. CertifiedSets.All.Select(set => set.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_worst_coefficient_has_the_digits_it_should(string name)
    {
        var set = CertifiedSets.All.First(s => s.Name == name);
        var result = Fit(set);
        Assert.Equal(name is "wampler1" or "wampler2" ? FitStatus.Caution : FitStatus.Ok, result.Status);
        Assert.InRange(Digits(set.Coefficients, result).Min(), set.Digits, 16);
    }

    [Fact]
    public void Against_the_exact_solution_fifteen_digits_are_right_and_no_more_are_claimed_than_there_are()
    {
        var table = new StringBuilder("worst coefficient's digits: against the certified values, against the exact solution for the data as doubles, as claimed\n");
        table.AppendLine("set        condition  certified  exact  claimed  status");
        foreach (var set in CertifiedSets.All)
        {
            var result = Fit(set);
            double exact = Digits(ExactSolution.Of(set), result).Min();
            table.AppendLine(CultureInfo.InvariantCulture, $"{set.Name,-10} {result.Solver.ConditionNumber,9:0.0e+0} {Digits(set.Coefficients, result).Min(),10:0.0} {exact,6:0.0} {result.Solver.Digits,8:0.0}  {result.Status}{string.Concat(result.Codes.Select(c => " " + c.Code))}");
            Assert.True(exact >= 15, $"{set.Name} has {exact:0.0} digits of the exact solution");
            Assert.True(!(result.Solver.Digits > exact + 0.7), $"{set.Name} claims {result.Solver.Digits:0.0} digits and has {exact:0.0}");
        }
        output.WriteLine(table.ToString());
    }

    private static FitResult Fit(CertifiedSet set) => Fits.Of(new() { Name = "fit", Family = "normal", Formula = set.Formula }, set.Data());

    // The log relative error of the field; equal is all sixteen.
    private static IEnumerable<double> Digits(double[] coefficients, FitResult result) => coefficients.Zip(result.Parameters)
        .Select(pair => pair.First == pair.Second.Estimate ? 16 : Math.Min(16, -Math.Log10(Math.Abs(pair.Second.Estimate!.Value / pair.First - 1))));
}
