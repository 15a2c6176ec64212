using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Tests.Jobs;

/// <summary>The shipped configuration, as it lies in the checkout.</summary>
public class ExampleJobTests
{
    private static readonly string Config = FindConfig();

    [Fact]
    public void Every_example_is_a_valid_job()
    {
        JobCatalogue catalogue = JobCatalogue.Load(Path.Combine(Config, "jobs"));

        Assert.Empty(catalogue.Problems);
        Assert.True(catalogue.Jobs.Count >= 18, $"only {catalogue.Jobs.Count} examples");
    }

    [Fact]
    public void Every_example_has_its_own_data_and_every_data_file_its_example()
    {
        var examples = JobCatalogue.Load(Path.Combine(Config, "jobs")).Jobs;
        string[] jobs = [.. examples.Select(job => job.Name)], newRows = [.. examples.SelectMany(job => job.Predictions?.Files ?? []).Select(file => Path.GetFileName(file))];
        string[] data = [.. Directory.EnumerateFiles(Path.Combine(Config, "jobs", "data")).Select(path => Path.GetFileName(path)).Where(name => name != "DATA.md")];

        Assert.All(newRows, name => Assert.Contains(name, data));
        Assert.Equal(jobs, data.Except(newRows).Select(name => name[..name.IndexOf('.', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
        string notes = File.ReadAllText(Path.Combine(Config, "jobs", "data", "DATA.md"));
        Assert.All(data, name => Assert.Contains($"`{name}`", notes, StringComparison.Ordinal));
        Assert.True(data.Count(name => name.EndsWith(".parquet", StringComparison.Ordinal)) >= 2);
    }

    [Fact]
    public void The_examples_survive_their_canonical_form()
    {
        foreach (JobDefinition job in JobCatalogue.Load(Path.Combine(Config, "jobs")).Jobs)
            Assert.Equal(job.Hash, JobFile.Parse(job.Canonical).Required.Hash);
    }

    [Fact]
    public void No_damage_to_an_example_makes_the_reader_throw()
    {
        const string strange = "{}[]:,\"'-#&*!|>%@`\t\n ?~\\()0a\0\u00e9";
        string[] texts = [.. JobCatalogue.Load(Path.Combine(Config, "jobs")).Files.Select(file => File.ReadAllText(file.File!))];
        Random random = new(1);
        int refused = 0;
        for (int i = 0; i < 1000; i++)
        {
            string text = texts[random.Next(texts.Length)];
            for (int damage = random.Next(1, 6); damage > 0; damage--)
            {
                int at = random.Next(text.Length - 8);
                text = random.Next(2) == 0 ? text.Remove(at, random.Next(8)) : text.Insert(at, strange[random.Next(strange.Length)].ToString());
            }

            JobReading reading = JobFile.Parse(text);
            Assert.True(reading.Definition is null == reading.Problems.Count > 0, text);
            Assert.All(reading.Problems, problem => Assert.InRange(problem.Line!.Value, 1, text.Count(c => c == '\n') + 1));
            refused += reading.Definition is null ? 1 : 0;
        }

        Assert.InRange(refused, 250, 999);
    }

    [Fact]
    public void The_schema_in_the_checkout_is_what_the_program_prints() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Config, "job.schema.json")), JobSchema.Text);

    private static string FindConfig()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BatchEstimator.sln")))
                return Path.Combine(folder.FullName, "config");
        }

        throw new DirectoryNotFoundException("The checkout's config folder is not above the tests.");
    }
}
