namespace BatchEstimator.Worker.Intake;

/// <summary>Whether the folders are being looked at.</summary>
public sealed class IntakeHealth
{
    private volatile string? trouble = "The worker is starting.";

    /// <summary>What keeps files from being taken; null = nothing.</summary>
    public string? Trouble => trouble;

    public DateTimeOffset? LastLook { get; private set; }

    public void Looked(DateTimeOffset now)
    {
        LastLook = now;
        trouble = null;
    }

    public void Stumbled(string reason) => trouble = reason;
}
