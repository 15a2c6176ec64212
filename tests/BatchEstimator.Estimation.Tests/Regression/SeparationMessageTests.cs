using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Tests.Regression;

public class SeparationMessageTests
{
    private static readonly string[] Names = ["(Intercept)", "dose", "age", "site=b"];

    [Fact]
    public void Complete_separation_states_the_line()
    {
        var code = Of([-1, 0.25, 0.5, 0], complete: true, 40, SeparatedResponse.TwoClasses);
        Assert.Equal(FitCodes.Separation, code.Code);
        Assert.Equal(["age", "dose"], code.Columns);
        Assert.Equal(
            "The data are completely separated by 'age' and 'dose': y = 1 in every row with age + 0.5 dose > 2, and y = 0 in every other row. "
            + "The likelihood keeps rising as these coefficients grow without bound (in the direction (Intercept) -1, dose +0.25, age +0.5), so there is no maximum-likelihood estimate. "
            + "An estimate exists under a prior: method: map with coefficients: \"normal(0, 2.5)\".",
            code.Message);
    }

    [Fact]
    public void A_falling_predictor_turns_the_line_round() =>
        Assert.StartsWith("The data are completely separated by 'dose': y = 1 in every row with dose < 1000000003.5, and y = 0 in every other row.",
            Of([1, -1 / 1000000003.5, 0, 0], complete: true, 40, SeparatedResponse.TwoClasses).Message, StringComparison.Ordinal);

    [Fact]
    public void Quasi_complete_separation_says_which_rows()
    {
        var code = Of([0, 0, 0, -1], complete: false, 12, SeparatedResponse.TwoClasses);
        Assert.Equal(["site=b"], code.Columns);
        Assert.StartsWith(
            "The data are quasi-completely separated by 'site=b': 12 of 1,200 rows have site=b other than 0, "
            + "and among them y = 1 wherever it is below and y = 0 wherever it is above. The likelihood keeps rising as this coefficient grows",
            code.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_and_classes_have_their_own_words()
    {
        Assert.StartsWith("The data are separated by 'site=b': 'y = 1' is 0 in every row with site=b > 0 (12 of 1,200 rows), and no row has site=b < 0.",
            Of([0, 0, 0, -1], complete: false, 12, SeparatedResponse.Counts).Message, StringComparison.Ordinal);
        Assert.StartsWith("The data are quasi-completely separated by 'age': along that direction the values of 'y = 1' become certain in 12 of 1,200 rows and less likely in none.",
            Of([-1, 0, 0.5, 0], complete: false, 12, SeparatedResponse.Classes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_value_only_is_the_intercepts()
    {
        var code = Of([1, 0, 0, 0], complete: true, 1200, SeparatedResponse.TwoClasses);
        Assert.Equal(["(Intercept)"], code.Columns);
        Assert.StartsWith("Every row has y = 1. The likelihood keeps rising as this coefficient grows", code.Message, StringComparison.Ordinal);
        Assert.StartsWith("Every row has y = 0. ", Of([-1, 0, 0, 0], complete: true, 1200, SeparatedResponse.TwoClasses).Message, StringComparison.Ordinal);
        Assert.Contains("\"(Intercept)\": \"normal(0, 2.5)\"", code.Message, StringComparison.Ordinal);
    }

    private static FitCode Of(double[] vector, bool complete, long strict, SeparatedResponse kind)
    {
        int[] support = [.. Enumerable.Range(0, vector.Length).Where(j => vector[j] != 0)];
        return SeparationMessage.Of(new(vector, support, complete, strict, 1200), Names, "y = 1", kind, "y = 0");
    }
}
