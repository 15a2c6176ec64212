using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Tests.Jobs;

public sealed class JobCatalogueTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Good_jobs_and_the_problems_of_bad_ones_come_side_by_side()
    {
        Write("b.yaml", "name: second\nfits: [{name: a, family: normal, response: x}]");
        Write("a.json", """{"name": "first", "fits": [{"name": "a", "family": "normal", "response": "x"}]}""");
        Write("c.yml", "name: third\nfits: []");
        Write(".hidden.yaml", "not: a job");
        Write("notes.txt", "not a job");
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        Write("data/x.json", "[]");

        JobCatalogue catalogue = JobCatalogue.Load(folder);

        Assert.Equal(["first", "second"], catalogue.Jobs.Select(job => job.Name));
        Assert.Equal(Path.Combine(folder, "b.yaml"), catalogue.Find("second")!.File);
        Assert.Null(catalogue.Find("third"));
        Assert.Equal(3, catalogue.Files.Count);
        Assert.EndsWith("c.yml:2:7: fits: the list is empty. It needs at least one entry.", Assert.Single(catalogue.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_cannot_have_the_same_name_and_the_first_keeps_it()
    {
        Write("a.yaml", "name: same\nfits: [{name: a, family: normal, response: x}]");
        Write("b.yaml", "name: same\nfits: [{name: b, family: normal, response: x}]");

        JobCatalogue catalogue = JobCatalogue.Load(folder);

        Assert.Equal("a", Assert.Single(Assert.Single(catalogue.Jobs).Fits).Name);
        Assert.Contains("b.yaml:1:1: name: the job 'same' is already in", Assert.Single(catalogue.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_has_no_jobs() =>
        Assert.Empty(JobCatalogue.Load(Path.Combine(folder, "none")).Files);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);
}
