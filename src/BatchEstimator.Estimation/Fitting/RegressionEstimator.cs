using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>From the rows of a group to its result: which columns can be told apart, the top of likelihood times prior, and the checks after the search.</summary>
internal sealed class RegressionEstimator
{
    private readonly RegressionPlan plan;
    private readonly RegressionTemplate template;
    private readonly FitOptions options;
    private readonly ResponseLevels? response;
    private readonly ChannelKernels kernels;
    private readonly SeparationVerdict separation;
    private readonly RegressionVerdict verdict;
    private readonly RegressionStarts starts;
    private readonly RegressionLimits limits;
    private readonly RegressionReport report;
    private readonly RegressionPictures pictures;
    private readonly bool isMean;
    private readonly NormalRoute? normal;

    public RegressionEstimator(RegressionPlan plan, IReadOnlyList<LevelIndex> levels, ResponseLevels? response, FitOptions options)
    {
        (this.plan, this.response, this.options) = (plan, response, options);
        template = new(plan, levels, response);
        var links = plan.Form.Parameters.Select((parameter, i) => plan.Predictors.FirstOrDefault(p => p.Parameter == i)?.Link ?? parameter.Links[0]);
        kernels = ChannelKernels.Of(plan.Family, plan.Form, [.. links], [.. plan.Form.Parameters.Select((_, i) => plan.Predictors.Any(p => p.Parameter == i))], plan.Roles.IsPrecise, new ObservedRows(plan.Model, plan.Family).Limits);
        separation = new(plan, template, levels);
        verdict = new(plan, template);
        starts = new(plan, template);
        limits = new(plan, template, limit => new(limit, levels, response, options));
        report = new(plan, template, levels, response, options);
        pictures = new(plan, template, options);
        isMean = plan.Form is { IsOnLogScale: false, Layout: FormulaLayout.First } && plan.Predictors[0].Link == Link.Identity;
        normal = NormalRoute.Suits(plan) && template.Coefficients.Take(template.Slopes).All(coefficient => coefficient.Held is null) ? new(template, options) : null;
    }

    /// <summary>Lets go of room that still knows the rows it was used for.</summary>
    public void LetGo() => kernels.Idle.Clear();

    /// <summary>Estimates one group.</summary>
    public EstimatedFit Estimate(GroupRows rows, FitResult blank, int number, bool inFull)
    {
        var group = new RegressionGroup(plan, template, rows, response, forEach: options.ForEach);
        blank = WithCounts(blank, rows);
        if (group.Levels?.Refusal() is { } refusal)
            return new(blank with { Codes = [refusal] }, null);
        var likelihood = new RegressionLikelihood(kernels, group.Channels, template.Coefficients.Count, rows, options.ForEach);
        bool isMap = plan.Model.Definition.Method == EstimationMethod.Map;
        if (normal is not null && !isMap)
            return normal.Estimate(likelihood, group, blank, (found, aliased) => Drawn(report.Of(group, found, null, aliased, blank, number, inFull), group, found, null, number, inFull));
        var priors = new CoefficientPriors(plan.Model, template, group);
        bool[] aliased = new RegressionAliases(template, group, likelihood, options.ForEach).Find();
        var mle = Maximise(likelihood, group, priors.Flat, aliased, null);
        var likeliest = separation.Of(group, mle);
        if (!isMap)
            return Judged(group, mle, null, likeliest, aliased, blank, number, inFull);
        if (likeliest is not null || verdict.Of(group, mle) is not null)
            mle = mle with { End = null };
        if (!HasAlpha(priors))
            return priors.Explained(Mode(likelihood, group, priors.With(null), mle, aliased, blank, number, inFull));
        if (AlphaOf(likelihood, group, priors, aliased, blank) is not { } alpha)
            return new(blank with { Codes = [AlphaCurve.Unknown] }, null);
        var fit = Mode(likelihood, group, priors.With(alpha.Alpha), mle, aliased, blank, number, inFull);
        return priors.Explained(alpha.Explained(fit, inFull && number < options.PictureGroups));
    }

    // Coefficients without a prior can run off under the priors of others, too.
    private EstimatedFit Mode(
        RegressionLikelihood likelihood, RegressionGroup group, IReadOnlyList<Coefficient> coefficients, RegressionFound mle, bool[] aliased, FitResult blank, int number, bool inFull)
    {
        var found = Maximise(likelihood, group, coefficients, aliased, mle);
        return Judged(group, found, mle, separation.Of(group, found), aliased, blank, number, inFull);
    }

