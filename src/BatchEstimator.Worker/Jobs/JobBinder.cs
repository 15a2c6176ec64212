using System.Text.Json.Nodes;
using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Worker.Jobs;

/// <summary>Turns checked JSON into records. What is absent takes the default of <see cref="JobKeys"/>.</summary>
internal static class JobBinder
{
    public static JobDefinition Job(JsonObject job)
    {
        Section root = new(job, JobKeys.Job);
        string name = root.Text("name")!;
        Section watch = root.Sub("watch", JobKeys.Watch);
        return new JobDefinition
        {
            Name = name,
            Description = root.Text("description"),
            Input = Input(root.Sub("input", JobKeys.Input)),
            Watch = new(watch.Text("folder") ?? WatchDefaults.Folder(name), watch.Text("pattern")!),
            Schedule = root.Has("schedule") ? Schedule(root.Sub("schedule", JobKeys.Schedule)) : null,
            GroupBy = root.Texts("groupBy"),
            Fits = [.. job["fits"]!.AsArray().Select(fit => Fit(fit!.AsObject()))],
            Intervals = Intervals(root.Sub("intervals", JobKeys.Intervals)),
            Predictions = root.Has("predictions") ? Predictions(root.Sub("predictions", JobKeys.Predictions)) : null,
            Reports = [.. root.Texts("reports").Select(Words<ReportFormat>.Parse)],
        };
    }

    public static FitDefinition Fit(JsonObject fit)
    {
        Section root = new(fit, JobKeys.Fit);
        return new FitDefinition
        {
            Name = root.Text("name")!,
            Family = root.Text("family") ?? "",
            Candidates = root.Texts("candidates"),
            Response = root.Text("response"),
            Responses = root.Texts("responses"),
            Formula = root.Text("formula"),
            Trials = root.Text("trials"),
            Event = root.Text("event"),
            EventValue = root.Text("eventValue"),
            Left = root.Text("left"),
            Right = root.Text("right"),
            Truncation = root.Has("truncation") ? Truncation(root.Sub("truncation", JobKeys.Truncation)) : null,
            Threshold = root.Number("threshold"),
            Components = root.Whole("components"),
            GoodnessOfFit = root.Choice<GoodnessOfFitRequest>("goodnessOfFit"),
            Levels = root.Texts("levels"),
            Reference = root.Text("reference"),
            Link = root.Text("link"),
            Predictors = root.Table<string>("predictors"),
            Offset = root.Text("offset"),
            Vcov = VcovDefinition.TryParse(root.Text("vcov")!, out var vcov, out _) ? vcov : VcovDefinition.Iid,
            Method = root.Choice<EstimationMethod>("method"),
            Priors = root.Table<string>("priors"),
            Alpha = root.AsWritten("alpha") is { } alpha && AlphaDefinition.TryParse(alpha, out var scale, out _) ? scale : null,
            PriorScale = root.Choice<PriorScale>("priorScale"),
            Fixed = root.Table<double>("fixed"),
            Weights = root.Has("weights") ? Weights(root.Sub("weights", JobKeys.Weights)) : null,
            Quantiles = root.Numbers("quantiles"),
            Probabilities = root.Texts("probabilities"),
            Hypotheses = root.Texts("hypotheses"),
            PriorWeights = root.Numbers("priorWeights"),
            At = root.Table<string>("at"),
            Bound = root.Has("bound") ? Bound(root.Sub("bound", JobKeys.Bound)) : null,
        };
    }

    private static PredictionsDefinition Predictions(Section predictions) => new()
    {
        Files = predictions.Texts("files"),
        Output = predictions.Choice<PredictionFormat>("output"),
        Fits = predictions.Texts("fits"),
        Interval = predictions.Choice<PredictionInterval>("interval"),
        Unseen = predictions.Choice<UnseenPolicy>("unseen"),
    };

    private static InputDefinition Input(Section input)
    {
        Section csv = input.Sub("csv", JobKeys.Csv);
        return new()
        {
            Format = input.Choice<InputFormat>("format"),
            Missing = input.Choice<MissingPolicy>("missing"),
            Csv = new()
            {
                Delimiter = csv.Text("delimiter") switch { "auto" => null, "tab" => '\t', var text => text![0] },
                Decimal = csv.Text("decimal")![0],
                Encoding = csv.Text("encoding")!,
                Header = csv.Flag("header"),
                MissingValues = csv.Texts("missingValues"),
            },
        };
    }

    private static ScheduleDefinition Schedule(Section schedule) => new()
    {
        Cron = schedule.Text("cron")!,
        TimeZone = schedule.Text("timeZone")!,
        Files = schedule.Text("files")!,
        Missed = schedule.Choice<MissedPolicy>("missed"),
        Overlap = schedule.Choice<OverlapPolicy>("overlap"),
    };

    private static WeightDefinition Weights(Section weights) => new(weights.Text("column")!, weights.Choice<WeightKind>("kind"));

    private static BoundDefinition Bound(Section bound) =>
        new(bound.Number("epsilon")!.Value, bound.Number("delta")!.Value, bound.Number("lower"), bound.Number("upper"));

    private static TruncationDefinition Truncation(Section truncation) => new(truncation.Number("lower"), truncation.Number("upper"));

    private static IntervalDefinition Intervals(Section intervals) => new()
    {
        Level = intervals.Number("level")!.Value,
        Method = intervals.Choice<IntervalMethod>("method"),
        Bootstrap = intervals.Choice<BootstrapKind>("bootstrap"),
        Replicates = intervals.Whole("replicates")!.Value,
    };

    /// <summary>Values of a section, with the defaults of its keys.</summary>
    private sealed class Section(JsonObject? values, SectionShape shape)
    {
        public bool Has(string key) => Value(key) is not null;

        public string? Text(string key) => (string?)Value(key);

        /// <summary>A number or a word, as text.</summary>
        public string? AsWritten(string key) => Value(key)?.ToString();

        public double? Number(string key) => (double?)Value(key);

        public int? Whole(string key) => (int?)Value(key);

        public bool Flag(string key) => (bool)Value(key)!;

        public T Choice<T>(string key) where T : struct, Enum => Words<T>.Parse(Text(key)!);

        public List<string> Texts(string key) => Items<string>(key);

        public List<double> Numbers(string key) => Items<double>(key);

        public Dictionary<string, T> Table<T>(string key) =>
            (Value(key) as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<T>(), StringComparer.Ordinal);

        public Section Sub(string key, SectionShape inner) => new(Value(key) as JsonObject, inner);

        private List<T> Items<T>(string key) => [.. (Value(key) as JsonArray ?? []).Select(item => item!.GetValue<T>())];

        private JsonNode? Value(string key) => values?[key] ?? shape.Find(key)!.Default;
    }
}

/// <summary>Where a job looks for files when its file does not say.</summary>
internal static class WatchDefaults
{
    public const string Pattern = "*.{csv,csv.gz,parquet}";

    public static string Folder(string job) => $"inbox/{job}";
}
