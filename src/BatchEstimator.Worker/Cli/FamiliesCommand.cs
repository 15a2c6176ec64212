using System.CommandLine;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Worker.Cli;

/// <summary><c>families</c>: all of them in tables by kind, or those named in full.</summary>
internal static class FamiliesCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string[]> names = new("NAME") { Description = "Families to show in full; a table of all if none is given.", Arity = ArgumentArity.ZeroOrMore };
        names.Validators.Add(ValidateCommand.NoOption);
        Command command = new("families", "Lists the families of distributions, or shows one in full.") { names };
        command.SetAction(parsed =>
        {
            Family[] named = [.. (parsed.GetValue(names) ?? []).Select(Find)];
            if (named.Length == 0)
                WriteAll(context.Out);
            foreach (Family family in named)
                WritePage(family, context.Out);
            return ExitCode.Success;
        });
        return command;
    }

    private static void WriteAll(TextWriter output)
    {
        foreach (string kind in FamilyKind.All)
        {
            Family[] families = [.. Catalogue.All.Where(family => FamilyKind.Of(family) == kind)];
            if (families.Length == 0)
                continue;
            TextTable table = new([kind, "data", "given as", "estimate exists"], [32, 24, 22, 40]);
            foreach (Family family in families)
                table.Add(FamilyWords.Signature(family), family.Support, FamilyWords.Takes(family), family.Existence);
            table.Write(output);
            output.WriteLine();
        }
        output.WriteLine($"* also {FamilyWords.Censored}.");
        output.WriteLine("One in full: families NAME.  What goes with every family (weights, fixed, priors, ...): schema.");
    }

    private static void WritePage(Family family, TextWriter output)
    {
        output.WriteLine(FamilyWords.Signature(family));
        foreach (var (key, text) in FamilyWords.Page(family))
            output.WriteLine($"    {key,-12} {text}");
        output.WriteLine();
    }

    private static Family Find(string name)
    {
        if (Catalogue.Find(name) is { } family)
            return family;
        string[] known = [.. Catalogue.All.Select(candidate => candidate.Name)];
        string? near = Nearest.To(name, known);
        throw new UsageException($"There is no family '{name}' in this version. {(near is null ? "" : $"Did you mean '{near}'? ")}Known: {string.Join(", ", known)}.");
    }
}
