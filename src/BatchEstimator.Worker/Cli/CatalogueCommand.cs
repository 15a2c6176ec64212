using System.CommandLine;

namespace BatchEstimator.Worker.Cli;

/// <summary><c>families</c> and <c>priors</c>: everything, or those named.</summary>
internal static class CatalogueCommand
{
    public static Command Create(string name, string summary, Func<IReadOnlyList<CatalogueEntry>> list, CliContext context)
    {
        Command command = new(name, summary);
        command.SetAction(_ =>
        {
            foreach (CatalogueEntry entry in list())
                Write(entry, context.Out);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(CatalogueEntry entry, TextWriter output)
    {
        output.WriteLine(entry.Name);
        output.WriteLine($"    {entry.Summary}");
        foreach (string detail in entry.Details)
            output.WriteLine($"    {detail}");
        output.WriteLine();
    }
}
