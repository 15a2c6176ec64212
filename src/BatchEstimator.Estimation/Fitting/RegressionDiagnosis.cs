using System.Globalization;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Looks at the rows of a fit: residuals, influence, variance inflation, spread of counts, how well a binary response is told, and the pictures of these.</summary>
/// <param name="plan">The plan.</param>
/// <param name="template">The coefficients.</param>
/// <param name="options">Options.</param>
internal sealed class RegressionDiagnosis(RegressionPlan plan, RegressionTemplate template, FitOptions options)
{
    private const int MostNamed = 10;

    // What a row costs beside its products with the coefficients, in units of such a product.
    private const double CostOfRow = 50;

    // Spread that chance does not explain, and that would make intervals a fifth too narrow.
    private const double LargeRatio = 1.5, SmallChance = 0.01;

    /// <summary>The diagnostics and the pictures; nulls, perhaps with a remark, where there are none.</summary>
    /// <param name="group">The group.</param>
    /// <param name="found">The fit.</param>
    /// <param name="evidence">Its end, with the covariance from the information.</param>
    /// <param name="n">The number of observations.</param>
    /// <param name="isMle">True at maximum likelihood.</param>
    /// <param name="number">The group's number.</param>
    public (RegressionDiagnostics? Diagnostics, DiagnosticPicture? Picture, string? Remark) Of(
        RegressionGroup group, RegressionFound found, RegressionEvidence evidence, double n, bool isMle, int number)
    {
        if (plan.Form.Layout != FormulaLayout.First || evidence.Standard is null)
            return (null, null, null);
        if (group.Rows.Count * (CostOfRow + found.Objective.Free.Count) > options.MostUnaskedWork)
            return (null, null, $"Residuals and influence were not looked at: {group.Rows.Count.ToString("N0", CultureInfo.InvariantCulture)} rows are more than is done unasked. Fit a sample of them for that.");
        var rows = RegressionRows.Of(plan, found.Objective.Likelihood, evidence.Top.Beta, StreamOf.Group(options.Seed, plan.Model.Definition.Name, number).Split(1));
        var influence = RegressionInfluence.Of(plan, rows, found, evidence, n, isMle);
        var accuracy = AccuracyOf(group, rows);
        var diagnostics = new RegressionDiagnostics
        {
            Residuals = [.. Summaries(group, rows)],
            MeanLeverage = influence?.Leverages.Average(),
            Leverages = influence is null ? [] : Largest(group, influence.Leverages),
            CooksDistances = influence is null ? [] : Largest(group, influence.Distances),
            VarianceInflation = isMle ? VarianceInflations.Of(plan, template, found, evidence) : [],
            Dispersion = DispersionOf(group, rows, found, n),
            Accuracy = accuracy?.Summary,
        };
        var curve = new FittedCurves(plan, template).Of(group, rows, found, evidence, options.Level);
        var picture = DiagnosticPictures.Of(plan, group, rows, influence, accuracy?.Roc, curve, options);
        return (diagnostics, picture, RemarkOn(diagnostics.Dispersion));
    }

    private IEnumerable<ResidualSummary> Summaries(RegressionGroup group, RegressionRows rows)
    {
        foreach (var (kind, values) in new[] { ("deviance", rows.Deviance), ("pearson", rows.Pearson), ("quantile", rows.Quantile) })
        {
            if (values is null)
                continue;
            double[] sorted = [.. values.Where(double.IsFinite).Order()];
            if (sorted.Length > 0)
                yield return new(kind, sorted[0], QuantileOf(sorted, 0.25), QuantileOf(sorted, 0.5), QuantileOf(sorted, 0.75), sorted[^1], Largest(group, values));
        }
    }

