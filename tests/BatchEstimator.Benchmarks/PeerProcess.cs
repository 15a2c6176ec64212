using System.ComponentModel;
using System.Diagnostics;

namespace BatchEstimator.Benchmarks;

/// <summary>Another program that runs in the same minute on the same machine.</summary>
internal static class PeerProcess
{
    /// <summary>What the first of several programs that is installed and succeeds says; null if none does.</summary>
    public static async Task<string?> Output(IEnumerable<string> programs, IReadOnlyList<string> arguments)
    {
        foreach (string program in programs)
            if (await Output(program, arguments) is { } said)
                return said;
        return null;
    }

    private static async Task<string?> Output(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            using Process child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> errors = child.StandardError.ReadToEndAsync();
            string said = await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();
            await errors;
            return child.ExitCode == 0 ? said : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
