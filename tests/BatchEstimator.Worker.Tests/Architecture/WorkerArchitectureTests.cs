using System.Reflection;
using System.Text.RegularExpressions;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Tests.Architecture;

public partial class WorkerArchitectureTests
{
    private static readonly Assembly Worker = typeof(JobDefinition).Assembly;

    [Fact]
    public void No_folder_of_the_worker_depends_on_itself_through_others() =>
        Checkout.HasNone(FolderGraph.Of(Worker, "BatchEstimator.Worker").Cycles());

    [Fact]
    public void Source_files_stay_within_400_lines() =>
        Checkout.HasNone(Checkout.Sources("src", ".cs", ".razor")
            .Select(file => (File: file, Lines: Lines(file).Length))
            .Where(source => source.Lines > 400)
            .Select(source => $"{source.File} has {source.Lines} lines; split it."));

    [Fact]
    public void The_program_starts_in_fewer_than_60_lines() =>
        Assert.InRange(Lines("src/BatchEstimator.Worker/Program.cs").Length, 1, 59);

    // The cycle tests go by namespace; this makes a namespace mean a folder.
    [Fact]
    public void A_namespace_is_its_folder() =>
        Checkout.HasNone(Checkout.Sources("src", ".cs")
            .Select(file => (File: file, Namespace: Namespace().Match(File.ReadAllText(Path.Combine(Checkout.Root, file))).Groups[1].Value))
            .Where(source => source.Namespace.Length > 0)
            .Where(source => source.Namespace != Path.GetDirectoryName(source.File)!["src/".Length..].Replace('/', '.'))
            .Select(source => $"{source.File} declares {source.Namespace}"));

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Checkout.Root, file));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
