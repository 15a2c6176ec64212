using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Whether the formulas need each of their terms: likelihood-ratio, Wald and score test of its coefficients being zero. A term is tested in the
/// model without the terms that contain it, since a main effect beside its interaction is no hypothesis of its own (type II).
/// </summary>
/// <remarks>
/// J. A. Nelder, J. R. Statist. Soc. A 140 (1977) 48-77, section 2 (marginality); C. R. Rao, Linear Statistical Inference and Its Applications, 2nd ed.
/// (1973), section 6e; J. Fox, Applied Regression Analysis, 3rd ed. (2016), section 8.2.
/// </remarks>
/// <param name="plan">The plan.</param>
/// <param name="template">The coefficients.</param>
/// <param name="covariance">For the Wald tests.</param>
internal sealed class TermTests(RegressionPlan plan, RegressionTemplate template, RegressionCovariance covariance)
{
    // Refits cost about ten passes each, a pass about the rows times half the squared number of coefficients.
    private const double MostWork = 2e9;

    /// <summary>The tests, and a remark if they were left out.</summary>
    /// <param name="found">The fit, by maximum likelihood.</param>
    /// <param name="evidence">Its end with the covariance that was asked for.</param>
    /// <param name="n">The number of observations.</param>
    public (IReadOnlyList<TermTest> Tests, string? Remark) Of(RegressionFound found, RegressionEvidence evidence, double n)
    {
        var terms = Terms(found);
        double work = 10.0 * terms.Count * found.Objective.Likelihood.Rows.Count * (1 + found.Objective.Free.Count) * (1 + found.Objective.Free.Count);
        if (work > MostWork)
            return ([], "The terms were not tested one by one: with so many rows and coefficients the refits would take too long. Fit the smaller model as a fit of its own, and compare the log-likelihoods.");
        return ([.. terms.Select(term => Test(term, terms, found, evidence, n))], null);
    }

    // Of each formula the terms other than its intercept that have free coefficients; of a formula that several parameters share, those of all.
    private List<TestedTerm> Terms(RegressionFound found)
    {
        var free = found.Objective.Free.ToHashSet();
        // The formula of a response with levels is one for all of them, and so is a term of it.
        var (layout, tested) = (plan.Form.Layout, template.Blocks.Where(block => !block.IsCuts));
        return [.. tested.GroupBy(block => (Predictor: layout == FormulaLayout.First ? block.Predictor : 0, plan.Predictors[block.Predictor].Design.Terms[block.Term].Source)).Select(blocks =>
        {
            var predictor = plan.Predictors[blocks.Key.Predictor];
            int[] coefficients = [.. blocks.SelectMany(block => Enumerable.Range(block.First, block.Count)).Distinct().Where(free.Contains)];
            string name = plan.Form.Parameters[predictor.Parameter].Name;
            var formula = blocks.Key.Predictor == 0 ? plan.Model.Formula! : plan.Model.Predictors.First(entry => entry.Key == name).Value;
            return new TestedTerm(blocks.Key.Predictor, formula.Terms[blocks.Key.Source], blocks.Key.Predictor == 0 ? "" : name + "|", coefficients);
        }).Where(term => term.Term.Factors.Count > 0 && term.Coefficients.Length > 0)];
    }

    private TermTest Test(TestedTerm term, List<TestedTerm> terms, RegressionFound found, RegressionEvidence evidence, double n)
    {
        var above = terms.Where(other => other.Predictor == term.Predictor && other.Contains(term)).ToList();
        var larger = (Found: found, Evidence: evidence);
        if (above.Count > 0)
        {
            int[] dropped = [.. above.SelectMany(other => other.Coefficients)];
            if (RegressionRefit.Without(found, [.. found.Objective.Free.Except(dropped)], dropped) is not { } without)
                return term.Unknown(above);
            larger = (without.Found, covariance.Of(without.Found, without.Evidence, n, without.Found.Objective.Free.Count(i => i < template.Slopes)).Evidence);
        }
        int[] rest = [.. larger.Found.Objective.Free.Except(term.Coefficients)];
        double? ratio = null, score = null;
        if (RegressionRefit.Without(larger.Found, rest, term.Coefficients) is { } smaller)
        {
            ratio = Math.Max(0, 2 * (larger.Evidence.Top.LogLikelihood - smaller.Evidence.Top.LogLikelihood));
            score = larger.Found.Objective.HasMedians ? null : Score(larger.Found, smaller.Evidence.Top.Beta);
        }
        return term.With(ratio, Wald(term, larger.Found, larger.Evidence), score, above);
    }

    // b'V^-1 b; a coefficient that is no intercept is the standard one times a constant, which cancels.
    private static double? Wald(TestedTerm term, RegressionFound found, RegressionEvidence evidence)
    {
        if (evidence.Standard is not { } covariance)
            return null;
        var free = found.Objective.Free.ToList();
        int[] places = [.. term.Coefficients.Select(i => free.IndexOf(i))];
        var inner = new Information([.. places.SelectMany(a => places.Select(b => covariance[a * free.Count + b]))], places.Length);
        return inner.IsPositiveDefinite ? Form(inner, [.. term.Coefficients.Select(i => evidence.Top.Beta[i])]) : null;
    }

    private static double? Score(RegressionFound found, double[] beta)
    {
        var point = found.Objective.At(beta, KernelOrder.Hessian);
        var information = new Information(point.Curvature, found.Objective.Free.Count);
        return information.IsPositiveDefinite ? Form(information, point.Gradient) : null;
    }

    private static double Form(Information information, double[] vector) => information.Times(vector).Zip(vector, (a, b) => a * b).Sum();

    /// <summary>A term with its free coefficients.</summary>
    private sealed record TestedTerm(int Predictor, Term Term, string Prefix, int[] Coefficients)
    {
        public string Name => Prefix + Term;

        public bool Contains(TestedTerm other) =>
            Term.Factors.Count > other.Term.Factors.Count && new Term(other.Term.Factors).Times(Term).SameAs(Term);

        public TermTest Unknown(List<TestedTerm> above) => With(null, null, null, above);

        public TermTest With(double? ratio, double? wald, double? score, List<TestedTerm> above) => new(
            Name, Coefficients.Length, ratio, Tail(ratio), wald, Tail(wald), score, Tail(score), [.. above.Select(term => term.Name)]);

        private double? Tail(double? statistic) => statistic is { } value ? Significance.ChiSquare(value, Coefficients.Length) : null;
    }
}
