using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The intervals of the coefficients and numbers of one fit, by the method asked for.</summary>
/// <param name="plan">The plan.</param>
/// <param name="template">The coefficients.</param>
/// <param name="options">The method and the level.</param>
internal sealed class RegressionIntervals(RegressionPlan plan, RegressionTemplate template, FitOptions options)
{
    private readonly Wald wald = new(options.Level);

    /// <summary>The intervals.</summary>
    /// <param name="group">The group.</param>
    /// <param name="found">The fit.</param>
    /// <param name="model">Its end with the covariance from the information.</param>
    /// <param name="evidence">The same with the covariance that was asked for.</param>
    /// <param name="number">The group's number.</param>
    /// <param name="inFull">False = Wald, whatever was asked.</param>
    public FitIntervals Of(RegressionGroup group, RegressionFound found, RegressionEvidence model, RegressionEvidence evidence, int number, bool inFull) => options.Intervals switch
    {
        IntervalMethod.Profile when inFull && model.Standard is not null => Profile(group, found, model),
        IntervalMethod.Bootstrap when inFull && model.Standard is not null && found.Objective.Free.Count > 0 => Bootstrapped(group, found, model, number),
        var method => Wald(found, evidence, inFull && method == IntervalMethod.WaldTransformed),
    };

    private FitIntervals Wald(RegressionFound found, RegressionEvidence evidence, bool transformed)
    {
        var ends = new (double? Lower, double? Upper)[template.Coefficients.Count];
        foreach (int i in found.Objective.Free)
        {
            var info = found.Objective.Coefficients[i];
            double? error = evidence.StandardErrorOf(i);
            ends[i] = transformed ? wald.Transformed(evidence.Natural[i], error, info.Lower, info.Upper) : wald.Interval(evidence.Natural[i], error);
        }
        var beyond = found.Objective.Coefficients.Where((info, i) => ends[i].Lower < info.Lower || ends[i].Upper > info.Upper)
            .Select(info => $"The Wald interval of {info.Name} reaches beyond its possible values; with intervals: {{ method: profile }} or wald-transformed it would not.");
        return new(evidence.Standard is null ? null : transformed ? "wald-transformed" : "wald", ends, null, [.. beyond]);
    }

    private FitIntervals Profile(RegressionGroup group, RegressionFound found, RegressionEvidence evidence)
    {
        var ends = new (double? Lower, double? Upper)[template.Coefficients.Count];
        var notes = new List<string>();
        var shifted = new RegressionProfile(found, options.Level);
        Lazy<RegressionProfile> plain = new(() => new(Unshifted(group, found), options.Level));
        foreach (int i in found.Objective.Free)
        {
            if (evidence.StandardErrorOf(i) is not { } error)
                continue;
            bool isIntercept = i < template.Cuts || Enumerable.Range(0, plan.Predictors.Count).Any(k => template.InterceptOf(k) == i);
            var (lower, upper) = (isIntercept ? plain.Value : shifted).Of(i, error);
            ends[i] = (double.IsFinite(lower) ? lower : null, double.IsFinite(upper) ? upper : null);
            string name = template.Coefficients[i].Name;
            if (double.IsInfinity(lower) || double.IsInfinity(upper))
                notes.Add($"The profile interval of {name} has no {(double.IsInfinity(upper) ? "upper" : "lower")} end: the data do not limit it on that side.");
            if (double.IsNaN(lower) || double.IsNaN(upper))
                notes.Add($"An end of the profile interval of {name} was not found: with {name} held there, the other parameters have no verified estimate.");
        }
        if (plan.Model.Definition.Vcov.Kind != VcovKind.Iid)
            notes.Add($"Profile intervals follow from the likelihood, not from the {plan.Model.Definition.Vcov.Kind switch { VcovKind.Cluster => "clustered", _ => "robust" }} standard errors beside them.");
        return new("profile", ends, null, notes);
    }

    // The same fit in columns as they are, where an intercept is a coefficient like the others and can be held.
    private RegressionFound Unshifted(RegressionGroup group, RegressionFound found)
    {
        var plain = new RegressionGroup(plan, template, group.Rows, group.Response, isShifted: false);
        var objective = new RegressionObjective(found.Objective.Likelihood.Over(plain.Channels), found.Objective.Coefficients, plain.Scale, found.Objective.Searched);
        double[] start = plain.Scale.ToStandard(found.Objective.Scale.ToNatural(found.End!.Top.Beta));
        var climbed = RegressionFound.Climb(objective, start);
        return climbed.End is not null ? climbed : new(objective, new(objective.At(start, Likelihoods.KernelOrder.Hessian), 0, []));
    }

    private FitIntervals Bootstrapped(RegressionGroup group, RegressionFound found, RegressionEvidence evidence, int number)
    {
        var bootstrap = new RegressionBootstrap(plan, template, group, found, StreamOf.Group(options.Seed, plan.Model.Definition.Name, number));
        var kind = options.Bootstrap == BootstrapKind.Parametric && bootstrap.CanDraw ? BootstrapKind.Parametric : BootstrapKind.Nonparametric;
        var intervals = FitIntervals.Bootstrapped(bootstrap.Estimates(kind, options.Replicates), [.. evidence.Natural], found.Objective.Searched, kind, options.Level);
        return kind == options.Bootstrap ? intervals
            : intervals with { Notes = [.. intervals.Notes, "Bootstrap samples were drawn from the rows: with censored or truncated rows, clusters, or levels in order, others cannot be drawn from the fit."] };
    }
}
