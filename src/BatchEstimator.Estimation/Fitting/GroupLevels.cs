using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Which levels of the response occur in a group. One that does not has no finite estimate: its probability goes to zero, and the others are
/// estimated as if it were not a level. Without the reference, or with one level alone, nothing can be estimated.
/// </summary>
internal sealed class GroupLevels
{
    // The exponential of it is zero, also times any number of rows.
    private const double Nowhere = -1e4;

    private readonly RegressionPlan plan;
    private readonly RegressionTemplate template;
    private readonly ResponseLevels levels;
    private readonly double[] weights;
    private readonly bool[] occurs;
    private readonly bool[] dropped;

    public GroupLevels(RegressionPlan plan, RegressionTemplate template, ResponseLevels levels, GroupRows rows)
    {
        (this.plan, this.template, this.levels) = (plan, template, levels);
        weights = new double[levels.Names.Count];
        for (int row = rows.From; row < rows.From + rows.Count; row++)
            weights[(int)rows.Table.Numbers[rows.Roles.Response][row]] += rows.WeightOf(row);
        occurs = [.. weights.Select(weight => weight > 0)];
        Present = [.. Enumerable.Range(0, occurs.Length).Where(rank => occurs[rank])];
        dropped = new bool[template.Coefficients.Count];
        foreach (int coefficient in plan.Form.Layout == FormulaLayout.Cuts ? DroppedCuts() : Missing.Where(IsOut).SelectMany(rank => CoefficientsOf(rank - 1)))
            dropped[coefficient] = true;
    }

    /// <summary>True for a coefficient that has no finite estimate since its level does not occur.</summary>
    public bool IsDropped(int coefficient) => dropped[coefficient];

    /// <summary>True if the level of a predictor takes no part.</summary>
    /// <param name="predictor">The predictor, by its place in the plan.</param>
    public bool IsWithout(int predictor) => plan.Form.Layout == FormulaLayout.Each && !occurs[predictor + 1] && IsOut(predictor + 1);

    /// <summary>True if no row has the level, and so its probability is 0.</summary>
    public bool IsAbsent(int rank) => !occurs[rank] && IsOut(rank);

    /// <summary>The cut point at an end of a level's interval, among the levels that occur; -1 if it has none.</summary>
    /// <param name="rank">The level.</param>
    /// <param name="end">0 = the lower end, 1 = the upper one.</param>
    public int CutOf(int rank, int end) => end == 0 ? Array.FindLastIndex(occurs, Math.Max(rank - 1, 0), Math.Max(rank, 0), found => found)
        : Array.FindIndex(occurs, rank + 1, found => found) < 0 ? -1 : rank;

    /// <summary>Whether a level's interval has a lower and an upper end.</summary>
    public (bool Lower, bool Upper) EndsOf(int rank) => (CutOf(rank, 0) >= 0, CutOf(rank, 1) >= 0);

    /// <summary>The most probable of the levels that occur.</summary>
    /// <param name="family">The family of a row.</param>
    /// <param name="beta">All coefficients, the cut points first.</param>
    /// <param name="latent">The predictor.</param>
    public int MostProbable(CumulativeLink family, double[] beta, double latent)
    {
        int best = -1;
        double most = -1, below = 0;
        foreach (int rank in Present)
        {
            double upTo = CutOf(rank, 1) >= 0 ? family.Cdf(beta[rank] - latent) : 1;
            if (upTo - below > most)
                (best, most) = (rank, upTo - below);
            below = upTo;
        }
        return best;
    }

    /// <summary>The cut point of each code at one end of the interval, among the levels that occur.</summary>
    /// <param name="block">The cut points at that end.</param>
    public int[] PlacesOf(TemplateBlock block) => [.. levels.Ranks.Select(rank => rank >= 0 && occurs[rank] ? CutOf(rank, block.Predictor) : -1)];

    /// <summary>Why nothing can be estimated; null if something can.</summary>
    public FitCode? Refusal()
    {
        string response = plan.Model.ResponseName;
        if (Present.Length < 2)
            return new(FitCodes.NoFiniteMle, $"Every row has the level {levels.Names[Present[0]]} of '{response}': nothing tells it from the others, whose estimates run off to infinity. Use rows with at least two levels.", [response]);
        if (plan.Form.Layout == FormulaLayout.Each && !occurs[0])
            return new(FitCodes.NoFiniteMle, $"No row has the reference level {levels.Names[0]} of '{response}', against which the others are compared: their log odds run off to infinity. Name a reference that occurs: {Names(Present)}.", [response]);
        if (plan.Form.Layout == FormulaLayout.Cuts && Missing.Length > 0 && Missing.SelectMany(CutsBeside).Any(cut => !template.Coefficients[cut].Prior.IsFlat || template.Coefficients[cut].Held is not null))
            return new(FitCodes.ImproperMode, $"No row has the level {Names(Missing)} of '{response}', so that thresholds beside it meet or run off, whatever is assumed of them. Leave the level out of levels, or give its thresholds no prior and no fixed value.", [response]);
        return null;
    }

