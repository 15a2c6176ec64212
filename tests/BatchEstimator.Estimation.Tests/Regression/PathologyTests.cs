using System.Globalization;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Every case of the corpus gets its verdict, alone and as one group of many.</summary>
public class PathologyTests
{
    private static readonly string[] Refusals =
    [
        FitCodes.Separation, FitCodes.NoFiniteMle, FitCodes.UnboundedLikelihood, FitCodes.DegenerateVariance, FitCodes.OutOfSupport, FitCodes.TooFewRows, FitCodes.Empty,
        FitCodes.NotFinite, FitCodes.ImproperMode,
    ];

    private static IReadOnlyList<PathologyCase> Cases { get; } = PathologyCorpus.All;

    public static TheoryData<string> Names => [.. Cases.Select(one => one.Name)];

    [Fact]
    public void The_corpus_is_large_and_its_names_differ()
    {
        Assert.True(Cases.Count >= 100, $"{Cases.Count} cases");
        Assert.Equal(Cases.Count, Cases.Select(one => one.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_has_the_verdict_that_is_right(string name)
    {
        var one = Cases.Single(one => one.Name == name);
        Check(one, Fits.Of(one.Fit, one.Frame()));
    }

    [Fact]
    public void As_groups_of_one_file_each_has_the_verdict_it_has_alone()
    {
        foreach (var alike in Cases.Where(one => !one.HasLabels).GroupBy(one => Key(one.Fit)).Where(group => group.Count() > 1))
        {
            PathologyCase[] members = [.. alike];
            var frames = members.Select(one => one.Frame()).ToList();
            string[] columns = members[0].Columns;
            var joined = Frame.Of("row", [.. frames.SelectMany(frame => frame.Numbers("row"))]);
            foreach (string column in columns)
                joined = joined.With(column, [.. frames.SelectMany(frame => frame.Numbers(column))]);
            string[] groups = [.. frames.SelectMany((frame, i) => Enumerable.Repeat(i.ToString(CultureInfo.InvariantCulture), frame.Rows))];
            var results = Fits.ByGroup(members[0].Fit, joined, groups, [joined.Rows / 2]);
            for (int i = 0; i < members.Length; i++)
                Check(members[i], results[i]);
        }
    }

    private static void Check(PathologyCase one, FitResult result)
    {
        string[] expected = one.Verdict == "ok" ? [] : one.Verdict.Split(' ');
        string found = $"{one.Name}: {result.Status} {Sound.Codes(result)} {string.Join(", ", result.Parameters.Select(p => FormattableString.Invariant($"{p.Name}={p.Estimate:G12} ({p.StandardError:G6})")))} {result.LogLikelihood:R}";
        var status = expected.Length == 0 ? FitStatus.Ok : expected.Any(Refusals.Contains) ? FitStatus.Refused : FitStatus.Caution;
        Assert.True(status == result.Status && expected.Order().SequenceEqual(result.Codes.Select(code => code.Code).Distinct().Order()), found);
        Assert.True(!Sound.Problems(result, one.Name).Any(), string.Join("; ", Sound.Problems(result, one.Name)) + " " + found);
        foreach (string value in one.Values)
        {
            string[] parts = value.Split(" = ");
            double? estimate = result.Parameters.SingleOrDefault(parameter => parameter.Name == parts[0])?.Estimate ?? (parts[0] == "logLikelihood" ? result.LogLikelihood : null);
            if (parts[1] == "none")
                Assert.True(estimate is null, found);
            else
                Assert.True(Math.Abs(double.Parse(parts[1], CultureInfo.InvariantCulture) - estimate ?? double.NaN) <= 2e-7 * Math.Max(1, Math.Abs(estimate ?? 0)), $"{value}; {found}");
        }
    }

    private static string Key(FitDefinition fit) =>
        $"{fit.Family}|{fit.Formula}|{fit.Link}|{fit.Method}|{fit.Event}|{fit.Left}|{fit.Trials}|{fit.Offset}|{fit.Weights}|{string.Join(",", fit.Predictors)}|{string.Join(",", fit.Priors)}|{string.Join(",", fit.Fixed)}|{string.Join(",", fit.Levels)}";
}
