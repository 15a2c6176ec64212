using System.Globalization;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The distribution that a regression gives at chosen predictor values: its location, quantiles and probabilities, with standard errors by the
/// delta method. Everything is a function of the linear predictors and of the parameters that are one number.
/// </summary>
internal sealed class PointQuantities
{
    private readonly RegressionPlan plan;
    private readonly RegressionTemplate template;
    private readonly IReadOnlyList<LevelIndex> levels;
    private readonly Wald wald;
    private readonly ScalarFamily family;
    private readonly FitDefinition definition;
    private readonly List<AskedQuantity> smooth = [];
    private readonly bool isTransformed;
    private readonly List<double> discrete = [];
    private readonly Tape natural;
    private readonly double? trials;

    public PointQuantities(RegressionPlan plan, RegressionTemplate template, IReadOnlyList<LevelIndex> levels, FitOptions options)
    {
        (this.plan, this.template, this.levels, wald) = (plan, template, levels, new(options.Level));
        isTransformed = options.Intervals == IntervalMethod.WaldTransformed;
        (family, definition) = (plan.Family, plan.Model.Definition);
        trials = definition.At.TryGetValue("trials", out string? text) && double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number : null;
        Variable[] variables = [.. plan.Form.Parameters.Select((parameter, i) => new Variable(VariableKind.Parameter, i, parameter.Name))];
        Expr[] values = [.. variables.Select((variable, i) => LinkOf(i) is { } link ? link.Inverse(variable) : variable)];
        var parameters = plan.Form.ToNatural(values);
        natural = new([.. parameters]);
        var substitution = new Substitution(variable => variable.Kind == VariableKind.Parameter ? parameters[variable.Index] : null);
        smooth.Add(new($"{LocationNameOf(plan)} at the given predictors", new(values[0], variables), double.NegativeInfinity, double.PositiveInfinity));
        // The family is that of the excesses; what is asked is about the response.
        double threshold = definition.Threshold ?? 0;
        foreach (double p in definition.Quantiles)
        {
            if (family.Quantile(p) is { } quantile)
                smooth.Add(new(Invariant($"quantile({p})"), new(threshold + substitution.Of(quantile), variables), threshold + family.SupportEnds.Lower, threshold + family.SupportEnds.Upper));
            else if (family.Cdf(1, trials) is not null)
                discrete.Add(p);
        }
        foreach (var e in definition.Probabilities.Select(text => ProbabilityEvent.TryParse(text)!))
        {
            if (DerivedQuantities.Probability(family, e with { Lower = e.Lower - threshold, Upper = e.Upper - threshold }, trials) is { } probability)
                smooth.Add(new(e.Name, new(substitution.Of(probability), variables), 0, 1));
        }
    }

    /// <summary>True if anything was asked.</summary>
    public bool IsAsked => definition.Quantiles.Count + definition.Probabilities.Count + definition.At.Count > 0;

    /// <summary>What the parameter of the formula is to a reader: the mean, a probability, or what the family calls it.</summary>
    internal static string LocationNameOf(RegressionPlan plan) => plan.Form.Parameters[0].Name switch
    {
        _ when plan.Form.IsOnLogScale => "location of log time",
        "mu" when plan.Family is not ZeroInflatedNegativeBinomial => "mean",
        "theta" => "probability",
        var name => name,
    };

    /// <summary>The quantities, and what must be said of them.</summary>
    /// <param name="group">The group.</param>
    /// <param name="found">The fit.</param>
    /// <param name="evidence">Its covariance.</param>
    public (IReadOnlyList<DerivedEstimate> Derived, IReadOnlyList<string> Notes) Of(RegressionGroup group, RegressionFound found, RegressionEvidence evidence)
    {
        foreach (var predictor in plan.Predictors)
        {
            if (predictor.Design.ObjectionTo(definition.At, LevelsOf(predictor)) is { } objection)
                return ([], [$"{objection}; quantiles and probabilities are left out."]);
        }
        var (point, rows) = Predictors(group.Rows, evidence);
        for (int k = 0; k < plan.Predictors.Count; k++)
        {
            var row = rows[plan.Predictors[k].Parameter]!;
            if (!Array.TrueForAll(row, double.IsFinite) || !Estimability.Of(group.Rows, group.Channels[plan.Predictors[k].Parameter].Design!, row, found.Objective))
            {
                return ([.. smooth.Select(quantity => new DerivedEstimate(quantity.Name, null)), .. discrete.Select(p => new DerivedEstimate(Invariant($"quantile({p})"), null))],
                    ["The data of this fit say nothing about the given predictors: the label does not occur, or the point breaks a relation that all rows obey."]);
            }
        }
        var result = smooth.Select((quantity, i) => Quantity(quantity, i == 0, point, rows, evidence)).ToList();
        string[] beyond = [.. smooth.Zip(result).Where(pair => pair.Second.Lower < pair.First.Least || pair.Second.Upper > pair.First.Most).Select(pair => pair.First.Name)];
        string[] notes = beyond.Length == 0 ? [] : [$"The Wald interval of {string.Join(", ", beyond)} reaches beyond what {(beyond.Length == 1 ? "it" : "they")} can be (a probability lies in 0..1, a quantile in the support); with intervals: {{ method: wald-transformed }} it would not."];
        double[] parameters = natural.Evaluate([], point);
        result.AddRange(discrete.Select(p => new DerivedEstimate(Invariant($"quantile({p})"), DerivedQuantities.DiscreteQuantile(family, p, trials, parameters))));
        return (result, notes);
    }