    /// <summary>The reservation that levels do not occur; null if all do.</summary>
    public FitCode? Reservation()
    {
        int[] missing = [.. Missing.Where(IsOut)];
        if (missing.Length == 0)
            return null;
        string which = missing.Length == 1 ? "level" : "levels";
        string fate = plan.Form.Layout == FormulaLayout.Cuts ? $"; without a value of {(dropped.Count(gone => gone) == 1 ? "its" : "their")} own: {string.Join(", ", DroppedCuts().Select(FateOf))}"
            : ", and the coefficients of it have no finite estimate. A prior on all of them, also on (Intercept), would give them one";
        return new(FitCodes.BoundaryEstimate,
            $"No row has the {which} {Names(missing)} of '{plan.Model.ResponseName}': the probability of it is estimated as 0, the other levels as if it were none{fate}.", [plan.Model.ResponseName]);
    }

    /// <summary>Where a search for cut points starts: those without predictors, if they are in order with values that are held; else evenly between those.</summary>
    /// <param name="family">The family of a row.</param>
    /// <param name="coefficients">All coefficients, the cut points first.</param>
    public double[] CutStart(CumulativeLink family, IReadOnlyList<Coefficient> coefficients)
    {
        var start = new double[coefficients.Count];
        int[] kept = Present[..^1];
        double[] cuts = family.CutsOf([.. Present.Select(rank => weights[rank])]);
        for (int k = 0; k < kept.Length; k++)
        {
            int before = Array.FindLastIndex(kept, k, cut => coefficients[cut].Held is not null), behind = Array.FindIndex(kept, k, cut => coefficients[cut].Held is not null);
            double? low = before < 0 ? null : coefficients[kept[before]].Held, high = behind < 0 ? null : coefficients[kept[behind]].Held;
            // Beside a value that is held far off, those without predictors would not be in order.
            bool fits = before < k && Enumerable.Range(before + 1, (behind < 0 ? kept.Length : behind) - before - 1).All(j => !(cuts[j] <= low) && !(cuts[j] >= high));
            start[kept[k]] = fits ? cuts[k] : (low, high) switch
            {
                ({ } a, { } b) => a + (behind == before ? 0 : (b - a) * (k - before) / (behind - before)),
                ({ } a, null) => a + (k - before),
                (null, { } b) => b - (behind - k),
                _ => cuts[k],
            };
        }
        return start;
    }

    /// <summary>Puts the log odds of a level that does not occur so low that nothing is left of its probability.</summary>
    /// <param name="standard">All standard coefficients.</param>
    public void Banish(double[] standard)
    {
        for (int k = 0; plan.Form.Layout == FormulaLayout.Each && k < plan.Predictors.Count; k++)
        {
            if (IsWithout(k))
                standard[CoefficientsOf(k).First()] = Nowhere;
        }
    }

    private int[] Present { get; }

    private int[] Missing => [.. Enumerable.Range(0, occurs.Length).Where(rank => !occurs[rank])];

    private string Names(IEnumerable<int> ranks) => string.Join(", ", ranks.Select(rank => levels.Names[rank]));

    // A level with a prior on every coefficient has a mode even if it does not occur.
    private bool IsOut(int rank) => rank == 0 || plan.Form.Layout == FormulaLayout.Cuts || CoefficientsOf(rank - 1).Any(i => template.Coefficients[i] is { Prior.IsFlat: true, Held: null });

    private IEnumerable<int> CoefficientsOf(int predictor) =>
        template.Blocks.Where(block => block.Predictor == predictor).SelectMany(block => Enumerable.Range(block.First, block.Count));

    private IEnumerable<int> CutsBeside(int rank) => Enumerable.Range(rank - 1, 2).Where(cut => cut >= 0 && cut < template.Cuts);

    // Between two levels that occur one cut is enough: the one above the lower of them.
    private IEnumerable<int> DroppedCuts()
    {
        int last = Present.DefaultIfEmpty(-1).Last();
        return Enumerable.Range(0, template.Cuts).Where(cut => !occurs[cut] || cut == last || cut > last);
    }

    private string FateOf(int cut)
    {
        int below = Array.FindLastIndex(occurs, cut, occurs => occurs);
        string name = template.Coefficients[cut].Name;
        return below < 0 ? $"{name} at minus infinity" : below == Present[^1] ? $"{name} at infinity" : $"{name} at {template.Coefficients[below].Name}";
    }
}
