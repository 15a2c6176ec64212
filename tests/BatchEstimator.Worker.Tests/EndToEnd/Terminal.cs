using BatchEstimator.Tests.Architecture;
using BatchEstimator.Worker.Cli;
using BatchEstimator.Worker.Reports;
using BatchEstimator.Worker.Running;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.EndToEnd;

/// <summary>The program as a user calls it, with the real engine and reports.</summary>
internal static class Terminal
{
    public static string Jobs { get; } = Path.Combine(Checkout.Root, "config", "jobs");

    public static IReadOnlyList<string> ExampleNames { get; } =
        [.. Directory.EnumerateFiles(Jobs).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static string SampleOf(string job) => Directory.EnumerateFiles(Path.Combine(Jobs, "data"), job + ".*").Single();

    public static Said Call(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        CliContext context = new()
        {
            Executor = () => new RunExecutor(TimeProvider.System),
            Reports = () => new ReportWriter(),
            Out = output,
            Error = error,
            Terminal = false,
            JobsFolder = Jobs,
        };
        int code = CommandLine.Run(arguments, context);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a job, given as text, over files of the folder; the report lies in <c>out/</c> there.</summary>
    public static Said Run(TempFolder folder, string job, params string[] inputs)
    {
        folder.Write("job.yaml", job);
        return Call(["run", folder.Path("job.yaml"), "--input", .. inputs.Select(name => folder.Path(name)), "--output", folder.Path("out")]);
    }
}

/// <summary>What a call returned and printed.</summary>
internal sealed record Said(int Code, string Out, string Error);
