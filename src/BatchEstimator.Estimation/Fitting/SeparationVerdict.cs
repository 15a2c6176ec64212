using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Whether what was searched for exists: where rows pull to one side only, coefficients without a prior may run off for ever. A proof that they
/// do not is tried first, at the point where the search ended; a linear programme settles the rest.
/// </summary>
internal sealed class SeparationVerdict
{
    private readonly RegressionPlan plan;
    private readonly RegressionTemplate template;
    private readonly Lazy<(string Event, string Opposite)> events;

    public SeparationVerdict(RegressionPlan plan, RegressionTemplate template, IReadOnlyList<LevelIndex> levels)
    {
        (this.plan, this.template) = (plan, template);
        events = new(() => Events(levels));
    }

    /// <summary>The refusal of a group; null if the data have an estimate, as far as sides go.</summary>
    /// <param name="group">The group.</param>
    /// <param name="found">What was maximised and where the search ended.</param>
    public FitCode? Of(RegressionGroup group, RegressionFound found)
    {
        if (SeparationSides.Of(plan, group) is not { } sides)
            return null;
        bool[] moves = new bool[template.Coefficients.Count];
        foreach (int channel in sides.Channels)
        {
            foreach (var block in group.Channels[channel].Design!.Blocks)
                moves.AsSpan(block.First, block.Count).Fill(true);
        }
        int[] places = [.. found.Objective.Free.Where(i => moves[i] && found.Objective.Coefficients[i].Prior.IsFlat)];
        if (places.Length == 0 || IsProven(group, sides, found, places))
            return null;
        var constraints = new SeparationConstraints(group, sides, plan.Form.Layout, places, moves.Length);
        if (!constraints.HasSides || RecessionSearch.Find(constraints).Direction is not { } direction)
            return null;
        string[] names = [.. places.Select(i => template.Coefficients[i].Name)];
        var kind = sides.Kind == SeparatedResponse.Counts && direction.Support.Any(j => places[j] >= EndOfFirst) ? SeparatedResponse.Classes : sides.Kind;
        return kind == SeparatedResponse.TwoClasses
            ? SeparationMessage.Of(direction, names, events.Value.Event, kind, events.Value.Opposite)
            : SeparationMessage.Of(direction, names, plan.Model.ResponseName, kind);
    }

    // The coefficients of the formula come first.
    private int EndOfFirst => template.Blocks.Where(block => block.Predictor == 0).Max(block => block.First + block.Count);

    private bool IsProven(RegressionGroup group, SeparationSides sides, RegressionFound found, int[] places)
    {
        if (found.End is not { } end || !HasStep(group, found, places))
            return false;
        int size = template.Coefficients.Count;
        var (slope, curvature) = DerivativesAt(found, end.Top, places);
        if (!Array.TrueForAll(curvature, double.IsFinite))
            return false;
        var information = new Information(curvature, places.Length);
        if (!information.IsPositiveDefinite || information.Condition > 1e5)
            return false;
        double[] solved = information.Times(slope), step = new double[size];
        for (int i = 0; i < places.Length; i++)
            step[places[i]] = solved[i];
        int[] ends = [.. group.Rows.Counts.Select((_, kind) => group.Rows.From + group.Rows.Counts.Take(kind + 1).Sum())];
        return found.Objective.Likelihood.All(end.Top.Beta, () =>
        {
            var screen = new SeparationTile(sides, plan.Form.Layout, Math.Min(DesignTile.MostRows, group.Rows.Count));
            return (from, count, tile) => screen.Proves(tile, from, count, (RowKnowledge)Array.FindIndex(ends, e => from < e), step);
        });
    }

    // Of the likelihood alone; without priors the search knows them.
    private static (double[] Slope, double[] Curvature) DerivativesAt(RegressionFound found, RegressionPoint top, int[] places)
    {
        var free = found.Objective.Free.ToList();
        if (free.TrueForAll(i => found.Objective.Coefficients[i].Prior.IsFlat) && found.Objective.Settled.Count == 0)
        {
            int[] at = [.. places.Select(i => free.IndexOf(i))];
            return ([.. at.Select((int i) => top.Gradient[i])], [.. at.SelectMany(i => at.Select(j => top.Curvature[i * free.Count + j]))]);
        }
        int size = found.Objective.Coefficients.Count;
        var value = new LikelihoodValue(size);
        found.Objective.Likelihood.Evaluate(top.Beta, Likelihoods.KernelOrder.Hessian, value);
        return ([.. places.Select(i => value.Score(i))], [.. places.SelectMany(i => places.Select(j => -value.Hessian[Math.Max(i, j) * size + Math.Min(i, j)]))]);
    }

    // A standard column is shifted by its intercept, so that the intercept must be able to move if the column is.
    private bool HasStep(RegressionGroup group, RegressionFound found, int[] places)
    {
        foreach (int place in places)
        {
            var unit = new double[template.Coefficients.Count];
            unit[place] = 1;
            double[] natural = group.Scale.ToNatural(unit);
            for (int i = 0; i < natural.Length; i++)
            {
                if (natural[i] != 0 && !places.Contains(i) && found.Objective.Coefficients[i].Held is null)
                    return false;
            }
        }
        return true;
    }

    private (string, string) Events(IReadOnlyList<LevelIndex> levels)
    {
        string response = plan.Model.ResponseName;
        if (plan.Roles.Trials >= 0)
            return ($"{response} = {plan.Model.Definition.Trials}", $"{response} = 0");
        if (!plan.ResponseIsLabel)
            return ($"{response} = 1", $"{response} = 0");
        var index = levels[plan.ResponseCodes];
        string zero = plan.Model.Definition.Reference ?? index.Labels[index.Sorted()[0]];
        return ($"{response} = {index.Labels.FirstOrDefault(label => label != zero) ?? zero}", $"{response} = {zero}");
    }
}
