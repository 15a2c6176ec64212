using System.CommandLine;
using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Worker.Cli;

/// <summary><c>priors</c>: every prior with its parameters and what it is for.</summary>
internal static class PriorsCommand
{
    public static Command Create(CliContext context)
    {
        Command command = new("priors", "Lists the priors with their parameters.");
        command.SetAction(_ =>
        {
            context.Out.WriteLine("Densities of the natural parameters; written such as  priors: { theta: \"beta(2, 8)\" }");
            context.Out.WriteLine();
            TextTable table = new(["prior", "for"], [48, 72]);
            foreach (var prior in PriorCatalogue.All)
                table.Add(prior.Signature, prior.Summary);
            table.Write(context.Out);
            return ExitCode.Success;
        });
        return command;
    }
}
