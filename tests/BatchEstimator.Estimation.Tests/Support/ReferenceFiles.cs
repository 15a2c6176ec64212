using System.Globalization;

namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>Tables of numbers from the folder of reference data that lies beside the checkout.</summary>
internal static class ReferenceFiles
{
    public static Frame Read(string file)
    {
        string[][] lines = [.. File.ReadAllLines(Path.Combine(Folder(), "data", file)).Where(line => line.Length > 0).Select(line => line.Split(','))];
        return lines[0].Select((name, i) => (Name: name.Trim('"'), Values: lines.Skip(1).Select(line => double.Parse(line[i], CultureInfo.InvariantCulture)).ToArray()))
            .Aggregate(new Frame(lines.Length - 1), (frame, column) => frame.With(column.Name, column.Values));
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("BATCH_ESTIMATOR_REFERENCE") is { Length: > 0 } named)
            return named;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "reference")))
                return Path.Combine(folder.FullName, "shared", "reference");
        }
        throw new DirectoryNotFoundException("No folder shared/reference lies beside the checkout. Set BATCH_ESTIMATOR_REFERENCE to where it is.");
    }
}
