using System.Text.RegularExpressions;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Tests.Architecture;

/// <summary>What the README says is what the program has.</summary>
public partial class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Checkout.Root, "README.md"));

    [Fact]
    public void The_table_of_families_is_the_catalogue() =>
        Assert.Equal(
            Catalogue.All.Select(family => (family.Name, $"| {family.Summary} | {Names(family)} | {family.Support} |")),
            Rows("Families").Select(row => (row.Name, row.Cells)));

    [Fact]
    public void The_table_of_settings_names_every_setting_the_worker_reads()
    {
        string reader = File.ReadAllText(Path.Combine(Checkout.Root, "src/BatchEstimator.Worker/Settings/WorkerSettings.cs"));
        Assert.Equal(
            SettingRead().Matches(reader).Select(match => match.Groups[1].Value).Distinct().Order(StringComparer.Ordinal),
            Rows("Settings").Select(row => row.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_job_in_it_is_a_valid_job()
    {
        string[] jobs = [.. YamlBlock().Matches(Text).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(jobs);
        Checkout.HasNone(jobs.SelectMany(job => JobFile.Parse(job).Problems).Select(problem => problem.ToString()));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/method.md")]
    [InlineData("docs/reference.md")]
    [InlineData("docs/adding-a-family.md")]
    [InlineData("docs/decisions/README.md")]
    [InlineData("docs/decisions/0002-dependencies.md")]
    [InlineData("docs/decisions/0010-likelihoods-as-expressions.md")]
    [InlineData("docs/decisions/0011-rows-in-standard-units.md")]
    [InlineData("docs/decisions/0012-limits-as-answers.md")]
    [InlineData("docs/decisions/0013-intervals.md")]
    [InlineData("docs/decisions/0014-goodness-of-fit.md")]
    [InlineData("docs/decisions/0015-candidates-by-aic.md")]
    public void Every_link_to_a_file_leads_to_one(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Checkout.Root, page))!;
        Checkout.HasNone(Link().Matches(File.ReadAllText(Path.Combine(Checkout.Root, page)))
            .Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://") && !Path.Exists(Path.Combine(folder, target)))
            .Select(target => $"{page} links to {target}, which is not there."));
    }

    [Fact]
    public void Every_decision_is_in_the_index()
    {
        string folder = Path.Combine(Checkout.Root, "docs", "decisions");
        string index = File.ReadAllText(Path.Combine(folder, "README.md"));
        Checkout.HasNone(Directory.GetFiles(folder, "0*.md").Select(Path.GetFileName).OfType<string>()
            .Where(page => !index.Contains($"({page})")));
    }

    private static string Names(Family family) => string.Join(", ", family.Parameters.Select(parameter => $"`{parameter.Name.Replace("|", "\\|", StringComparison.Ordinal)}`"));

    /// <summary>The rows of a section's table that begin with a name in backticks.</summary>
    private static IEnumerable<(string Name, string Cells)> Rows(string section) =>
        Text.Split("\n## ").Single(part => part.StartsWith(section + "\n", StringComparison.Ordinal)).Split('\n')
            .Select(line => TableRow().Match(line)).Where(match => match.Success)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value));

    [GeneratedRegex(@"^\| `([^`]+)` (\|.*\|)$")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"read\.\w+\(""([\w:]+)""")]
    private static partial Regex SettingRead();

    [GeneratedRegex(@"^```yaml\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex YamlBlock();

    [GeneratedRegex(@"\]\(([^)#]+)")]
    private static partial Regex Link();
}
