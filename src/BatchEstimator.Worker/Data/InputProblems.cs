namespace BatchEstimator.Worker.Data;

/// <summary>Gathers the faults of an input, so that a user sees them together; the first of them in full, the rest as a count.</summary>
internal sealed class InputProblems(string file)
{
    /// <summary>As many as somebody reads before correcting the cause of them all.</summary>
    public const int Listed = 20;

    private const int FoundLength = 60;
    private readonly List<InputProblem> problems = [];
    private long more;

    public void Add(InputProblem problem)
    {
        if (problems.Count < Listed) problems.Add(problem with { File = file, Found = problem.Found is null ? null : Shorten(problem.Found) });
        else more++;
    }

    public void ThrowIfAny()
    {
        if (problems.Count == 0) return;
        if (more > 0)
        {
            problems.Add(new InputProblem("MORE_PROBLEMS", $"{more} more problems were found near these.", "Correct these first: the others often have the same cause.") { File = file });
        }
        throw new InputException([.. problems]);
    }

    public static InputException Single(string file, InputProblem problem)
    {
        InputProblem placed = problem with { File = file, Found = problem.Found is null ? null : Shorten(problem.Found) };
        return new InputException(placed);
    }

    private static string Shorten(string text)
    {
        string shown = text.Length <= FoundLength ? text : text[..FoundLength] + "…";
        return string.Concat(shown.Select(character => char.IsControl(character) || character == CsvEncoding.Undecodable ? '\uFFFD' : character));
    }
}
