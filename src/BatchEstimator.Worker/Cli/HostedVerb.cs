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
        Command command = new(Name, Description) { TreatUnmatchedTokensAsErrors = false };
        command.SetAction(parsed => Run([.. parsed.UnmatchedTokens]));
        return command;
    }
}
