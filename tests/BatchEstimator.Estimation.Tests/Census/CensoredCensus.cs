using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Census;

/// <summary>
/// Families whose log-likelihood is concave in (1/scale, location/scale) however the rows are known: two exact values that differ are
/// enough for an estimate, and the search must find it from wherever the bounds lie.
/// </summary>
public class CensoredCensus
{
    [Theory, InlineData("normal"), InlineData("logistic"), InlineData("gumbel")]
    public void Whatever_is_known_of_the_rows_there_is_an_estimate(string family)
    {
        var problems = new List<string>();
        var random = new Random(20260403);
        for (int i = 0; i < 120; i++)
        {
            int rows = new[] { 4, 20, 200 }[random.Next(3)];
            double scale = Math.Pow(10, 6 * random.NextDouble() - 3), location = scale * (-5 + 55 * random.NextDouble()), reach = Math.Pow(10, 2.5 * random.NextDouble() - 1.5);
            var (left, right) = (new double[rows], new double[rows]);
            for (int row = 0; row < rows; row++)
            {
                double x = location + scale * random.Normal(0, 1), down = scale * reach * random.Exponential(1), up = scale * reach * random.Exponential(1);
                (left[row], right[row]) = row < 2 ? (x, x) : random.Next(4) switch
                {
                    0 => (x, x),
                    1 => (x - down, Missing.Value),
                    2 => (Missing.Value, x + up),
                    _ => (x - down, x + up),
                };
            }
            var result = Fits.Of(new() { Name = "fit", Family = family, Left = "left", Right = "right" }, Frame.Of("left", left).With("right", right));
            if (result.Status is FitStatus.Refused or FitStatus.Failed)
                problems.Add($"set {i}, n = {rows}, reach {reach:G3}: {result.Status} {string.Join("; ", result.Codes.Select(code => $"{code.Code} {code.Message}"))}");
        }
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }
}
