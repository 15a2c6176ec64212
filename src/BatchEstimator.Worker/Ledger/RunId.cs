using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace BatchEstimator.Worker.Ledger;

/// <summary>Names of runs, such as <c>20261122-174501-3f9a2c</c>: they sort by time, and are safe as folder names and in addresses.</summary>
public static partial class RunId
{
    public static string New(DateTimeOffset now)
    {
        // The tail's upper 10 bits are the millisecond, so that ids of one second still sort; the lower 14 are chance.
        int tail = (now.Millisecond << 14) | RandomNumberGenerator.GetInt32(1 << 14);
        return string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:yyyyMMdd-HHmmss}-{tail:x6}");
    }

    public static bool IsValid(string text) => Shape().IsMatch(text);

    [GeneratedRegex(@"\A[0-9]{8}-[0-9]{6}-[0-9a-f]{6}\z")]
    private static partial Regex Shape();
}
