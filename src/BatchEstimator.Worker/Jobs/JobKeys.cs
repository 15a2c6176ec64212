using System.Text.Json.Nodes;
using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Worker.Jobs;

/// <summary>Every key of a job file, once: the reader, the canonical form and the JSON Schema all come from here.</summary>
internal static class JobKeys
{
    private static readonly LabelShape Column = new();
    private static readonly TextShape Words = new() { Fault = TextFaults.Blank, Pattern = @"\S" };
    private static readonly NumberShape Share = new(Above: 0, Below: 1);
    private static readonly NumberShape Positive = new(Above: 0);
    private static readonly NumberShape Number = new();

    public static readonly SectionShape Csv = new([
        new("delimiter", new TextShape { Fault = TextFaults.Delimiter }, "What separates fields: one character, 'tab', or 'auto' to detect it among , ; tab and |.") { Default = "auto" },
        new("decimal", new ChoiceShape([".", ","]), "The decimal mark of numbers.") { Default = "." },
        new("encoding", new TextShape { Fault = TextFaults.Encoding }, "'auto' (UTF-8, or UTF-16 by its byte-order mark) or a name such as utf-8, utf-16, cp949.") { Default = "auto" },
        new("header", new FlagShape(), "Whether the first line names the columns; without it they are column1, column2, ...") { Default = true },
        new("missingValues", new ListShape(new LabelShape(MayBeEmpty: true)), "Fields that mean 'no value'.") { Default = new JsonArray("", "NA", "NaN", "null") },
    ]);

    public static readonly SectionShape Input = new([
        new("format", ChoiceShape.Of<InputFormat>(), "The format of the files; auto goes by content, then by extension.") { Default = "auto" },
        new("missing", ChoiceShape.Of<MissingPolicy>(), "What to do with a row that lacks a value some fit needs: drop it (and count it by reason) or fail the run.") { Default = "drop" },
        new("csv", Csv, "How to read CSV files."),
    ]);

    public static readonly SectionShape Watch = new([
        new("folder", Words, "The folder to watch, relative to the workspace; inbox/<name> if absent."),
        new("pattern", Words, "Which file names belong to the job, such as *.{csv,parquet}.") { Default = WatchDefaults.Pattern },
    ]);

    public static readonly SectionShape Schedule = new([
        new("cron", new TextShape { Fault = TextFaults.Cron }, "When to run: five cron fields (minute hour day month weekday), or six with seconds first.") { Required = true },
        new("timeZone", new TextShape { Fault = TextFaults.TimeZone }, "The IANA time zone of the cron fields, such as Asia/Seoul.") { Default = "UTC" },
        new("files", Words, "Files that stay where they are, as a path with wildcards, relative to the workspace.") { Required = true },
        new("missed", ChoiceShape.Of<MissedPolicy>(), "What to do about times that passed while the worker was not running.") { Default = "run-once" },
        new("overlap", ChoiceShape.Of<OverlapPolicy>(), "What to do when the previous run is still going.") { Default = "skip" },
    ]);

    public static readonly SectionShape Weights = new([
        new("column", Column, "The column of weights.") { Required = true },
        new("kind", ChoiceShape.Of<WeightKind>(), "frequency: the row stands for that many equal rows. precision: its variance is sigma^2 divided by the weight.") { Required = true },
    ]);

    public static readonly SectionShape Bound = new([
        new("epsilon", Positive, "The distance from the true mean, in the units of the data.") { Required = true },
        new("delta", Share, "The accepted probability of being further away.") { Required = true },
        new("lower", Number, "The least value the data can take; as the family says if absent."),
        new("upper", Number, "The greatest value the data can take; as the family says if absent."),
    ]);

    public static readonly SectionShape Truncation = new([
        new("lower", Number, "Values below it could not enter the data; open if absent."),
        new("upper", Number, "Values above it could not enter the data; open if absent."),
    ]) { AtLeastOneOf = ["lower", "upper"], Rising = ("lower", "upper") };

