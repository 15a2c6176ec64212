using System.CommandLine;
using BatchEstimator.Worker.Data;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Cli;

/// <summary>The verbs of the program.</summary>
public static class CommandLine
{
    private const string DefaultVerb = "serve";

    /// <summary>After Ctrl+C, for a run to clean up.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(10);

    private static readonly string[] RootOptions = ["-h", "-?", "--help", "--version"];

    /// <param name="hosted">Verbs that need the host; <c>serve</c> among them is the one that is meant if none is named.</param>
    public static int Run(IReadOnlyList<string> args, CliContext context, params IReadOnlyList<HostedVerb> hosted)
    {
        RootCommand root = Build(context, hosted);
        ParseResult parsed = root.Parse(WithDefaultVerb(args, root));
        if (parsed.Errors.Count > 0)
            return Misused(parsed, context);
        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = context.Out,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = hosted.Any(verb => verb.Name == parsed.CommandResult.Command.Name) ? null : TimeToStop,
            });
        }
        catch (UsageException problem)
        {
            context.Error.WriteLine(problem.Message);
            return ExitCode.Usage;
        }
        catch (JobException problem)
        {
            return Failed(problem.Problems, context);
        }
        catch (InputException problem)
        {
            return Failed(problem.Problems, context);
        }
        catch (OperationCanceledException)
        {
            return Failed(["Stopped before the end; nothing was written."], context);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Failed([$"A file or folder could not be read or written: {problem.Message}"], context);
        }
        catch (OutOfMemoryException)
        {
            return Failed(["There is not enough memory for this run. Use fewer processors (--threads 1), or give the program more memory."], context);
        }
        catch (Exception problem)
        {
            return Failed([$"This is a fault of the program, not of your input; please report it. {problem}"], context);
        }
    }

    private static RootCommand Build(CliContext context, IReadOnlyList<HostedVerb> hosted)
    {
        RootCommand root = new("Fits statistical models to the data files dropped in its folders, by maximum likelihood or maximum a posteriori.")
        {
            RunCommand.Create(context),
            ScoreCommand.Create(context),
            ValidateCommand.Create(context),
            FamiliesCommand.Create(context),
            PriorsCommand.Create(context),
            SchemaCommand.Create(context),
        };
        foreach (HostedVerb verb in hosted)
            root.Add(verb.ToCommand());
        return root;
    }

    /// <summary>Without a verb the program serves, so that a container needs no arguments and settings may stand alone.</summary>
    private static IReadOnlyList<string> WithDefaultVerb(IReadOnlyList<string> args, RootCommand root)
    {
        bool verbless = args.Count == 0 || (args[0].StartsWith('-') && !RootOptions.Contains(args[0]));
        return verbless && root.Subcommands.Any(command => command.Name == DefaultVerb) ? [DefaultVerb, .. args] : args;
    }

    private static int Misused(ParseResult parsed, CliContext context)
    {
        foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
            context.Error.WriteLine(message);
        string verb = parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
        context.Error.WriteLine($"How to use it: batch-estimator {verb}--help");
        return ExitCode.Usage;
    }

    private static int Failed<T>(IReadOnlyList<T> problems, CliContext context) where T : class
    {
        foreach (T problem in problems)
            context.Error.WriteLine(problem.ToString());
        return ExitCode.Failed;
    }
}