    private EstimatedFit Judged(RegressionGroup group, RegressionFound found, RegressionFound? mle, FitCode? separated, bool[] aliased, FitResult blank, int number, bool inFull)
    {
        if (separated is not null)
            return new(blank with { Codes = [separated] }, null);
        if (limits.Of(group, found, blank, number, inFull) is { } limited)
            return limited;
        if (verdict.Of(group, found) is { } refusal)
            return new(blank with { Codes = [mle is null ? refusal : refusal with { Code = FitCodes.ImproperMode }] }, null);
        return Drawn(report.Of(group, found, mle, aliased, blank, number, inFull), group, found, mle, number, inFull);
    }

    // Residuals as differences are for responses whose location the predictor is.
    private EstimatedFit Drawn(EstimatedFit fit, RegressionGroup group, RegressionFound found, RegressionFound? mle, int number, bool inFull) =>
        !inFull || number >= options.PictureGroups || fit.Result.Status is FitStatus.Failed or FitStatus.Refused || !isMean || group.Rows.Counts[0] < group.Rows.Count ? fit
            : fit with { Pictures = (fit.Pictures ?? new()) with { Regression = pictures.Of(group, found, mle) } };

    private bool HasAlpha(CoefficientPriors priors) => plan.Model.Definition.Alpha is not null && priors.Chosen.Count > 0;

    private AlphaCurve? AlphaOf(RegressionLikelihood likelihood, RegressionGroup group, CoefficientPriors priors, bool[] aliased, FitResult blank)
    {
        var alpha = plan.Model.Definition.Alpha!;
        if (alpha.Scale is { } given)
            return AlphaCurve.Given(given);
        RegressionObjective At(RegressionLikelihood rows, RegressionGroup design, double scale) => ObjectiveOf(rows, design, priors.With(scale), aliased);
        var search = new AlphaSearch(priors, scale => At(likelihood, group, scale), Start(group, priors.With(1)));
        if (alpha.Kind == AlphaKind.Evidence)
            return search.ByEvidence(group.Rows.Count);
        return search.ByCrossValidation(AlphaSearch.FoldsOf(group.Rows, plan.Place, options.Seed), blank.SumOfWeights, (learnt, left) =>
        {
            var design = new RegressionGroup(plan, template, learnt, response);
            int size = template.Coefficients.Count;
            var rows = new RegressionLikelihood(kernels, design.Channels, size, learnt, options.ForEach);
            return (scale => At(rows, design, scale), new(kernels, design.Channels, size, left, options.ForEach), Start(design, priors.With(1)));
        });
    }

    private static RegressionObjective ObjectiveOf(RegressionLikelihood likelihood, RegressionGroup group, IReadOnlyList<Coefficient> coefficients, bool[] aliased)
    {
        int[] free = [.. Enumerable.Range(0, coefficients.Count).Where(i => coefficients[i].Held is null && group.Levels?.IsDropped(i) != true && !(aliased[i] && coefficients[i].Prior.IsFlat))];
        return new(likelihood, coefficients, group.Scale, free);
    }

    private RegressionFound Maximise(RegressionLikelihood likelihood, RegressionGroup group, IReadOnlyList<Coefficient> coefficients, bool[] aliased, RegressionFound? mle)
    {
        var objective = ObjectiveOf(likelihood, group, coefficients, aliased);
        return new SeveralStarts(objective, Start(group, coefficients), mle?.End?.Top.Beta, starts.Others(group, objective), starts.AreManyNeeded)
            .Best(start => RegressionFound.Climb(objective, start));
    }

    private static FitResult WithCounts(FitResult blank, GroupRows rows)
    {
        if (rows.Roles.Weight < 0)
            return blank with { N = rows.Count, SumOfWeights = rows.Count };
        double sum = 0;
        foreach (double weight in rows.Table.Numbers[rows.Roles.Weight].AsSpan(rows.From, rows.Count))
            sum += weight;
        return blank with { N = rows.Roles.IsPrecise ? rows.Count : sum, SumOfWeights = sum };
    }

    private double[] Start(RegressionGroup group, IReadOnlyList<Coefficient> coefficients) => starts.Plain(group, coefficients);
}
