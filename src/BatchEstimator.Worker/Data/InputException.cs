namespace BatchEstimator.Worker.Data;

/// <summary>One fault of an input: what is wrong, where, what was found and what to do.</summary>
/// <param name="Code">A short stable name, such as <c>MISSING_COLUMN</c>.</param>
/// <param name="Message">What is wrong, in a sentence, without the place.</param>
/// <param name="Fix">What to do about it, in a sentence.</param>
public sealed record InputProblem(string Code, string Message, string Fix)
{
    public string? File { get; init; }

    /// <summary>The line of a text file, from 1.</summary>
    public long? Line { get; init; }

    /// <summary>The data row, from 1.</summary>
    public long? Row { get; init; }

    /// <summary>The column's name.</summary>
    public string? Column { get; init; }

    /// <summary>What stood there, cut to a readable length.</summary>
    public string? Found { get; init; }

    public override string ToString()
    {
        string place = string.Join(", ", new[]
        {
            File, Line is null ? Row is null ? null : $"row {Row}" : $"line {Line}", Column is null ? null : $"column '{Column}'",
        }.Where(part => part is not null));
        string found = Found is null ? "" : $" Found: '{Found}'.";
        return $"{(place.Length == 0 ? "" : place + ": ")}{Message}{found} {Fix}";
    }
}

/// <summary>The input cannot be used; nothing of it was changed. Never retried: the same file fails the same way.</summary>
public sealed class InputException(IReadOnlyList<InputProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public InputException(InputProblem problem) : this([problem]) { }

    public IReadOnlyList<InputProblem> Problems { get; } = problems;
}
