using System.Globalization;
using System.Net;

namespace BatchEstimator.Worker.Settings;

/// <summary>Reads typed values from the configuration and collects what is wrong with them.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    /// <summary>What the framework itself reads.</summary>
    private static readonly string[] OfTheFramework = ["Logging", "Kestrel", "AllowedHosts", "Environment", "DetailedErrors"];

    private readonly List<string> problems = [];
    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);

    public string Text(string key, string otherwise) => Given(key) ?? otherwise;

    public int Whole(string key, int otherwise, int least, int most)
    {
        if (Given(key) is not { } text) return otherwise;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most) return value;
        return Wrong(key, text, $"Give a whole number from {least} to {most}.", otherwise);
    }

    public TimeSpan Duration(string key, TimeSpan otherwise, TimeSpan least, TimeSpan most)
    {
        if (Given(key) is not { } text) return otherwise;
        if (ParseDuration(text) is { } value && value >= least && value <= most) return value;
        return Wrong(key, text, $"Give a duration from {Show(least)} to {Show(most)}, such as 500ms, 2s, 5m or 00:00:02.", otherwise);
    }

    public long? Bytes(string key)
    {
        if (Given(key) is not { } text) return null;
        if (ParseNumberWithUnit(text, ByteUnits) is >= 1 << 20 and < 1e18 and { } bytes) return (long)bytes;
        return Wrong<long?>(key, text, "Give an amount of memory of at least 1MB, such as 512MB or 4GB.", null);
    }

    public IReadOnlyList<string> Urls(string key, string otherwise)
    {
        string[] urls = Text(key, otherwise).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (urls.Length == 0) return Wrong(key, "", $"Give an address such as {otherwise}.", urls);
        foreach (string url in urls)
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp || uri.PathAndQuery != "/")
                Wrong(key, url, $"Give an address such as {otherwise}.", url);
            else if (!IsLoopback(uri))
                Wrong(key, url,
                    "This address can be reached from other machines and no authentication is configured, so anyone there could see the data. "
                    + "Use 127.0.0.1, [::1] or localhost.", url);
        }
        return urls;
    }

    public void RequireFolder(string key, string folder, string fix)
    {
        if (!Directory.Exists(folder)) Wrong(key, folder, "There is no such folder. " + fix, folder);
    }

    /// <summary>
    /// Names that nothing reads: within our own sections wherever they come from, elsewhere only on the command line, since the
    /// environment is full of other programs' names.
    /// </summary>
    public void RefuseUnknown(IReadOnlyList<string> args)
    {
        foreach (string section in known.Where(key => key.Contains(':')).Select(key => key.Split(':')[0]).Distinct(StringComparer.OrdinalIgnoreCase).ToList())
        {
            foreach (var child in configuration.GetSection(section).GetChildren().Where(child => !known.Contains(child.Path)))
                Unknown(child.Path);
        }
        string[] sections = [.. known.Select(key => key.Split(':')[0]), .. OfTheFramework];
        foreach (string name in args.Where(arg => arg.StartsWith("--", StringComparison.Ordinal)).Select(arg => arg[2..].Split('=')[0]))
        {
            if (!sections.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase)) Unknown(name);
        }
    }

    public void ThrowIfWrong()
    {
        if (problems.Count > 0) throw new SettingsException(problems);
    }

    private static readonly (string Unit, double Factor)[] ByteUnits =
        [("KB", 1024.0), ("MB", 1024.0 * 1024), ("GB", 1024.0 * 1024 * 1024), ("TB", 1024.0 * 1024 * 1024 * 1024)];

    private static readonly (string Unit, double Factor)[] TimeUnits = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    private static TimeSpan? ParseDuration(string text)
    {
        if (ParseNumberWithUnit(text, TimeUnits) is >= 0 and < 1e9 and { } seconds) return TimeSpan.FromSeconds(seconds);
        // A bare number would be days to TimeSpan and seconds to most readers.
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
    }

    private static double? ParseNumberWithUnit(string text, (string Unit, double Factor)[] units)
    {
        foreach (var (unit, factor) in units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
                return number * factor;
        }
        return null;
    }

    private static bool IsLoopback(Uri uri) =>
        uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string Show(TimeSpan span) => span.TotalSeconds < 1 ? $"{span.TotalMilliseconds}ms" : $"{span.TotalSeconds}s";

    private string? Given(string key)
    {
        known.Add(key);
        return configuration[key] is { } text && text.Trim().Length > 0 ? text.Trim() : null;
    }

    private void Unknown(string key) => problems.Add($"Setting {key}: there is no such setting. Known: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");

    private T Wrong<T>(string key, string found, string fix, T otherwise)
    {
        problems.Add($"Setting {key}: found '{found}'. {fix}");
        return otherwise;
    }
}
