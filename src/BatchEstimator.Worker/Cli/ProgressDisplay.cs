using System.Globalization;
using BatchEstimator.Worker.Running;
using Spectre.Console;

namespace BatchEstimator.Worker.Cli;

/// <summary>Shows how far a run is: a bar on a terminal, otherwise a line for every tenth of the way.</summary>
internal static class ProgressDisplay
{
    public static T Show<T>(CliContext context, Func<IProgress<RunProgress>, T> work)
    {
        if (!context.Terminal)
            return work(new Lines(context.Error));
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(context.Error) });
        return console.Progress().AutoClear(true).Start(display => work(new Bars(display)));
    }

    /// <summary>The share that is done, in 0..1; null where it cannot be told.</summary>
    private static double? Share(RunProgress progress) => progress switch
    {
        { Phase: "reading", BytesTotal: > 0 } => Math.Clamp((double)progress.BytesRead / progress.BytesTotal, 0, 1),
        { Phase: "fitting", FitsTotal: > 0 } => Math.Clamp((double)progress.FitsDone / progress.FitsTotal, 0, 1),
        _ => null,
    };

    private static string Amount(RunProgress progress) => progress.Phase == "reading"
        ? string.Create(CultureInfo.InvariantCulture, $"{progress.RowsRead} rows")
        : string.Create(CultureInfo.InvariantCulture, $"{progress.FitsDone} of {progress.FitsTotal} fits");

    /// <summary>Reports may come from several threads; each is handled at once, so that none overtakes another.</summary>
    private sealed class Lines(TextWriter output) : IProgress<RunProgress>
    {
        private readonly Lock gate = new();
        private (string Phase, int Tenth) last;

        public void Report(RunProgress value)
        {
            lock (gate)
            {
                (string, int) now = (value.Phase, (int)(10 * (Share(value) ?? 0)));
                if (now == last)
                    return;
                last = now;
                string share = Share(value) is { } done ? string.Create(CultureInfo.InvariantCulture, $" {100 * done:F0} %") : "";
                output.WriteLine($"{value.Phase}{share} ({Amount(value)})");
            }
        }
    }

    private sealed class Bars(ProgressContext display) : IProgress<RunProgress>
    {
        private readonly Lock gate = new();
        private readonly Dictionary<string, ProgressTask> tasks = [];

        public void Report(RunProgress value)
        {
            lock (gate)
            {
                if (!tasks.TryGetValue(value.Phase, out ProgressTask? task))
                {
                    foreach (ProgressTask earlier in tasks.Values)
                        earlier.Value = earlier.MaxValue;
                    tasks[value.Phase] = task = display.AddTask(value.Phase, maxValue: 1);
                }

                task.IsIndeterminate = Share(value) is null;
                task.Value = Share(value) ?? 0;
                task.Description = $"{value.Phase} ({Amount(value)})";
            }
        }
    }
}
