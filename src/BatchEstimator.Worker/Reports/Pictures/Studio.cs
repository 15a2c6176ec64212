namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>Pictures are drawn one at a time in the process: the plotting library keeps shared caches that promise nothing about threads.</summary>
internal static class Studio
{
    private static readonly Lock OneAtATime = new();

    public static T Draw<T>(Func<T> picture)
    {
        lock (OneAtATime) return picture();
    }
}
