namespace BatchEstimator.Worker.Data;

/// <summary>Finds requested columns among those of a file, and helps where there is none of that name.</summary>
internal sealed class ColumnNames(IReadOnlyList<string> names)
{
    private const int ListedNames = 30;

    /// <summary>The column's place, or null where there is no such column or more than one: that becomes a problem.</summary>
    public int? Find(string wanted, InputProblems problems)
    {
        int[] places = [.. Enumerable.Range(0, names.Count).Where(index => names[index] == wanted)];
        if (places.Length == 1) return places[0];
        problems.Add(places.Length == 0 ? MissingColumn(wanted) : new InputProblem(
            "AMBIGUOUS_COLUMN", $"{places.Length} columns have this name: numbers {string.Join(", ", places.Select(place => place + 1))}.",
            "Give each column of the file its own name.") { Column = wanted, Line = 1 });
        return null;
    }

    private InputProblem MissingColumn(string wanted)
    {
        string? nearest = names.Where(name => Distance(wanted, name) <= Math.Max(wanted.Length, name.Length) / 2).MinBy(name => Distance(wanted, name));
        string available = string.Join(", ", names.Take(ListedNames)) + (names.Count > ListedNames ? $" and {names.Count - ListedNames} more" : "");
        return new InputProblem("MISSING_COLUMN", "The file has no such column.",
            $"{(nearest is null ? "" : $"Did you mean '{nearest}'? ")}The file has: {available}.") { Column = wanted };
    }

    /// <summary>Levenshtein's edit distance, upper and lower case alike.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = diagonal + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[b.Length];
    }
}
