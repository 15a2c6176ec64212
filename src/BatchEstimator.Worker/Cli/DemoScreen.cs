using BatchEstimator.Worker.Ledger;
using BatchEstimator.Worker.Settings;
using Spectre.Console;

namespace BatchEstimator.Worker.Cli;

/// <summary>What the demonstration prints: one line a run and the way to its report.</summary>
internal sealed class DemoScreen
{
    private const int NameWidth = 22;

    private readonly IAnsiConsole console;
    private readonly WorkerSettings settings;

    public DemoScreen(IAnsiConsole console, WorkerSettings settings)
    {
        this.console = console;
        this.settings = settings;
        // Paths are copied from here: they must not be broken into lines.
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = 10_000;
    }

    public void Begin(int jobs, string address)
    {
        Line($"[bold]BatchEstimator[/] is working through {jobs} sample jobs.");
        Line($"Workspace  {Markup.Escape(settings.Root)}");
        Line($"Dashboard  [link]{Markup.Escape(address)}[/]");
        Line("");
    }

    public void Show(RunRecord run)
    {
        bool done = run.State == RunState.Done;
        string mark = done ? run.Outcome is { Succeeded: false } ? "[yellow]partial  [/]" : "[green]succeeded[/]" : "[red]failed   [/]";
        Line($"{mark}  {Markup.Escape(run.Job.PadRight(NameWidth))}  {(done ? Counts(run.Outcome) : Markup.Escape(run.Message ?? ""))}");
        if (done) Line($"           [dim]{Markup.Escape(ReportOf(run))}[/]");
    }

    public void End(string address)
    {
        Line("");
        Line($"All done: open [link]{Markup.Escape(address)}[/]");
    }

    public void Stopped(int left) => Line($"Stopped with {left} jobs unfinished; they go on at the next start.");

    private static string Counts(RunOutcome? outcome) => outcome is null
        ? ""
        : $"{outcome.Ok} ok, {outcome.Caution} caution, {outcome.Refused} refused, {outcome.Failed} failed";

    private static string ReportOf(RunRecord run)
    {
        string page = Path.Combine(run.Report!, "report.html");
        return File.Exists(page) ? page : run.Report!;
    }

    private void Line(string markup) => console.MarkupLine(markup);
}
