using System.Text;
using System.Text.Json.Nodes;
using BatchEstimator.Estimation.Models;
using YamlDotNet.Core;

namespace BatchEstimator.Worker.Jobs;

/// <summary>What reading a job file gave: a definition, or everything that is wrong with it.</summary>
public sealed record JobReading(string? File, JobDefinition? Definition, IReadOnlyList<JobProblem> Problems)
{
    /// <summary>Where the name stands, for problems that only show beside other files.</summary>
    internal (long Line, long Column)? NamePlace { get; init; }

    /// <exception cref="JobException">The file has problems.</exception>
    public JobDefinition Required => Definition ?? throw new JobException(Problems);
}

/// <summary>Reads job files. YAML and JSON go through the same door: JSON is YAML.</summary>
public static class JobFile
{
    /// <summary>Larger than any job somebody wrote; a data file dropped in the wrong folder is not parsed.</summary>
    private const long LargestFile = 1 << 20;

    /// <summary>The entries of a fit that are right or wrong whatever its other entries say.</summary>
    private static readonly string[] OfTheCatalogue = ["family", "candidates", "formula", "predictors", "priors", "fixed", "quantiles", "probabilities", "hypotheses"];

    public static readonly IReadOnlyList<string> Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Never throws for a bad file: what is wrong is in the problems.</summary>
    public static JobReading Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile } large)
                return Unreadable(path, $"the file has {large.Length / 1024} kB, too much for a job file.", "Name a job file (.yaml or .json), not a data file.");
            return Parse(File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true)), path);
        }
        catch (DecoderFallbackException)
        {
            return Unreadable(path, "the file is not UTF-8 text.", "Save it as UTF-8.");
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable(path, "there is no such file.", "Check the path.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, $"the file cannot be read: {problem.Message}", "Check that it is a file and that you may read it.");
        }
    }

    /// <param name="file">The path to name in problems; null for a text that is no file, such as <see cref="JobDefinition.Canonical"/>.</param>
    public static JobReading Parse(string text, string? file = null)
    {
        ProblemList problems = new(file);
        JobDefinition? definition = null;
        (long, long)? namePlace = null;
        try
        {
            if (YamlTree.Load(text) is { } root)
                (definition, namePlace) = (Build(root, problems), PathFinder.Place(root, "name"));
            else
                problems.Add(1, 1, "", "the file is empty.", "A job has at least a name and a list of fits.");
        }
        catch (YamlException problem)
        {
            problems.Add(problem.Start.Line, problem.Start.Column, "", $"this is not valid {(IsJson(file) ? "JSON" : "YAML")}: {problem.Message.TrimEnd('.')}.", Hint(text));
        }

        return new(file, definition is null ? null : definition with { File = file }, problems.InOrder) { NamePlace = namePlace };
    }

    private static bool IsJson(string? file) => Path.GetExtension(file ?? "").Equals(".json", StringComparison.OrdinalIgnoreCase);

    private static string Hint(string text) =>
        text.Contains('\t', StringComparison.Ordinal)
            ? "The file has tab characters: indent with spaces, and check quotes and colons near this line."
            : "Check indentation, quotes and colons near this line.";

    private static JobDefinition? Build(YamlPart root, ProblemList problems)
    {
        if (new ShapeReader(problems).Read(root, JobKeys.Job, "") is not JsonObject job)
            return null;
        JobRules.Check(root, problems);
        CheckModels(root, problems);
        if (problems.Count > 0)
            return null;
        string canonical = CanonicalJson.Write(job);
        return JobBinder.Job(job) with { Canonical = canonical, Hash = CanonicalJson.Hash(canonical) };
    }

    /// <summary>The kernel looks at every fit, at what could be read of it, even if other parts of the file are wrong.</summary>
    private static void CheckModels(YamlPart root, ProblemList problems)
    {
        if ((root as YamlMap)?.Find("fits")?.Value is not YamlList fits)
            return;
        for (int i = 0; i < fits.Items.Count; i++)
        {
            string path = $"fits[{i}]";
            var (fit, whole) = Readable(fits.Items[i], path);
            if (fit is null)
                continue;
            foreach (DefinitionProblem problem in FitModel.Check(JobBinder.Fit(fit)))
            {
                // Which columns a fit lacks or has too many of may follow from a key that was misspelt, and that has been said.
                if (!whole && !OfTheCatalogue.Contains(problem.Path.Split('.', '[')[0]))
                    continue;
                string full = problem.Path.Length == 0 ? path : problem.Path[0] == '[' ? path + problem.Path : $"{path}.{problem.Path}";
                if (!whole && problems.Has(full))
                    continue;
                (long line, long column) = PathFinder.Place(root, full);
                problems.Add(line, column, full, problem.Message, "");
            }
        }
    }

    /// <summary>What could be read of a fit, without the parts that mean nothing in part where it is not whole; null without a family.</summary>
    private static (JsonObject? Fit, bool Whole) Readable(YamlPart fit, string path)
    {
        ProblemList problems = new(null);
        if (new ShapeReader(problems).Read(fit, JobKeys.Fit, path) is not JsonObject read || !(read.ContainsKey("family") || read.ContainsKey("candidates")))
            return (null, false);
        if (problems.Count > 0)
        {
            read.Remove("weights");
            read.Remove("bound");
            if (read.ContainsKey("family"))
                read.Remove("candidates");
        }
        return (read, problems.Count == 0);
    }

    private static JobReading Unreadable(string path, string message, string fix) =>
        new(path, null, [new JobProblem("", message, fix) { File = path }]);
}
