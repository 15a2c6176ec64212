using System.Globalization;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Statistics;
using BatchEstimator.Worker.Data;

namespace BatchEstimator.Worker.Running;

/// <summary>
/// The pass over the data: blocks are decoded and folded on several threads, and what they contribute is added in the order of the
/// blocks, so that every sum is made by the same additions whatever the number of threads.
/// </summary>
internal sealed class RunFold
{
    private const long TextBytes = 9_000_000;

    private readonly RunInputs inputs;
    private readonly int[][] places;
    private readonly int groupColumns;
    private readonly IReadOnlyList<FitModel> models;
    private readonly long[] rowsBySource;
    private readonly Dictionary<string, long> dropped = [];
    private long read;
    private long used;

    public RunFold(RunInputs inputs, IReadOnlyList<FitModel> models, FitOptions options, int groupColumns)
    {
        this.inputs = inputs;
        this.groupColumns = groupColumns;
        this.models = models;
        places = [.. models.Select(inputs.PlacesOf)];
        Fits = [.. models.Select((model, i) => FitAccumulator.Create(model, [.. places[i].Select(place => inputs.Resolved[place])], options))];
        rowsBySource = new long[inputs.Tables.Count];
        BytesTotal = inputs.Tables.Sum(table => table.Bytes);
    }

    public IReadOnlyList<FitAccumulator> Fits { get; }

    public RunGroups Groups { get; } = new();

    public long BytesTotal { get; }

    public RowSummary Rows => new(read, used, dropped);

    public IReadOnlyList<long> RowsBySource => rowsBySource;

    public void ReadAll(RunRequest request, IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        // A block's columns, as much again for what is computed from them, and the text it was cut from; blocks take at most a quarter
        // of the memory, since large arrays that come and go leave holes.
        long blockBytes = (2L * sizeof(double) * Block.MaximumRows * Math.Max(1, inputs.Requests.Count)) + TextBytes;
        int ahead = (int)Math.Clamp((request.MemoryBudget / 4 / blockBytes) - 1, 0, request.Threads);
        var waiting = new Queue<(Task<FoldedBlock> Block, long Bytes)>();
        long before = 0;
        try
        {
            foreach (var table in inputs.Tables)
            {
                foreach (var pending in table.Read(inputs.Resolved, cancellation))
                {
                    if (waiting.Count > ahead)
                        Add(waiting.Dequeue(), request.MemoryBudget, progress);
                    waiting.Enqueue((request.Threads > 1 ? Task.Run(() => Fold(pending.Decode())) : Task.FromResult(Fold(pending.Decode())), before + pending.BytesRead));
                    cancellation.ThrowIfCancellationRequested();
                }
                before += table.Bytes;
            }
            while (waiting.TryDequeue(out var next))
                Add(next, request.MemoryBudget, progress);
        }
        finally
        {
            // After a fault the blocks still in work must let go of the files before these are closed.
            foreach (var (block, _) in waiting)
                ((IAsyncResult)block).AsyncWaitHandle.WaitOne();
        }
    }

    /// <summary>For jobs that accept no missing value.</summary>
    /// <exception cref="InputException">There is one.</exception>
    public void RefuseMissing(IReadOnlyList<string> files)
    {
        var tally = Enumerable.Range(0, Groups.Keys.Count).SelectMany(group => Fits.Select(fit => fit.TallyOf(group))).FirstOrDefault(tally => tally.Missing > 0);
        if (tally.Missing == 0)
            return;
        throw new InputException(new InputProblem("MISSING_VALUE", $"A value is missing, and the job says missing: fail; {dropped.GetValueOrDefault("missing")} row(s) have one.",
            "Fill in the values, or set input.missing: drop to leave such rows out and have them counted.")
        { File = files[tally.MissingPlace.Source], Line = tally.MissingPlace.Line, Row = tally.MissingPlace.Row });
    }

    private FoldedBlock Fold(Block block)
    {
        var groups = BlockGroups.Of(block, [.. block.Columns.Take(groupColumns).Cast<TextColumn>()]);
        var parts = new FitPart[Fits.Count];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = Fits[i].Fold(block, [.. places[i].Select(place => block.Columns[place])], groups.Codes);
        return new(block, groups, parts);
    }

    private void Add((Task<FoldedBlock> Block, long Bytes) next, long budget, IProgress<RunProgress>? progress)
    {
        var (block, groups, parts) = next.Block.GetAwaiter().GetResult();
        int[] map = Groups.Map(groups);
        for (int i = 0; i < parts.Length; i++)
            Fits[i].Add(parts[i], map);
        Count(block, parts);
        RefuseTooManyRows(budget);
        progress?.Report(new("reading", read, next.Bytes, BytesTotal, 0, 0));
    }

    // Blocks may take a quarter of the memory, so what is kept of the rows may take the rest.
    private void RefuseTooManyRows(long budget)
    {
        long kept = Fits.Sum(fit => fit.RetainedBytes), most = budget - budget / 4;
        if (kept <= most)
            return;
        int largest = Enumerable.Range(0, Fits.Count).MaxBy(i => Fits[i].RetainedBytes);
        string name = models[largest].Definition.Name;
        throw new InputException(new InputProblem("MEMORY_BUDGET",
            string.Create(CultureInfo.InvariantCulture, $"The rows that the fits have to keep take {kept:N0} bytes after {read:N0} rows, {Fits[largest].RetainedBytes:N0} of them for fit '{name}'; {most:N0} of the {budget:N0} bytes of memory are for them."),
            $"Raise Memory:Budget if the machine has more, fit fewer rows at a time, or ask of '{name}' what sums can answer: a family with sufficient statistics, no bootstrap, goodnessOfFit: auto."));
    }

    private void Count(Block block, FitPart[] parts)
    {
        read += block.Rows;
        rowsBySource[block.Source] += block.Rows;
        if (parts.All(part => part.Rows.Count == block.Rows))
        {
            used += block.Rows;
            return;
        }
        for (int row = 0; row < block.Rows; row++)
        {
            var fate = RowFate.Used;
            for (int i = 0; i < parts.Length && fate == RowFate.Used; i++)
                fate = parts[i].Rows.Fates[row];
            if (fate == RowFate.Used)
                used++;
            else
                dropped[Reason(fate)] = dropped.GetValueOrDefault(Reason(fate)) + 1;
        }
    }

    private static string Reason(RowFate fate) => fate switch
    {
        RowFate.Missing => "missing",
        RowFate.NonFinite => "nonFinite",
        RowFate.ZeroWeight => "zeroWeight",
        RowFate.BelowThreshold => "belowThreshold",
        _ => "outOfSupport",
    };

    private sealed record FoldedBlock(Block Block, BlockGroups Groups, FitPart[] Parts);
}
