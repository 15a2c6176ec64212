using System.Globalization;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Why the end of a search is no estimate: a likelihood that grows without bound as values close in on a few rows, a mean driven to the end
/// of the values that its link allows, or coefficients along which nothing falls.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="template">The coefficients.</param>
internal sealed class RegressionVerdict(RegressionPlan plan, RegressionTemplate template)
{
    // On the log scale: by how much a scale has closed in for a search that found no top, and for one that seemed to.
    private const double Closing = 12, Closed = 25;

    // A step of this standard error on a log or logit scale is off to infinity unless shown otherwise.
    private const double WideError = 30;

    private readonly RegressionStarts starts = new(plan, template);

    /// <summary>The refusal; null if there is no reason for one.</summary>
    /// <param name="group">The group.</param>
    /// <param name="found">Where the search ended.</param>
    public FitCode? Of(RegressionGroup group, RegressionFound found)
    {
        if (found.End is null || found.Refusal is not null || found.Certified is not null)
            return null;
        return (plan.Family.IsDiscrete ? null : Unbounded(group, found)) ?? (found.IsTop ? Flat(found) : Edge(group, found));
    }

    private FitCode? Unbounded(RegressionGroup group, RegressionFound found)
    {
        double most = found.IsTop ? Closed : Closing;
        var all = found.Objective.Coefficients;
        double[] start = starts.Plain(group, all), end = found.End!.Top.Beta;
        if (!found.IsTop && starts.Exact(group, found.Objective) is { } width)
            return new(FitCodes.DegenerateVariance,
                $"The formula meets every response exactly, so that {width} goes to the end of its values and the likelihood grows without bound. Leave out terms, add rows, fix {width}, or give it a prior.", [width]);
        foreach (int i in found.Objective.Free)
        {
            if (!all[i].IsReal && all[i].Prior.IsFlat && Math.Abs(all[i].ToLine(end[i]) - all[i].ToLine(start[i])) > most)
                return Without(all[i].Name, end[i] - start[i], [all[i].Name], $"{all[i].Name} goes to {(end[i] > start[i] ? "infinity" : "0")}, the formula fitting all rows, or too many of them, exactly");
        }
        return IsAbrupt(found, most) && plan.Predictors.Skip(1).FirstOrDefault() is { } other
            ? Without(plan.Form.Parameters[other.Parameter].Name, 0, [plan.Form.Parameters[other.Parameter].Name],
                $"{plan.Form.Parameters[other.Parameter].Name} closes in on some rows, such as those of a level with too few of them to tell their spread") : null;
    }

    // A second predictor that is far off in some rows: the log of a scale that vanishes there.
    private bool IsAbrupt(RegressionFound found, double most)
    {
        double[] beta = found.End!.Top.Beta, extremes = [double.PositiveInfinity, double.NegativeInfinity];
        int[] others = [.. plan.Predictors.Skip(1).Where(p => p.Link == Link.Log).Select(p => p.Parameter)];
        if (others.Length == 0 || plan.Form.Layout != FormulaLayout.First)
            return false;
        found.Objective.Likelihood.Visit(beta, (_, count, tile) =>
        {
            foreach (int channel in others)
            {
                foreach (double eta in tile.Predictor(channel)[..count])
                    (extremes[0], extremes[1]) = (Math.Min(extremes[0], eta), Math.Max(extremes[1], eta));
            }
        });
        double spread = Math.Log(Spread(found.Objective.Likelihood.Rows));
        return extremes[1] - extremes[0] > most || (double.IsFinite(spread) && extremes[0] < spread - most);
    }

    private static double Spread(GroupRows rows)
    {
        var values = rows.Table.Numbers[rows.Roles.Response].AsSpan(rows.From, rows.Count);
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (double value in values)
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return most - least;
    }

    private static FitCode Without(string name, double change, string[] columns, string why) => new(FitCodes.UnboundedLikelihood,
        $"The likelihood grows without bound: {why}. No estimate exists. Fix {name}, give it a prior that keeps it from there, such as {(change > 0 ? "gamma(2, 0.1)" : "inverse_gamma(2, 1)")} (or normal(0, 1) on the coefficients of its formula), or take terms out.", columns);

    // A mean at the end of what an identity link allows.
    private FitCode? Edge(RegressionGroup group, RegressionFound found)
    {
        var predictor = plan.Predictors[0];
        if (plan.Form.Parameters[predictor.Parameter].Lower != 0 || (predictor.Link != Link.Identity && predictor.Link != Link.Reciprocal))
            return null;
        double most = 0, least = double.PositiveInfinity;
        int first = -1;
        found.Objective.Likelihood.Visit(found.End!.Top.Beta, (from, count, tile) =>
        {
            var eta = tile.Predictor(predictor.Parameter);
            for (int row = 0; row < count; row++)
            {
                most = Math.Max(most, eta[row]);
                if (eta[row] < least)
                    (least, first) = (eta[row], from + row);
            }
        });
        return least > 1e-4 * most ? null : new(FitCodes.NoFiniteMle, string.Create(CultureInfo.InvariantCulture,
            $"The likelihood is highest where the predictor of a row is 0, the end of the values that link {predictor.Link.Name} allows (its value there is {group.Rows.Table.Numbers[group.Rows.Roles.Response][first]:R}): it has no top inside, and standard errors do not exist there. Use link log, or other terms."), [plan.Model.ResponseName]);
    }

    // Along the direction that a wide standard error stands for, the log density of a top falls by a half.
    private FitCode? Flat(RegressionFound found)
    {
        var (objective, top) = (found.Objective, found.End!.Top);
        int count = objective.Free.Count;
        if (found.Evidence.Standard is not { } standard)
            return null;
        for (int k = 0; k < count; k++)
        {
            double error = Math.Sqrt(standard[k * count + k]);
            if (!(error > WideError) || !objective.Coefficients[objective.Free[k]].Prior.IsFlat || !IsLogarithmic(objective.Free[k]))
                continue;
            foreach (int sign in (int[])[1, -1])
            {
                double[] moved = [.. top.Beta];
                for (int j = 0; j < count; j++)
                    moved[objective.Free[j]] += sign * standard[j * count + k] / error;
                if (objective.Coefficients.Where((c, i) => moved[i] <= c.Lower || moved[i] >= c.Upper).Any() || !(objective.At(moved, KernelOrder.Value).Value > top.Value - 0.05))
                    continue;
                string name = objective.Coefficients[objective.Free[k]].Name;
                return new(FitCodes.NoFiniteMle, $"The likelihood does not fall as {name} goes on to {(sign > 0 ? "" : "minus ")}infinity, others following: no finite estimate exists. A prior such as normal(0, 2.5) on it would give one.", [name]);
            }
        }
        return null;
    }

    private bool IsLogarithmic(int coefficient) =>
        template.Blocks.FirstOrDefault(block => coefficient >= block.First && coefficient < block.First + block.Count) is { } block
        && plan.Form.Layout == FormulaLayout.First && plan.Predictors[block.Predictor].Link is var link && (link == Link.Log || link.LogInverse is not null);
}
