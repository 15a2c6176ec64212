using BatchEstimator.Estimation.Models;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Cli;

/// <summary>A job may be given as a file, or by its name in the jobs folder.</summary>
internal static class JobLookup
{
    public static JobReading Find(string job, string folder)
    {
        if (File.Exists(job) || JobFile.Extensions.Contains(Path.GetExtension(job)) || job.Contains(Path.DirectorySeparatorChar))
            return JobFile.Read(job);
        JobCatalogue catalogue = JobCatalogue.Load(folder);
        return catalogue.Files.FirstOrDefault(file => file.Definition?.Name == job)
            ?? catalogue.Files.FirstOrDefault(file => file.Definition is null && Path.GetFileNameWithoutExtension(file.File) == job)
            ?? Unknown(job, catalogue);
    }

    private static JobReading Unknown(string job, JobCatalogue catalogue)
    {
        string? near = Nearest.To(job, catalogue.Jobs.Select(known => known.Name));
        string fix = near is not null ? $"Did you mean '{near}'?"
            : catalogue.Jobs.Count > 0 ? $"Its jobs: {string.Join(", ", catalogue.Jobs.Select(known => known.Name))}."
            : "It has none: name a job file, or another folder with --jobs.";
        return new(null, null, [new JobProblem("", $"there is no job '{job}' in {catalogue.Folder}.", fix) { File = job }]);
    }
}
