namespace BatchEstimator.Worker.Data;

/// <summary>Finds the delimiter: the candidate that cuts the first records into the same number of fields, and into the most.</summary>
internal static class CsvDialect
{
    private const int SampleRecords = 50;

    public static char DetectDelimiter(ReadOnlySpan<char> sample, bool complete, char decimalMark)
    {
        // With a decimal comma, the comma inside numbers may look like a delimiter: any other candidate wins over it.
        string candidates = decimalMark == ',' ? ";\t|," : ",;\t|";
        char best = candidates[0];
        (double Agreement, int Fields) bestScore = (0, 1);
        foreach (char candidate in candidates)
        {
            if (candidate == decimalMark && bestScore.Fields > 1) continue;
            (double, int) score = Score(FieldCounts(sample, complete, candidate));
            if (score.CompareTo(bestScore) > 0) (best, bestScore) = (candidate, score);
        }
        return best;
    }

    /// <summary>The share of records that have as many fields as the first; nothing for a candidate that does not occur in it.</summary>
    private static (double Agreement, int Fields) Score(List<int> counts) =>
        counts.Count == 0 || counts[0] < 2 ? (0, 1) : (counts.Count(count => count == counts[0]) / (double)counts.Count, counts[0]);

    private static List<int> FieldCounts(ReadOnlySpan<char> sample, bool complete, char delimiter)
    {
        List<int> counts = [];
        int fields = 1, fieldStart = 0, recordStart = 0;
        for (int at = 0; at < sample.Length && counts.Count < SampleRecords; at++)
        {
            char character = sample[at];
            if (character == '"' && at == fieldStart) at = SkipQuoted(sample, at);
            else if (character == delimiter)
            {
                fields++;
                fieldStart = at + 1;
            }
            else if (character is '\r' or '\n')
            {
                if (at > recordStart) counts.Add(fields);
                fields = 1;
                fieldStart = recordStart = at + 1;
            }
        }
        // A record that is only part of the sample counts where there is no other.
        if (recordStart < sample.Length && counts.Count < (complete ? SampleRecords : 1)) counts.Add(fields);
        return counts;
    }

    /// <summary>The place of the closing quote, or the end.</summary>
    private static int SkipQuoted(ReadOnlySpan<char> sample, int open)
    {
        for (int at = open + 1; at < sample.Length; at++)
        {
            if (sample[at] != '"') continue;
            if (at + 1 < sample.Length && sample[at + 1] == '"') at++;
            else return at;
        }
        return sample.Length;
    }
}
