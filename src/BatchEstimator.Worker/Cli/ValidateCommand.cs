using System.CommandLine;
using System.CommandLine.Parsing;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Cli;

internal static class ValidateCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string[]> jobs = new("JOB")
        {
            Description = "Job files, or names of jobs in the jobs folder; all of the folder if none is given.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        jobs.Validators.Add(NoOption);
        Option<string> folder = JobsOption(context);
        Command command = new("validate", "Checks job files and lists all that is wrong, with line and column.") { jobs, folder };
        command.SetAction(parsed => Validate(parsed.GetValue(jobs) ?? [], parsed.GetValue(folder)!, context));
        return command;
    }

    public static Option<string> JobsOption(CliContext context) => new("--jobs")
    {
        Description = "The folder of job files.",
        HelpName = "DIR",
        DefaultValueFactory = _ => context.JobsFolder,
    };

    /// <summary>The parser takes an option it does not know for an argument.</summary>
    public static void NoOption(ArgumentResult given)
    {
        foreach (Token token in given.Tokens.Where(token => token.Value.StartsWith('-')))
            given.AddError($"There is no option '{token.Value}' here.");
    }

    private static int Validate(string[] jobs, string folder, CliContext context)
    {
        if (jobs.Length == 0 && !Directory.Exists(folder))
            throw new UsageException($"There is no folder '{folder}'. Name job files, or their folder with --jobs.");
        IReadOnlyList<JobReading> files = jobs.Length == 0 ? JobCatalogue.Load(folder).Files : [.. jobs.Select(job => JobLookup.Find(job, folder))];
        foreach (JobProblem problem in files.SelectMany(file => file.Problems))
            context.Error.WriteLine(problem);
        foreach (JobReading file in files.Where(file => file.Definition is not null))
            context.Out.WriteLine($"ok  {file.Definition!.Name}  ({file.File}, {file.Definition.Fits.Count} {(file.Definition.Fits.Count == 1 ? "fit" : "fits")})");
        int bad = files.Count(file => file.Definition is null);
        if (bad > 0)
            context.Error.WriteLine($"{bad} of {files.Count} job files cannot be used: {files.Sum(file => file.Problems.Count)} problems.");
        return bad == 0 ? ExitCode.Success : ExitCode.Failed;
    }
}