    // Between the two nearest values, as R does (R. J. Hyndman and Y. Fan, Amer. Statist. 50 (1996) 361-365, definition 7).
    private static double QuantileOf(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    private List<DiagnosedRow> Largest(RegressionGroup group, double[] values)
    {
        var result = new List<DiagnosedRow>();
        foreach (int row in Outermost(values, MostNamed))
        {
            var (source, number) = RegressionColumns.OfPlace(group.Rows.Table.Numbers[plan.Place][group.Rows.From + row]);
            result.Add(new(options.SourceNames[source], number, values[row]));
        }
        return result;
    }

    /// <summary>The rows whose values are farthest from zero, the farthest first; of equal ones the first.</summary>
    /// <param name="values">A value a row; what is not finite is left out.</param>
    /// <param name="count">How many.</param>
    public static IEnumerable<int> Outermost(double[] values, int count) =>
        Enumerable.Range(0, values.Length).Where(row => double.IsFinite(values[row])).OrderByDescending(row => Math.Abs(values[row])).Take(count);

    private Dispersion? DispersionOf(RegressionGroup group, RegressionRows rows, RegressionFound found, double n)
    {
        // A single toss cannot spread more than its mean says.
        bool isSpread = ((ScalarFamily)plan.Model.Family).IsDiscrete && (plan.Model.Family is not Binomial || rows.Trials.Any(trials => trials > 1)) && plan.Model.Family is not Bernoulli;
        double df = n - found.Objective.Free.Count(i => i < template.Slopes);
        if (!isSpread || rows.Pearson is not { } residuals || df <= 0 || group.Rows.Roles.IsPrecise)
            return null;
        // A formula of its own for the size leaves each row's variance in place of the function.
        double squares = residuals.Sum(residual => residual * residual);
        return double.IsFinite(squares) ? new(squares, df, squares / df, Significance.ChiSquare(squares, df)) : null;
    }

    private string? RemarkOn(Dispersion? dispersion)
    {
        if (dispersion is not { Ratio: > LargeRatio, PValue: < SmallChance })
            return null;
        string ratio = dispersion.Ratio.ToString("G3", CultureInfo.InvariantCulture), factor = Math.Sqrt(dispersion.Ratio).ToString("G3", CultureInfo.InvariantCulture);
        string errors = plan.Model.Definition.Vcov.Kind == VcovKind.Iid ? $", so that the standard errors are too small by a factor of about {factor}" : "";
        string help = plan.Model.Family is Poisson ? "family negative_binomial, or vcov: hc1, allows for it" : "vcov: hc1 allows for it in the standard errors";
        return $"The responses spread {ratio} times as much as the family has it (overdispersion: Pearson's chi-squared over its degrees of freedom){errors}. A term may be missing; if none is, {help}.";
    }

    private (BinaryAccuracy Summary, RocCurve Roc)? AccuracyOf(RegressionGroup group, RegressionRows rows)
    {
        if (plan.Family is not (Bernoulli or Binomial) || group.Rows.Roles.IsPrecise)
            return null;
        double[] ones = [.. rows.Observed.Select((share, row) => rows.Trials[row] > 0 ? rows.Weights[row] * rows.Trials[row] * share : 0)];
        double[] zeros = [.. ones.Select((count, row) => rows.Weights[row] * rows.Trials[row] - count)];
        var roc = new RocCurve(rows.Fitted, ones, zeros);
        if (!(roc.Ones > 0 && roc.Zeros > 0))
            return null;
        double wrong = 0;
        for (int row = 0; row < ones.Length; row++)
            wrong += rows.Fitted[row] >= 0.5 ? zeros[row] : ones[row];
        double all = roc.Ones + roc.Zeros;
        var (lower, upper) = new Wald(options.Level).Transformed(roc.Area, roc.StandardError > 0 ? roc.StandardError : null, 0, 1);
        return (new(roc.Area, roc.StandardError, lower, upper, wrong / all, HoeffdingBound.Epsilon(all, 1 - options.Level), Calibration.Of(rows.Fitted, ones, zeros, options.Level)), roc);
    }
}
