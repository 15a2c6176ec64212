using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Benchmarks.GroupMeans;

/// <summary>One run over a file in a process of its own, so that the peak memory is this run's and nobody else's.</summary>
/// <param name="Checksum">The sum of all group means: runs that do not agree on it did not do the same work.</param>
internal sealed record Measurement(double Seconds, long PeakBytes, double Checksum)
{
    public const string Verb = "group-means-here";

    public static Measurement Here(string file, int threads)
    {
        Stopwatch clock = Stopwatch.StartNew();
        RunResult run = Engine.Run(file, threads);
        double seconds = clock.Elapsed.TotalSeconds;
        using Process self = Process.GetCurrentProcess();
        return new Measurement(seconds, self.PeakWorkingSet64, run.Fits.Sum(fit => Mean(fit.Result)));
    }

    /// <summary>The middle one of three processes by time.</summary>
    public static async Task<Measurement> OfThree(string file, int threads)
    {
        List<Measurement> runs = [];
        for (int run = 0; run < 3; run++) runs.Add(await InChild(file, threads));
        return runs.OrderBy(run => run.Seconds).ElementAt(1);
    }

    public void Print() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Verb} {Seconds:R} {PeakBytes} {Checksum:R}"));

    private static double Mean(FitResult fit) =>
        fit.Parameters.FirstOrDefault(parameter => parameter.Name == "mu")?.Estimate
        ?? throw new InvalidOperationException($"Group {string.Join(", ", fit.Group)}: {string.Join("; ", fit.Codes)}");

    private static async Task<Measurement> InChild(string file, int threads)
    {
        string program = Environment.ProcessPath!;
        // Under `dotnet X.dll` the process is the host, and the program its first argument.
        string[] host = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Assembly.GetExecutingAssembly().Location] : [];
        ProcessStartInfo start = new(program, [.. host, Verb, file, threads.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        using Process child = Process.Start(start)!;
        string said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        if (child.ExitCode != 0) throw new InvalidOperationException($"The measured run ended with exit code {child.ExitCode}: {said}");
        string[] answer = said.Split('\n').Last(line => line.StartsWith(Verb, StringComparison.Ordinal)).Split(' ');
        return new Measurement(Read(answer[1]), (long)Read(answer[2]), Read(answer[3]));
    }

    private static double Read(string number) => double.Parse(number, CultureInfo.InvariantCulture);
}
