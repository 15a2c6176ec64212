namespace BatchEstimator.Worker.Settings;

/// <summary>Where everything lies under the workspace's root.</summary>
public sealed class Workspace(string root)
{
    public string Root { get; } = root;
    public string Inbox => Path.Combine(Root, "inbox");
    public string Processing => Path.Combine(Root, "processing");
    public string Done => Path.Combine(Root, "done");
    public string Failed => Path.Combine(Root, "failed");
    public string Reports => Path.Combine(Root, "reports");
    public string LedgerFile => Path.Combine(Root, "ledger.db");
    public string KeyFolder => Path.Combine(Root, ".keys");
    public string LockFile => Path.Combine(Root, ".lock");

    public string ProcessingOf(string runId) => Path.Combine(Processing, runId);
    public string DoneOf(string job, string runId) => Path.Combine(Done, job, runId);
    public string FailedOf(string job, string runId) => Path.Combine(Failed, job, runId);
    public string ReportOf(string job, string runId) => Path.Combine(Reports, job, runId);

    /// <summary>Where a report is written before it is whole; hidden, and beside its final place so that one rename commits it.</summary>
    public string UnfinishedReportOf(string job, string runId) => Path.Combine(Reports, job, $".{runId}.tmp");

    /// <summary>A folder named in a job file: relative to the workspace, or absolute.</summary>
    public string Resolve(string folder) => Path.GetFullPath(folder, Root);

    public void CreateFolders()
    {
        foreach (string folder in new[] { Inbox, Processing, Done, Failed, Reports }) Directory.CreateDirectory(folder);
    }
}
