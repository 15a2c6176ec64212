using System.CommandLine;
using System.Text.Json;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Reports;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Cli;

/// <summary>Scores new rows with the estimates of a finished run; nothing is fitted again.</summary>
internal static class ScoreCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string> run = new("RUN") { Description = "The report folder of a finished run, or its result.json." };
        run.Validators.Add(ValidateCommand.NoOption);
        Option<string[]> input = new("--input", "-i") { Description = "The files with the new rows, CSV or Parquet.", HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<string> output = new("--output", "-o") { Description = "The file to make, .csv or .parquet; it must not exist.", HelpName = "FILE", Required = true };
        Option<PredictionInterval> interval = new("--interval") { Description = "none, confidence (of the fitted mean) or prediction (of one new value).", DefaultValueFactory = _ => PredictionInterval.Confidence };
        Option<UnseenPolicy> unseen = new("--unseen") { Description = "What a row gets whose label or group the run has not seen: null, reference or fail.", DefaultValueFactory = _ => UnseenPolicy.Null };
        Command command = new("score", "Scores new rows with a finished run's estimates.") { run, input, output, interval, unseen };
        command.SetAction((parsed, cancellation) => Task.Run(() => Score(
            parsed.GetValue(run)!, new() { Files = parsed.GetValue(input)!, Interval = parsed.GetValue(interval), Unseen = parsed.GetValue(unseen) }, parsed.GetValue(output)!, context), cancellation));
        return command;
    }

    private static int Score(string run, PredictionsDefinition wanted, string output, CliContext context)
    {
        RunCommand.CheckInputs([.. wanted.Files]);
        if (File.Exists(output) || Directory.Exists(output))
            throw new UsageException($"The output '{output}' exists already; nothing is overwritten. Name another file.");
        string path = Directory.Exists(run) ? Path.Combine(run, "result.json") : run;
        var (job, estimates) = Read(path);
        bool isParquet = output.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);
        string unfinished = output + ".unfinished";
        try
        {
            var summary = PredictionsFile.Write(new ScoringPass(job, wanted, estimates), job, wanted.Files, unfinished, isParquet ? PredictionFormat.Parquet : PredictionFormat.Csv);
            File.Move(unfinished, output);
            context.Out.WriteLine($"{Reports.Html.PredictionsSection.Sentence(wanted, summary with { Output = output })}");
        }
        finally
        {
            File.Delete(unfinished);
        }
        return ExitCode.Success;
    }

    private static (JobDefinition Job, List<ScoringFit> Estimates) Read(string path)
    {
        if (!File.Exists(path))
            throw new InputException(new InputProblem("NO_SUCH_FILE", "There is no such file.", "Name the report folder of a finished run, or its result.json.") { File = path });
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            var root = document.RootElement;
            var job = JobFile.Parse(root.GetProperty("definition").GetRawText()).Required;
            var estimates = root.GetProperty("fits").EnumerateArray().Select(fit => new ScoringFit(
                fit.GetProperty("fit").GetString()!, [.. fit.GetProperty("group").EnumerateObject().Select(part => part.Value.GetString())], ScoringJson.Read(fit))).ToList();
            if (estimates.TrueForAll(estimate => estimate.State is null))
                throw new InputException(new InputProblem("NO_PREDICTORS", "No fit of this run has predictors and a usable estimate.", "Name a run of a job with a formula.") { File = path });
            return (job, estimates);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException(new InputProblem("NOT_A_RESULT", $"This is not the result.json of a run of this version: {problem.Message}", "Name the report folder of a finished run, or its result.json.") { File = path });
        }
    }
}
