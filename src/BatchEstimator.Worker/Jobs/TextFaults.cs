using System.Text;
using System.Text.RegularExpressions;
using BatchEstimator.Estimation.Models;
using Cronos;

namespace BatchEstimator.Worker.Jobs;

/// <summary>What can be wrong with particular texts of a job file.</summary>
internal static partial class TextFaults
{
    public const string NamePattern = "^[a-z0-9][a-z0-9-]*$";

    public static Fault? Blank(string text) =>
        string.IsNullOrWhiteSpace(text) ? new("the text is empty.", "Write a value or leave the key out.") : null;

    public static Fault? Name(string text) =>
        NameRegex().IsMatch(text)
            ? null
            : new($"'{text}' is not a name.", "Use lower-case letters, digits and hyphens only, such as 'bearing-life': it becomes a folder.");

    public static Fault? Vcov(string text) => VcovDefinition.TryParse(text, out _, out string problem) ? null : new(problem, "");

    public static Fault? Delimiter(string text) =>
        text is "auto" or "tab" || (text.Length == 1 && text[0] is not ('"' or '\n' or '\r'))
            ? null
            : new($"'{text}' is not a delimiter.", "Write one character, such as \";\", or tab, or auto.");

    public static Fault? Encoding(string text)
    {
        if (text == "auto")
            return null;
        try
        {
            TextEncodings.Get(text);
            return null;
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return new($"there is no encoding '{text}'.", "Write auto or a name such as utf-8, utf-16, cp949 or windows-1252.");
        }
    }

    public static Fault? Cron(string text)
    {
        int fields = text.Split(' ', '\t', StringSplitOptions.RemoveEmptyEntries).Length;
        try
        {
            _ = CronSchedule.Parse(text);
            return null;
        }
        catch (CronFormatException problem)
        {
            string cause = fields is 5 or 6 ? problem.Message : $"it has {fields} fields.";
            return new($"'{text}' is not a cron expression: {cause}",
                "Write minute, hour, day of the month, month and weekday, such as \"0 2 * * *\" for every day at 02:00.");
        }
    }

    public static Fault? TimeZone(string text)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out _))
            return null;
        string? near = Nearest.To(text, TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id));
        return new($"there is no time zone '{text}'.",
            near is null ? "Write an IANA name such as Asia/Seoul, Europe/Berlin or UTC." : $"Did you mean '{near}'?");
    }

    [GeneratedRegex(NamePattern)]
    private static partial Regex NameRegex();
}

/// <summary>Cron expressions of job files: five fields, or six with seconds first.</summary>
public static class CronSchedule
{
    /// <summary>Throws a <c>CronFormatException</c> where the text is not a cron expression.</summary>
    public static CronExpression Parse(string text) =>
        CronExpression.Parse(text, text.Split(' ', '\t', StringSplitOptions.RemoveEmptyEntries).Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);
}

/// <summary>Encodings by the names of job files; beside .NET's own also the code pages, such as cp949.</summary>
public static class TextEncodings
{
    /// <exception cref="ArgumentException">There is no encoding of that name.</exception>
    /// <exception cref="NotSupportedException">There is none for that code page.</exception>
    public static Encoding Get(string name)
    {
        string lower = name.ToLowerInvariant();
        if (int.TryParse(lower.StartsWith("cp", StringComparison.Ordinal) ? lower[2..] : lower, out int page) && page is > 0 and < 65536)
            return CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page);
        return CodePagesEncodingProvider.Instance.GetEncoding(lower) ?? Encoding.GetEncoding(lower);
    }
}
