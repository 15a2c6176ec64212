using System.Globalization;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>What a fit of one response is asked beside its parameters: quantiles, probabilities, hypotheses, bounds.</summary>
internal sealed class DerivedQuantities
{
    private readonly FitDefinition definition;
    private readonly ScalarFamily family;
    private readonly IReadOnlyList<int> free;
    private readonly Wald wald;
    private readonly double? trials;
    private readonly bool transformed;
    private readonly List<(string Name, Derivatives Expression, double Least, double Most)> smooth = [];

    public DerivedQuantities(FitModel model, ScalarFamily family, IReadOnlyList<int> free, Wald wald, bool transformed)
    {
        (definition, this.family, this.free, this.wald, this.transformed) = (model.Definition, family, free, wald, transformed);
        trials = definition.At.TryGetValue("trials", out string? text) ? double.Parse(text, CultureInfo.InvariantCulture) : null;
        Variable[] variables = [.. free.Select(i => new Variable(VariableKind.Parameter, i, family.Parameters[i].Name))];
        // The family is that of the excesses; what is asked is about the response.
        double threshold = definition.Threshold ?? 0;
        foreach (double p in definition.Quantiles)
        {
            if (family.Quantile(p) is { } quantile)
                smooth.Add((Invariant($"quantile({p})"), new(threshold + quantile, variables), threshold + family.SupportEnds.Lower, threshold + family.SupportEnds.Upper));
        }
        foreach (var e in definition.Probabilities.Select(text => ProbabilityEvent.TryParse(text)!))
        {
            if (Probability(family, e with { Lower = e.Lower - threshold, Upper = e.Upper - threshold }, trials) is { } probability)
                smooth.Add((e.Name, new(probability, variables), 0, 1));
        }
    }

    /// <summary>What depends on the data alone, and exists even where the estimate does not: hypotheses and Hoeffding's bound.</summary>
    public IReadOnlyList<DerivedEstimate> OfData(GroupData data, double n, RowTally tally)
    {
        var result = new List<DerivedEstimate>();
        double[] values = [.. definition.Hypotheses.Select(text =>
            Call.TryParse(text, out _, out var arguments) ? data.LogLikelihood(arguments) : double.NaN)];
        for (int i = 0; i < values.Length; i++)
            result.Add(new($"log-likelihood[{definition.Hypotheses[i]}]", Finite(values[i])));
        for (int i = 1; i < values.Length; i++)
            result.Add(new($"log-likelihood ratio[{definition.Hypotheses[0]} : {definition.Hypotheses[i]}]", Finite(values[0] - values[i])));
        if (definition.PriorWeights.Count > 0)
        {
            double top = values.Max();
            double[] mass = [.. values.Select((v, i) => definition.PriorWeights[i] * Math.Exp(v - top))];
            result.AddRange(mass.Select((m, i) => new DerivedEstimate($"posterior probability[{definition.Hypotheses[i]}]", Finite(m / mass.Sum()))));
        }
        if (definition.Bound is { } bound)
            AddBound(result, bound, Trials(data, n), tally);
        return result;
    }

    /// <summary>What must be said about them.</summary>
    public IEnumerable<string> Notes(GroupData data, double n, RowTally tally)
    {
        if (definition.Bound is not { } bound)
            yield break;
        if (IsOutside(bound, tally))
            yield return Invariant($"Hoeffding's bound is left out: values from {tally.Minimum} to {tally.Maximum} do not lie in the range from {bound.Lower} to {bound.Upper} that was given.");
        else if (HoeffdingBound.Probability(Trials(data, n), bound.Epsilon, Range(bound)) >= 1)
            yield return Invariant($"A bound on a probability of 1 or more says nothing: this n is too small for epsilon = {bound.Epsilon}.");
    }

    // Hoeffding's bound is about single outcomes: a binomial row holds as many as it has trials.
    private static double Trials(GroupData data, double n) => data is SummaryData { Family: Binomial, Summary: var summary } ? summary[1] + summary[2] : n;

    private static double Range(BoundDefinition bound) => (bound.Upper ?? 1) - (bound.Lower ?? 0);

    private static bool IsOutside(BoundDefinition bound, RowTally tally) => bound.Lower is not null && (tally.Minimum < bound.Lower || tally.Maximum > bound.Upper);

