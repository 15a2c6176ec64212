using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Worker.Jobs;

/// <summary>What a shape cannot say: rules between entries. Rules within one fit are the kernel's.</summary>
internal static class JobRules
{
    public static void Check(YamlPart root, ProblemList problems)
    {
        if (root is not YamlMap job)
            return;
        HashSet<string> names = Names(job, problems);
        if (job.Find("predictions") is { } predictions)
            Predicting(predictions.Value as YamlMap, names, problems);
    }

    private static HashSet<string> Names(YamlMap job, ProblemList problems)
    {
        HashSet<string> seen = [];
        var fits = (job.Find("fits")?.Value as YamlList)?.Items ?? [];
        for (int i = 0; i < fits.Count; i++)
        {
            if ((fits[i] as YamlMap)?.Find("name") is { Value: YamlScalar name } entry && !seen.Add(name.Value))
                problems.Add(entry, $"fits[{i}].name", $"another fit is called '{name.Value}' already.", "Give every fit its own name.");
        }
        return seen;
    }

    private static void Predicting(YamlMap? predictions, HashSet<string> names, ProblemList problems)
    {
        var fits = (predictions?.Find("fits")?.Value as YamlList)?.Items ?? [];
        for (int i = 0; i < fits.Count; i++)
        {
            if (fits[i] is YamlScalar { Value.Length: > 0 } name && !names.Contains(name.Value))
                problems.Add(name, $"predictions.fits[{i}]", $"there is no fit '{name.Value}' in this job.",
                    $"{(Nearest.To(name.Value, names) is { } near ? $"Did you mean '{near}'? " : "")}The fits are: {string.Join(", ", names)}.");
        }
    }
}