    public static readonly SectionShape Fit = new([
        new("name", Words, "The fit's name, unique within the job.") { Required = true },
        new("family", Words, "The distribution, as listed by the verb 'families'."),
        new("candidates", new ListShape(Words, AtLeast: 2, Distinct: true), "Instead of family: several distributions, fitted to the same data and ranked; the best is reported."),
        new("response", Column, "The column that is modelled; short for the formula 'response ~ 1'."),
        new("left", Column, "Interval censoring, instead of response: the column of lower ends. Equal to right = exact, empty = left-censored."),
        new("right", Column, "Interval censoring, with left: the column of upper ends. Empty = right-censored."),
        new("responses", new ListShape(Column, AtLeast: 1, Distinct: true), "The columns that are modelled together (multivariate_normal, multinomial)."),
        new("formula", Words, "A Wilkinson formula, such as 'y ~ a + b:c'; beside responses (multinomial), or left and right, without a left side: '~ a'."),
        new("trials", Column, "binomial: the column with the number of trials."),
        new("event", Column, "The column that says whether the response was observed (1, true) or right-censored (0, false)."),
        new("eventValue", Column, "The label in the event column that means observed; every other label means censored."),
        new("truncation", Truncation, "The range outside which values could not enter the data at all."),
        new("threshold", Number, "generalized_pareto: the value above which the tail is modelled; rows at or below it are left out and counted."),
        new("components", new WholeShape(2, 10), "normal_mixture: the number of components."),
        new("levels", new ListShape(Column, Distinct: true), "categorical and ordinal: the levels there can be, in order; those found in the data, sorted, if absent."),
        new("reference", Column, "Regression on labels or counts: the level of the response that the others are compared with; the first if absent."),
        new("link", Words, "Regression: the link of the parameter that the formula is about, as listed by the verb 'families'; the family's own if absent."),
        new("predictors", new TableShape(Words), "Regression: formulas of other parameters, such as sigma: \"~ x + z\"."),
        new("offset", Column, "Regression: a column added to the linear predictor with coefficient 1, on the scale of the link; a log link needs the logarithm."),
        new("vcov", new TextShape { Fault = TextFaults.Vcov, Pattern = @"^(iid|hc[0-3]|cluster\(.+\))$" }, "Regression: from what the standard errors are made. iid: the information. hc0 to hc3: the sandwich of White and its corrections. cluster(a), cluster(a, b): the same with rows summed within one or two columns of labels.") { Default = "iid" },
        new("method", ChoiceShape.Of<EstimationMethod>(), "mle: maximum likelihood. map: the mode of likelihood x prior.") { Default = "mle" },
        new("priors", new TableShape(Words), "Priors by parameter, by 'coefficients' or by a coefficient's name, such as theta: \"beta(2, 8)\"."),
        new("alpha", new NumberOrWordShape(Positive, new(AlphaDefinition.Words)), "Regression, method map: the standard deviation of a normal prior on every slope: a number, evidence (the one of greatest Laplace evidence) or cv (by seeded cross-validation)."),
        new("priorScale", ChoiceShape.Of<PriorScale>(), "Regression: the priors of slopes are meant in the units of the data (raw), or as if every column had been divided by its standard deviation (standardized).") { Default = "raw" },
        new("fixed", new TableShape(Number), "Parameters held at a known value."),
        new("weights", Weights, "The weights of the rows; every row counts once if absent."),
        new("quantiles", new ListShape(Share), "Probabilities whose quantiles of the fitted distribution are wanted."),
        new("probabilities", new ListShape(Words), "Events whose probability under the fitted distribution is wanted: \"> 1\", \"<= 0\", \"10..20\"."),
        new("hypotheses", new ListShape(Words), "Fully given distributions whose likelihoods are compared, such as \"normal(0, 1)\"."),
        new("priorWeights", new ListShape(Positive), "Prior probabilities of the hypotheses, up to a common factor; they turn the comparison into posterior odds."),
        new("at", new TableShape(Column), "Where to evaluate quantiles and probabilities of a regression: predictor values by column."),
        new("bound", Bound, "Hoeffding's bound on the mean of data in a known range."),
        new("goodnessOfFit", ChoiceShape.Of<GoodnessOfFitRequest>() with { OnOff = true }, "Whether to test that the data come from the family: on, off, or auto (in the groups that get pictures, if that is not too much work).") { Default = "auto" },
    ])
    {
        ExactlyOneOf =
        [
            new("nothing says which family is fitted.", ["family"], ["candidates"]),
            new("nothing says what is modelled.", ["response"], ["responses"], ["formula"], ["left", "right"]) { Companion = "formula", Accompanied = ["responses", "left", "right"] },
        ],
    };

    public static readonly SectionShape Intervals = new([
        new("level", Share, "The confidence level of the intervals.") { Default = 0.95 },
        new("method", ChoiceShape.Of<IntervalMethod>(), "wald: estimate and standard error. wald-transformed: the same on a scale without ends. profile: from the profile likelihood. bootstrap: from estimates over samples drawn.") { Default = "wald" },
        new("bootstrap", ChoiceShape.Of<BootstrapKind>(), "What a bootstrap draws: parametric, new data from the fit; nonparametric, the rows with replacement.") { Default = "parametric" },
        new("replicates", new WholeShape(99, 99_999), "How many samples a bootstrap draws.") { Default = 999 },
    ]);

    public static readonly SectionShape Predictions = new([
        new("files", new ListShape(Words, AtLeast: 1, Distinct: true) { OneAlone = true }, "The files with the new rows: a path with wildcards, relative to the workspace, or a list of them.") { Required = true },
        new("output", ChoiceShape.Of<PredictionFormat>(), "The format in which they are written beside the reports, each row with its prediction.") { Default = "csv" },
        new("fits", new ListShape(Words, AtLeast: 1, Distinct: true), "The names of the fits that predict; every fit with a formula if absent."),
        new("interval", ChoiceShape.Of<PredictionInterval>(), "none; confidence: of the fitted mean; prediction: in which one new value lies. Both have the level of 'intervals'.") { Default = "confidence" },
        new("unseen", ChoiceShape.Of<UnseenPolicy>(), "What a row gets whose label or group the fit has not seen. null: no prediction, and it is counted. reference: the reference level in place of the label. fail: the run fails.") { Default = "null" },
    ]);

    public static readonly SectionShape Job = new([
        new("$schema", Words, "Where an editor finds this schema.") { Ignored = true },
        new("name", new TextShape { Pattern = TextFaults.NamePattern, Fault = TextFaults.Name }, "The job's name: lower-case letters, digits and hyphens; unique among the jobs.") { Required = true },
        new("description", Words, "What the job is for, in a sentence."),
        new("input", Input, "How to read the files."),
        new("watch", Watch, "Where files are dropped; inbox/<name> if absent."),
        new("schedule", Schedule, "A recurring run over files that stay where they are."),
        new("groupBy", new ListShape(Column, Distinct: true), "Columns; every combination of their values is fitted on its own."),
        new("fits", new ListShape(Fit, AtLeast: 1), "What to estimate.") { Required = true },
        new("intervals", Intervals, "The intervals of all fits."),
        new("reports", new ListShape(ChoiceShape.Of<ReportFormat>(), AtLeast: 1, Distinct: true), "Which reports to write.") { Default = new JsonArray("html", "json", "csv") },
        new("predictions", Predictions, "New rows to be scored with the run's estimates."),
    ]);
}
