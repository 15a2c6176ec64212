using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>Runs a definition over a frame the way a worker runs it over a file: block by block, group by group.</summary>
internal static class Fits
{
    /// <summary>The one result of a fit without groups.</summary>
    public static FitResult Of(FitDefinition definition, Frame frame, params int[] cuts) => ByGroup(definition, frame, null, cuts)[0];

    /// <summary>The one result of a model without groups.</summary>
    public static FitResult OfModel(FitModel model, Frame frame, FitOptions? options = null) =>
        ByGroup(model, frame, null, [], false, options ?? new FitOptions(0.95, ["test"], 0))[0].Result;

    /// <summary>The pictures of a fit without groups.</summary>
    public static FitPictures PicturesOf(FitDefinition definition, Frame frame) =>
        ByGroup(FitModel.Create(definition), frame, null, [], false, new FitOptions(0.95, ["test"], 40))[0].Pictures!;

    /// <summary>A result a group, in the order in which groups appear.</summary>
    /// <param name="definition">The fit.</param>
    /// <param name="frame">The data.</param>
    /// <param name="groups">The group of each row; null = all in one.</param>
    /// <param name="cuts">The rows at which a new block begins.</param>
    /// <param name="foldLastFirst">Fold the blocks in the opposite order, as threads may.</param>
    /// <param name="pictures">Also draw.</param>
    public static IReadOnlyList<FitResult> ByGroup(
        FitDefinition definition, Frame frame, string[]? groups, int[] cuts, bool foldLastFirst = false, bool pictures = false, FitOptions? options = null) =>
        [.. ByGroup(FitModel.Create(definition), frame, groups, cuts, foldLastFirst, options ?? new FitOptions(0.95, ["test"], pictures ? 40 : 0)).Select(fit => fit.Result)];

    /// <summary>A whole table as one block.</summary>
    public static Block BlockOf(Frame frame, IReadOnlyList<ColumnRequest> requests) => BlockOf(frame, (0, frame.Rows), [.. requests], out _);

    private static IReadOnlyList<EstimatedFit> ByGroup(FitModel model, Frame frame, string[]? groups, int[] cuts, bool foldLastFirst, FitOptions options)
    {
        ColumnRequest[] resolved = [.. model.Requests.Select(request => request with
        {
            Kind = request.Kind == ColumnKind.Text || frame.IsText(request.Name) ? ColumnKind.Text : ColumnKind.Number,
        })];
        var accumulator = FitAccumulator.Create(model, resolved, options);
        int[] bounds = [0, .. cuts.Order(), frame.Rows];
        var spans = bounds.Zip(bounds.Skip(1)).ToList();
        var index = new LevelIndex();
        var parts = new FitPart[spans.Count];
        var codes = spans.Select(span => Groups(groups, span)).ToList();
        foreach (int i in foldLastFirst ? Enumerable.Range(0, spans.Count).Reverse() : Enumerable.Range(0, spans.Count))
            parts[i] = accumulator.Fold(BlockOf(frame, spans[i], resolved, out var columns), columns, codes[i].Codes);
        for (int i = 0; i < parts.Length; i++)
            accumulator.Add(parts[i], index.Map(codes[i].Labels));
        return [.. Enumerable.Range(0, index.Labels.Count).Select(group => accumulator.Estimate(group, []))];
    }

    private static (GroupCodes Codes, IReadOnlyList<string> Labels) Groups(string[]? groups, (int From, int To) span)
    {
        if (groups is null)
            return (GroupCodes.Single, ["all"]);
        var local = new LevelIndex();
        int[] codes = [.. groups[span.From..span.To].Select(local.Number)];
        return (new(codes, local.Labels.Count), local.Labels);
    }

    private static Block BlockOf(Frame frame, (int From, int To) span, ColumnRequest[] requests, out IReadOnlyList<Column> columns)
    {
        columns = [.. requests.Select(request => ColumnOf(frame, request, span))];
        return new() { FirstRow = span.From + 1, Rows = span.To - span.From, Columns = columns };
    }

    private static Column ColumnOf(Frame frame, ColumnRequest request, (int From, int To) span)
    {
        if (request.Kind != ColumnKind.Text)
            return new NumberColumn(request.Name, frame.Numbers(request.Name)[span.From..span.To]);
        var levels = new LevelIndex();
        string?[] labels = frame.IsText(request.Name) ? frame.Labels(request.Name)
            : [.. frame.Numbers(request.Name).Select(value => value.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        int[] codes = [.. labels[span.From..span.To].Select(label => label is null ? -1 : levels.Number(label))];
        return new TextColumn(request.Name, codes, levels.Labels);
    }
}
