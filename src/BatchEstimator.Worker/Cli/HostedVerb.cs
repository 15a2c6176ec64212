using System.CommandLine;

namespace BatchEstimator.Worker.Cli;

/// <summary>
/// A verb that runs the host, such as <c>serve</c>. Its arguments are settings, which the host reads itself, and the host
/// listens for Ctrl+C and SIGTERM itself: the command line must not end the process while it drains.
/// </summary>
/// <param name="Run">Takes the arguments behind the verb; returns the exit code.</param>
public sealed record HostedVerb(string Name, string Description, Func<string[], Task<int>> Run)
{
    internal Command ToCommand()
    {
        Argument<string[]> settings = new("SETTINGS")
        {
            Description = "Settings with their values, such as --Urls http://127.0.0.1:5081 or --Workspace:Root DIR; the README lists them all.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Command command = new(Name, Description) { settings };
        command.SetAction(parsed => Run(parsed.GetValue(settings)!));
        return command;
    }
}
