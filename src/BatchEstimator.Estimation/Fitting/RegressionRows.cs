using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// What each row of a group looks like at the end of a search: predictor, fitted and observed value, residuals. A row of weight w has its Pearson
/// and deviance residual times the root of w, as it stands for w rows or has a variance w times smaller. All arrays have a value a row.
/// </summary>
internal sealed class RegressionRows
{
    private readonly RegressionPlan plan;
    private readonly GroupRows rows;
    private readonly Tape natural;
    private readonly ResponseMoments.OfRow? moments;
    private readonly Deviance.OfRow? deviance;
    private readonly Tape? median;
    private readonly bool isDispersed;

    private RegressionRows(RegressionPlan plan, GroupRows rows)
    {
        (this.plan, this.rows) = (plan, rows);
        bool isWhole = plan.Model.Definition.Truncation is null;
        natural = NaturalOf(plan);
        moments = isWhole ? ResponseMoments.Of(plan.Family.Name) : null;
        deviance = isWhole && rows.Counts[0] == rows.Count ? Inference.Deviance.Of(plan.Family.Name) : null;
        median = moments is null && plan.Family.Quantile(0.5) is { } middle ? new(middle) : null;
        isDispersed = plan.Predictors.Count > 1;
        int n = rows.Count;
        (Predictor, Fitted, Observed, Weights, Variance) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        (Slope, Bend, Trials) = (new double[n], new double[n], new double[n]);
        Quantile = QuantileResiduals.Has(plan.Family) ? new double[n] : null;
        Deviance = deviance is null ? null : new double[n];
        Pearson = moments is null ? null : new double[n];
    }

    /// <summary>The predictor of the first parameter.</summary>
    public double[] Predictor { get; }

    /// <summary>The fitted mean, of a binomial response the probability; for a family without one here the median; else the first parameter.</summary>
    public double[] Fitted { get; }

    /// <summary>The observed value, of a binomial response the share; for a censored row its bound, or the middle of its interval.</summary>
    public double[] Observed { get; }

    /// <summary>Weights that multiply the log-likelihood.</summary>
    public double[] Weights { get; }

    /// <summary>The trials of a binomial response; else 1.</summary>
    public double[] Trials { get; }

    /// <summary>The fitted variance, where the family has moments.</summary>
    public double[] Variance { get; }

    /// <summary>The first derivative of the log density in the predictor.</summary>
    public double[] Slope { get; }

    /// <summary>The second derivative.</summary>
    public double[] Bend { get; }

    /// <summary>Quantile residuals; null if the family has none.</summary>
    public double[]? Quantile { get; }

    /// <summary>Deviance residuals; null if the family or censored rows have none.</summary>
    public double[]? Deviance { get; }

    /// <summary>Pearson residuals in units of the dispersion, not numbers for censored rows; null if the family has none.</summary>
    public double[]? Pearson { get; }

    /// <summary>What a fitted value is.</summary>
    public string FittedName => plan.Family.Roles.Contains(DataRole.Trials) || plan.Family is Bernoulli ? "probability" : moments is not null ? "mean" : median is not null ? "median" : plan.Form.Parameters[0].Name;

    /// <summary>True for the families of generalised linear models, whose curvature has an expectation in closed form.</summary>
    public bool IsGeneralised => deviance is not null && moments is not null;

    /// <summary>How a row is known.</summary>
    /// <param name="row">The row of the group.</param>
    public RowKnowledge KnowledgeOf(int row)
    {
        int kind = 0;
        for (int before = rows.Counts[0]; row >= before; before += rows.Counts[kind])
            kind++;
        return (RowKnowledge)kind;
    }