    /// <summary>What depends on the estimate.</summary>
    public IEnumerable<DerivedEstimate> OfParameters(double[] values, GroupData data, Evidence evidence, double n, double logLikelihood)
    {
        foreach (double p in definition.Quantiles.Where(_ => family.IsDiscrete))
            yield return new(Invariant($"quantile({p})"), DiscreteQuantile(family, p, trials, values));
        foreach (var (name, expression, least, most) in smooth)
        {
            var (value, gradient, _) = expression.At(values, []);
            double? error = evidence.StandardErrorOf(free, gradient);
            var (lower, upper) = transformed ? wald.Transformed(Finite(value), error, least, most) : wald.Interval(Finite(value), error);
            yield return new(name, Finite(value), error, Finite(lower), Finite(upper));
        }
        if (family is Bernoulli)
            yield return new("mean negative log-likelihood (binary cross-entropy)", Finite(-logLikelihood / n));
        if (data is SummaryData { Family: Binomial, Summary: var counts })
            yield return new("mean negative log-likelihood per trial (binary cross-entropy)", Finite(-(logLikelihood - counts[3]) / (counts[1] + counts[2])));
        if (data is SummaryData { Family: Normal, Summary: var moments } && free.Count == 2 && n > 1)
            yield return new($"{family.Parameters[1].Name} (unbiased variance, divisor n - 1)", Finite(Math.Sqrt(moments[3] / (n - 1))));
    }

    /// <summary>What must be said of intervals that reach where the quantity cannot be.</summary>
    /// <param name="made">From <see cref="OfParameters"/>.</param>
    public IEnumerable<string> Overreach(IReadOnlyList<DerivedEstimate> made)
    {
        string[] names = [.. smooth.Where(asked => made.Any(one => one.Name == asked.Name && (one.Lower < asked.Least || one.Upper > asked.Most))).Select(asked => asked.Name)];
        if (names.Length > 0)
            yield return $"The Wald interval of {string.Join(", ", names)} reaches beyond what {(names.Length == 1 ? "it" : "they")} can be (a probability lies in 0..1, a quantile in the support); with intervals: {{ method: wald-transformed }} it would not.";
    }

    /// <summary>The probability of an event in the family's parameters; null if the family has none without further data.</summary>
    public static Expr? Probability(ScalarFamily family, ProbabilityEvent e, double? trials)
    {
        // For whole numbers "X < 3" is "X <= 2"; for continuous values both are the same.
        double below = family.IsDiscrete ? e.LowerIncluded ? Math.Ceiling(e.Lower) - 1 : Math.Floor(e.Lower) : e.Lower;
        double upTo = family.IsDiscrete ? e.UpperIncluded ? Math.Floor(e.Upper) : Math.Ceiling(e.Upper) - 1 : e.Upper;
        if (double.IsPositiveInfinity(e.Upper))
            return family.Survival(below, trials);
        return double.IsNegativeInfinity(e.Lower) ? family.Cdf(upTo, trials)
            : family.Cdf(upTo, trials) is { } a && family.Cdf(below, trials) is { } b ? a - b : null;
    }

    /// <summary>The least whole number that a discrete family does not exceed with probability p.</summary>
    public static double? DiscreteQuantile(ScalarFamily family, double p, double? trials, double[] values)
    {
        double Cdf(double k) => new Tape(family.Cdf(k, trials)!).Evaluate([], values)[0];
        double high = 1;
        while (Cdf(high) < p && high < 1e15)
            high *= 2;
        double low = -1;
        while (high - low > 1)
        {
            double middle = Math.Floor((low + high) / 2);
            (low, high) = Cdf(middle) >= p ? (low, middle) : (middle, high);
        }
        return high;
    }

    private static void AddBound(List<DerivedEstimate> result, BoundDefinition bound, double n, RowTally tally)
    {
        double range = Range(bound);
        if (IsOutside(bound, tally))
            return;
        result.Add(new(Invariant($"Hoeffding: P(|mean - expectation| >= {bound.Epsilon}) is at most"), Finite(HoeffdingBound.Probability(n, bound.Epsilon, range))));
        result.Add(new(Invariant($"Hoeffding: epsilon of this n at delta = {bound.Delta}"), Finite(HoeffdingBound.Epsilon(n, bound.Delta, range))));
        result.Add(new(Invariant($"Hoeffding: n for epsilon = {bound.Epsilon}, delta = {bound.Delta}"), Finite(HoeffdingBound.RequiredRows(bound.Epsilon, bound.Delta, range))));
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
