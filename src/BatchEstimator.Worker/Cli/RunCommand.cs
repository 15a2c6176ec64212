using System.CommandLine;
using System.Globalization;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Cli;

/// <summary>One run in the foreground, without a server or a workspace.</summary>
internal static class RunCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> job = new("JOB") { Description = "A job file, or the name of a job in the jobs folder." };
        job.Validators.Add(ValidateCommand.NoOption);
        Option<string[]> input = new("--input", "-i")
        {
            Description = "The data files, CSV or Parquet; read as one.",
            HelpName = "FILE",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> output = new("--output", "-o") { Description = "The folder to make for the report; it must not exist, or be empty.", HelpName = "DIR", Required = true };
        Option<int> threads = new("--threads") { Description = "How many processors to use.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        threads.Validators.Add(given =>
        {
            if (given.Tokens is [var token] && !(int.TryParse(token.Value, CultureInfo.InvariantCulture, out int count) && count >= 1))
                given.AddError($"--threads must be a whole number from 1, not '{token.Value}'.");
        });
        Option<string> folder = ValidateCommand.JobsOption(context);
        Command command = new("run", "Fits the models of one job to data files and writes the report.") { job, input, output, threads, folder };
        command.SetAction((parsed, cancellation) => Task.Run(
            () => Run(
                JobLookup.Find(parsed.GetValue(job)!, parsed.GetValue(folder)!).Required,
                parsed.GetValue(input)!, parsed.GetValue(output)!, parsed.GetValue(threads), context, cancellation),
            cancellation));
        return command;
    }

    private static int Run(JobDefinition job, string[] inputs, string output, int threads, CliContext context, CancellationToken cancellation)
    {
        CheckInputs(inputs);
        ReportFolder report = ReportFolder.At(output);
        RunRequest request = new(RunId.New(context.Clock.GetUtcNow()), job, inputs, Attempt: 1, threads);
        RunResult result = ProgressDisplay.Show(context, progress =>
        {
            RunResult done = context.Executor().Execute(request, progress, cancellation);
            progress.Report(new("reporting", done.Rows.Read, 0, 0, done.Fits.Count, done.Fits.Count));
            report.Write(request.RunId, folder => context.Reports().Write(done, folder));
            return done;
        });
        RunSummary.Write(result, report.Path, context.Out);
        bool unusable = result.Fits.Any(fit => fit.Result.Status is FitStatus.Refused or FitStatus.Failed);
        return result.Status == RunStatus.Failed ? ExitCode.Failed : unusable ? ExitCode.SomeFitsUnusable : ExitCode.Success;
    }

    internal static void CheckInputs(string[] inputs)
    {
        InputProblem[] missing = [.. inputs.Where(path => !File.Exists(path)).Select(path => Directory.Exists(path)
            ? new InputProblem("NOT_A_FILE", "This is a folder.", "Name the files in it.") { File = path }
            : new InputProblem("NO_SUCH_FILE", "There is no such file.", "Check the path.") { File = path })];
        if (missing.Length > 0)
            throw new InputException(missing);
    }
}
