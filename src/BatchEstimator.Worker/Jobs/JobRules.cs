namespace BatchEstimator.Worker.Jobs;

/// <summary>What a shape cannot say: rules between entries. Rules within one fit are the kernel's.</summary>
internal static class JobRules
{
    public static void Check(YamlPart root, ProblemList problems)
    {
        if ((root as YamlMap)?.Find("fits")?.Value is not YamlList fits)
            return;
        HashSet<string> seen = [];
        for (int i = 0; i < fits.Items.Count; i++)
        {
            if ((fits.Items[i] as YamlMap)?.Find("name") is { Value: YamlScalar name } entry && !seen.Add(name.Value))
                problems.Add(entry, $"fits[{i}].name", $"another fit is called '{name.Value}' already.", "Give every fit its own name.");
        }
    }
}
