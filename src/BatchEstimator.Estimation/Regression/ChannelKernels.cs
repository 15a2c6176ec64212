using System.Collections.Concurrent;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// The log density of a row in its linear predictors and the parameters that are one number for all rows, compiled with its derivatives in
/// both; one kernel for each way a row can be known.
/// </summary>
internal sealed class ChannelKernels
{
    /// <summary>The places of the columns: the response (or its lower bound), its upper end, trials or precision weight, then the predictors by channel.</summary>
    public const int Response = 0, Upper = 1, Extra = 2, FirstPredictor = 3;

    private readonly Lazy<RowKernel>[] kernels;
    private readonly Variable[] variables;

    /// <summary>Prepares kernels for channels; each is compiled when it is first used.</summary>
    /// <param name="density">The log density of a row known in some way, in the channels' variables.</param>
    /// <param name="variables">The channels' variables: data columns for predictors, parameters for numbers.</param>
    public ChannelKernels(Func<RowKnowledge, Expr> density, Variable[] variables)
    {
        this.variables = variables;
        // Groups and strands ask for one at the same time; it is compiled once.
        kernels = [.. Enum.GetValues<RowKnowledge>().Select(knowledge => new Lazy<RowKernel>(() => new(density(knowledge), variables)))];
    }

    /// <summary>Tiles that nobody works with just now: groups by the thousand share a few.</summary>
    public ConcurrentBag<RegressionTile> Idle { get; } = [];

    /// <summary>True if a row known exactly pulls at the first channel as an absolute residual does: Laplace errors that could be seen anywhere.</summary>
    public bool HasMedians { get; private init; }

    /// <summary>How many channels there are.</summary>
    public int Channels => variables.Length;

    /// <summary>The kernel of rows known in some way.</summary>
    public RowKernel Of(RowKnowledge knowledge) => kernels[(int)knowledge].Value;

    /// <summary>The variable of a channel.</summary>
    public static Variable VariableOf(int channel, bool hasPredictor, string name) =>
        hasPredictor ? new(VariableKind.Data, FirstPredictor + channel, $"predictor of {name}") : new(VariableKind.Parameter, channel, name);

    /// <summary>The kernels of a scalar family.</summary>
    /// <param name="family">The family.</param>
    /// <param name="form">How a formula enters it.</param>
    /// <param name="links">For each of the form's parameters its link.</param>
    /// <param name="hasPredictor">For each of the form's parameters whether it has a predictor; else it is one number.</param>
    /// <param name="isPrecise">True if rows have precision weights.</param>
    /// <param name="limits">The ends outside which no value could be seen.</param>
    public static ChannelKernels Of(
        ScalarFamily family, RegressionForm form, IReadOnlyList<Link> links, IReadOnlyList<bool> hasPredictor, bool isPrecise, (double Lower, double Upper) limits)
    {
        Variable[] variables = [.. form.Parameters.Select((parameter, i) => VariableOf(i, hasPredictor[i], parameter.Name))];
        Expr[] values = [.. variables.Select((variable, i) => hasPredictor[i] ? links[i].Inverse(variable) : variable)];
        Variable x = new(VariableKind.Data, Response, "response"), upper = new(VariableKind.Data, Upper, "upper"), extra = new(VariableKind.Data, Extra, "extra");
        // A row of precision w has the variance sigma^2 / w.
        if (isPrecise)
            values[1] *= 1 / Functions.Sqrt(extra);
        var natural = form.ToNatural(values);
        var substitution = new Substitution(variable => variable.Kind switch
        {
            VariableKind.Parameter => natural[variable.Index],
            VariableKind.Data when variable.Index == 1 && family.Roles.Contains(DataRole.Trials) => extra,
            _ => null,
        });
        var seen = (double.IsFinite(limits.Lower), double.IsFinite(limits.Upper)) switch
        {
            (true, true) => family.LogBetween(limits.Lower, limits.Upper),
            (true, false) => family.LogSurvival(limits.Lower)!,
            (false, true) => family.LogCdf(limits.Upper)!,
            _ => 0,
        };
        Expr Density(RowKnowledge knowledge) => Known(knowledge) - substitution.Of(seen);
        Expr Known(RowKnowledge knowledge) => knowledge switch
        {
            RowKnowledge.Exact when form.OfProbability is { } density && hasPredictor[0] => density(x, family.Roles.Contains(DataRole.Trials) ? extra : 1, links[0], variables[0]),
            RowKnowledge.Exact => substitution.Of(family.LogDensity(x)),
            RowKnowledge.Above => substitution.Of(family.LogSurvival(x)!),
            RowKnowledge.Below => substitution.Of(family.LogCdf(x)!),
            _ => substitution.Of(family.LogBetween(x, upper)),
        };
        // A predictor that is the parameter itself, or one over it, must keep to its values; beyond them some densities would go on.
        int[] bounded = [.. Enumerable.Range(0, values.Length).Where(i => hasPredictor[i] && form.Parameters[i].Lower == 0 && (links[i] == Link.Identity || links[i] == Link.Reciprocal))];
        Expr Bounded(RowKnowledge knowledge) => bounded.Aggregate(Density(knowledge), (density, i) => Functions.IfPositive(variables[i], density, double.NegativeInfinity));
        return new(Bounded, variables) { HasMedians = family is Laplace && double.IsInfinity(limits.Lower) && double.IsInfinity(limits.Upper) };
    }
}
