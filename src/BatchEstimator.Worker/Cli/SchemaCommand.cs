using System.CommandLine;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Cli;

internal static class SchemaCommand
{
    public static Command Create(CliContext context)
    {
        Command command = new("schema", "Prints the JSON Schema of job files, for editors.");
        command.SetAction(_ =>
        {
            context.Out.Write(JobSchema.Text);
            return ExitCode.Success;
        });
        return command;
    }
}
