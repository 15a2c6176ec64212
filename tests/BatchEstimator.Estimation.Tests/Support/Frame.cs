namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>A small table in memory: columns of numbers and of labels.</summary>
internal sealed record Frame(int Rows)
{
    private readonly Dictionary<string, double[]> numbers = [];
    private readonly Dictionary<string, string?[]> labels = [];

    public static Frame Of(string name, params double[] values) => new Frame(values.Length).With(name, values);

    public Frame With(string name, params double[] values)
    {
        var copy = Copy(Rows);
        copy.numbers[name] = values;
        copy.labels.Remove(name);
        return copy;
    }

    public Frame With(string name, params string?[] values)
    {
        var copy = Copy(Rows);
        copy.labels[name] = values;
        return copy;
    }

    public bool IsText(string name) => labels.ContainsKey(name);

    public double[] Numbers(string name) => numbers[name];

    public string?[] Labels(string name) => labels[name];

    /// <summary>The rows of those numbers, in that order; a number may come more than once.</summary>
    public Frame Take(IEnumerable<int> rows)
    {
        int[] chosen = [.. rows];
        var result = new Frame(chosen.Length);
        foreach (var (name, values) in numbers)
            result.numbers[name] = [.. chosen.Select(row => values[row])];
        foreach (var (name, values) in labels)
            result.labels[name] = [.. chosen.Select(row => values[row])];
        return result;
    }

    /// <summary>Every number of those columns times a factor.</summary>
    public Frame Scaled(double factor, params IEnumerable<string> names) =>
        names.Aggregate(this, (frame, name) => frame.With(name, [.. frame.Numbers(name).Select(value => factor * value)]));

    private Frame Copy(int rows)
    {
        var copy = new Frame(rows);
        foreach (var (name, values) in numbers)
            copy.numbers[name] = values;
        foreach (var (name, values) in labels)
            copy.labels[name] = values;
        return copy;
    }
}