    private DerivedEstimate Quantity(AskedQuantity quantity, bool isLocation, double[] point, double[]?[] rows, RegressionEvidence evidence)
    {
        var (value, slope, _) = quantity.Value.At(point, []);
        var gradient = new double[template.Coefficients.Count];
        for (int k = 0; k < slope.Length; k++)
        {
            if (rows[k] is not { } row)
                gradient[NumberOf(k)] += slope[k];
            for (int i = 0; rows[k] is not null && i < gradient.Length; i++)
                gradient[i] += slope[k] * rows[k]![i];
        }
        double? error = double.IsFinite(value) ? evidence.StandardErrorOf(gradient) : null;
        var (lower, upper) = isLocation && rows[0] is { } first ? Transformed(point[0], evidence.StandardErrorOf([.. first]))
            : isTransformed ? wald.Transformed(value, error, quantity.Least, quantity.Most) : wald.Interval(value, error);
        return new(quantity.Name, Finite(value), error, Finite(lower), Finite(upper));
    }

    // On the scale of the predictor, so that a mean or a probability stays where it can be.
    private (double? Lower, double? Upper) Transformed(double eta, double? error)
    {
        var (lower, upper) = wald.Interval(eta, error);
        if (lower is null || upper is null)
            return (null, null);
        double a = plan.Predictors[0].Link.Invert(lower.Value), b = plan.Predictors[0].Link.Invert(upper.Value);
        return (Finite(Math.Min(a, b)), Finite(Math.Max(a, b)));
    }

    // By channel: the linear predictor or the number, and the row of the design over all coefficients.
    private (double[] Point, double[]?[] Rows) Predictors(GroupRows group, RegressionEvidence evidence)
    {
        double[] point = new double[plan.Form.Parameters.Count];
        var rows = new double[]?[point.Length];
        int first = 0;
        foreach (var predictor in plan.Predictors)
        {
            var known = LevelsOf(predictor);
            double[] own = predictor.Design.RowAt(definition.At, predictor.Design.Columns(known), known, spline => BasisOf(group, spline)), row = new double[template.Coefficients.Count];
            own.CopyTo(row, first);
            first += own.Length;
            double eta = predictor.Design.OffsetAt(definition.At) + (predictor.Parameter == 0 ? OffsetColumn() : 0);
            for (int i = 0; i < row.Length; i++)
                eta += row[i] == 0 ? 0 : row[i] * evidence.Natural[i];
            (point[predictor.Parameter], rows[predictor.Parameter]) = (eta, row);
        }
        for (int k = 0; k < point.Length; k++)
        {
            if (rows[k] is null)
                point[k] = evidence.Natural[NumberOf(k)];
        }
        return (point, rows);
    }

    private SplineBasis BasisOf(GroupRows group, SplineFactor spline) =>
        group.Bases[Enumerable.Range(0, plan.Splines.Count).First(i => ReferenceEquals(plan.Splines[i].Factor, spline))];

    private double OffsetColumn() => definition.Offset is { } name && definition.At.TryGetValue(name, out string? text)
        && double.TryParse(text, CultureInfo.InvariantCulture, out double value) ? value : 0;

    private int NumberOf(int parameter) => template.Slopes + template.Numbers.ToList().IndexOf(parameter);

    private Link? LinkOf(int parameter) => plan.Predictors.FirstOrDefault(predictor => predictor.Parameter == parameter)?.Link;

    private IReadOnlyList<LevelIndex> LevelsOf(PlannedPredictor predictor) => [.. predictor.Design.LabelColumns.Select(column => levels[plan.Labels.ToList().IndexOf(column)])];

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>A quantity as a function of predictors and numbers, with the ends of what it can be.</summary>
    private sealed record AskedQuantity(string Name, Derivatives Value, double Least, double Most);
}
