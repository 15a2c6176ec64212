using BatchEstimator.Worker.Data;

namespace BatchEstimator.Worker.Running;

/// <summary>What the host itself has to say about a run that cannot be finished.</summary>
internal static class Problems
{
    public static InputProblem Unexpected(Exception exception) => exception is OutOfMemoryException or AggregateException { InnerException: OutOfMemoryException }
        ? new InputProblem(
            "MEMORY", "The memory of this process was not enough for the run.",
            "Give the worker more memory, or let fewer runs go on at once (Workers: 1), then drop the file again.")
        : exception is IOException or UnauthorizedAccessException
        ? new InputProblem(
            "STORAGE", "A file could not be read or written: " + exception.Message,
            "Check the disk's free space and the folder's permissions, then drop the file again.")
        : new InputProblem(
            "INTERNAL", $"An error of this program stopped the run ({exception.GetType().Name}: {exception.Message}).",
            "The fault is not in your file. The worker's log has the details; please report them, then drop the file again.");

    public static readonly InputProblem Cancelled = new(
        "CANCELLED", "The run was cancelled.", "To run it after all, drop the file again.");

    public static readonly InputProblem Lost = new(
        "LOST", "The run's files are no longer in the processing folder.", "If they were moved by hand, drop them again.");
}
