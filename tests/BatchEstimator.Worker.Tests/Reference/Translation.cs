using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Tests.Reference;

/// <summary>A reference case in the words of a job file.</summary>
internal static partial class Translation
{
    /// <summary>The job, with one fit; a row filter becomes a grouping of which one group is looked at.</summary>
    public static JobDefinition Job(ReferenceCase problem) => new()
    {
        Name = "reference",
        Watch = new WatchDefinition("inbox/reference", "*.csv"),
        GroupBy = Filter(problem) is { Column: var column } ? [column] : [],
        Fits = [Fit(problem)],
    };

    /// <summary>The column and the value of a row filter such as <c>Species == setosa</c>.</summary>
    public static (string Column, string Value)? Filter(ReferenceCase problem) =>
        problem.Model.RowFilter?.Split(" == ") is [var column, var value] ? (column, value) : null;

    /// <summary>The family's name in jobs.</summary>
    public static string Family(ReferenceCase problem) => problem.Model.Name switch
    {
        "linear" => "normal",
        "normal-mixture-2" => "normal_mixture",
        "logistic" or "probit" or "cloglog" when problem.Model.Formula is not null => problem.Columns!.ContainsKey("trials") ? "binomial" : "bernoulli",
        "multinomial-logistic" => problem.Columns!["response"].ValueKind == JsonValueKind.Array ? "multinomial" : "categorical",
        "loglogistic-aft" => "log_logistic",
        var name when name.EndsWith("-aft", StringComparison.Ordinal) => name[..^4],
        var name => name.Replace('-', '_'),
    };

    private static FitDefinition Fit(ReferenceCase problem) => Roles(problem, new FitDefinition
    {
        Name = problem.Name,
        Family = Family(problem),
        Components = problem.Model.Name == "normal-mixture-2" ? 2 : null,
        Threshold = problem.Model.Threshold,
        Formula = Formula(problem.Model),
        Levels = problem.Model.Levels ?? [],
        Method = problem.Method == "map" ? EstimationMethod.Map : EstimationMethod.Mle,
        Priors = Priors(problem),
        Fixed = Fixed(problem.Model.Fixed ?? []),
        Weights = problem.Weights is { } weights
            ? new WeightDefinition(weights.Column, weights.Kind == "precision" ? WeightKind.Precision : WeightKind.Frequency)
            : null,
    });

    private static FitDefinition Roles(ReferenceCase problem, FitDefinition fit) => problem.Model.Name switch
    {
        _ when problem.Model.Formula is not null => Regression(problem, fit),
        "binomial" => fit with { Response = problem.Column("successes"), Trials = problem.Column("trials") },
        "multivariate-normal" => fit with { Responses = [.. problem.Columns!["values"].EnumerateArray().Select(name => name.GetString()!)] },
        _ when problem.Censoring is { Kind: "interval" } => fit with { Left = problem.Column("left"), Right = problem.Column("right") },
        _ when problem.Censoring is { Kind: "right" } censoring => fit with
        {
            Response = problem.Column("time"),
            Event = censoring.EventColumn,
            EventValue = censoring.EventValue == "1" ? null : censoring.EventValue,
        },
        _ => fit with { Response = problem.Column("value") },
    };

    private static FitDefinition Regression(ReferenceCase problem, FitDefinition fit) => fit with
    {
        Link = problem.Model.Name is "logistic" ? "logit" : problem.Model.Name is "probit" or "cloglog" ? problem.Model.Name : null,
        Trials = problem.Columns!.ContainsKey("trials") ? problem.Column("trials") : null,
        Event = problem.Censoring?.EventColumn,
        EventValue = problem.Censoring?.EventValue,
        Reference = problem.Model.Name == "multinomial-logistic" ? problem.Model.Baseline : null,
        Responses = fit.Family == "multinomial" ? [.. problem.Columns["response"].EnumerateArray().Select(name => name.GetString()!)] : [],
        Formula = problem.Columns.ContainsKey("trials") ? Grouped().Replace(fit.Formula!, "$1 ~") : fit.Family == "multinomial" ? fit.Formula![fit.Formula!.IndexOf('~')..] : fit.Formula,
    };

    /// <summary>The formula, with the reference level said where it is not the first in sorted order.</summary>
    private static string? Formula(ReferenceModel model)
    {
        string? formula = model.Formula;
        foreach (var (factor, levels) in model.FactorLevels ?? [])
            if (levels[0] != levels.Order(StringComparer.Ordinal).First())
                formula = formula!.Replace($"C({factor})", $"C({factor}, ref = \"{levels[0]}\")", StringComparison.Ordinal);
        return formula;
    }

    private static Dictionary<string, double> Fixed(Dictionary<string, double> known) => known.ToDictionary(
        entry => entry.Key == "sigma_squared" ? "sigma" : entry.Key,
        entry => entry.Key == "sigma_squared" ? Math.Sqrt(entry.Value) : entry.Value);

    private static Dictionary<string, string> Priors(ReferenceCase problem)
    {
        if (problem.Prior is not { } priors) return [];
        if (priors.FirstOrDefault(prior => prior.GetValueOrDefault("sd").ValueKind == JsonValueKind.String) is { } conditional)
            return Conjugate(conditional, priors.Single(prior => prior != conditional));
        return priors.ToDictionary(prior => prior["parameter"].GetString()!, prior => Prior(prior, problem.Model));
    }

    /// <summary>mu given the variance and the variance, which jobs write as one prior of both.</summary>
    private static Dictionary<string, string> Conjugate(Dictionary<string, JsonElement> mean, Dictionary<string, JsonElement> variance)
    {
        string kappa = VarianceOver().Match(mean["sd"].GetString()!).Groups[1].Value;
        return new()
        {
            ["mu, variance"] = $"normal_inverse_gamma({mean["mean"].GetRawText()}, {kappa}, {variance["shape"].GetRawText()}, {variance["scale"].GetRawText()})",
        };
    }

    private static string Prior(Dictionary<string, JsonElement> prior, ReferenceModel model)
    {
        string name = prior["distribution"].GetString()!.Replace('-', '_');
        IEnumerable<string> Arguments(params string[] names) => names.Select(argument => Number(prior[argument]));
        return name switch
        {
            "flat" => "flat",
            "dirichlet" => Call(name, model.Levels!.Select(level => Number(prior["alpha"].GetProperty(level)))),
            "normal" => Call(name, Arguments("mean", "sd")),
            "laplace" or "cauchy" => Call(name, Arguments("location", "scale")),
            "student_t" => Call(name, Arguments("df", "location", "scale")),
            "beta" => Call(name, Arguments("a", "b")),
            "gamma" => Call(name, Arguments("shape", "rate")),
            "inverse_gamma" => Call(name, Arguments("shape", "scale")),
            _ => throw new InvalidDataException($"The prior '{name}' of a reference case is not known to this suite."),
        };
    }

    private static string Call(string name, IEnumerable<string> arguments) => $"{name}({string.Join(", ", arguments)})";

    private static string Number(JsonElement value) => value.GetDouble().ToString("R", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\w+)/\w+ ~")]
    private static partial Regex Grouped();

    [GeneratedRegex(@"^sqrt\(variance/(.+)\)$")]
    private static partial Regex VarianceOver();
}