    /// <summary>Looks at the rows.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="likelihood">The likelihood of the rows.</param>
    /// <param name="beta">The end of the search.</param>
    /// <param name="random">For quantile residuals.</param>
    public static RegressionRows Of(RegressionPlan plan, RegressionLikelihood likelihood, double[] beta, Xoshiro random)
    {
        var result = new RegressionRows(plan, likelihood.Rows);
        var quantiles = result.Quantile is null ? null : new QuantileResiduals(plan.Family, new ObservedRows(plan.Model, plan.Family).Limits);
        double[] values = new double[likelihood.Channels.Count], parameters = new double[plan.Family.Parameters.Count];
        likelihood.Visit(beta, (from, count, tile) =>
        {
            for (int row = 0; row < count; row++)
            {
                for (int k = 0; k < values.Length; k++)
                    values[k] = likelihood.Channels[k].Design is null ? beta[likelihood.Channels[k].Coefficient] : tile.Predictor(k)[row];
                int place = from - likelihood.Rows.From + row;
                (result.Predictor[place], result.Weights[place]) = (values[0], tile.Weights[row]);
                (result.Slope[place], result.Bend[place]) = (tile.Slope(0)[row], tile.Bend(0, 0)[row]);
                result.natural.Evaluate([likelihood.Rows.Roles.IsPrecise ? result.Number(likelihood.Rows.Roles.Weight, place) : 1], values, [], parameters);
                result.Take(place, parameters, quantiles, random);
            }
        });
        return result;
    }

    /// <summary>The family's parameters from the channels; of data it uses the precision weight.</summary>
    /// <param name="plan">The plan.</param>
    public static Tape NaturalOf(RegressionPlan plan)
    {
        Expr[] values = [.. plan.Form.Parameters.Select((parameter, i) =>
        {
            var variable = new Variable(VariableKind.Parameter, i, parameter.Name);
            return plan.Predictors.FirstOrDefault(predictor => predictor.Parameter == i) is { } predictor ? predictor.Link.Inverse(variable) : variable;
        })];
        if (plan.Roles.IsPrecise)
            values[1] *= 1 / Functions.Sqrt(new Variable(VariableKind.Data, 0, "precision"));
        return new([.. plan.Form.ToNatural(values)]);
    }

    /// <summary>The fitted value from the family's parameters.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="predictor">The predictor, for a family that has nothing but its first parameter.</param>
    public double FittedAt(double[] parameters, double predictor) =>
        moments is not null ? moments(parameters, 1).Mean : median is not null ? median.Evaluate([], parameters)[0] : plan.Predictors[0].Link.Invert(predictor);

    private double Number(int column, int row) => rows.Table.Numbers[column][rows.From + row];

    private void Take(int row, double[] parameters, QuantileResiduals? quantiles, Xoshiro random)
    {
        var knowledge = KnowledgeOf(row);
        double y = Number(rows.Roles.Response, row), upper = rows.Roles.Upper < 0 ? 0 : Number(rows.Roles.Upper, row), trials = rows.Roles.Trials < 0 ? 1 : Number(rows.Roles.Trials, row);
        double weight = rows.Roles.Weight < 0 ? 1 : Number(rows.Roles.Weight, row);
        Trials[row] = trials;
        Observed[row] = knowledge == RowKnowledge.Between ? y + (upper - y) / 2 : y / trials;
        Fitted[row] = FittedAt(parameters, Predictor[row]);
        if (quantiles is not null)
            Quantile![row] = quantiles.Of(knowledge, y, upper, trials, parameters, random);
        if (moments is null)
            return;
        var (mean, variance, function) = moments(parameters, trials);
        Variance[row] = variance;
        // With a formula of its own the dispersion belongs to the row. A precision weight is part of the variance already.
        double spread = isDispersed ? variance : function, factor = isDispersed && rows.Roles.IsPrecise ? 1 : Math.Sqrt(weight);
        Pearson![row] = knowledge != RowKnowledge.Exact ? double.NaN : trials == 0 ? 0 : factor * (y - mean) / Math.Sqrt(spread);
        if (deviance is null)
            return;
        double extra = rows.Roles.Trials >= 0 ? trials : plan.Family is NegativeBinomial ? parameters[0] : 0;
        Deviance![row] = Math.CopySign(Math.Sqrt(Math.Max(0, weight * deviance(y, Fitted[row], extra))), y - mean);
    }
}
