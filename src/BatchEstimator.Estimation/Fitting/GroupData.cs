using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// A log density of all parameters of a family, with its derivatives in them: value, gradient, then the lower triangle of the Hessian row
/// by row, as <see cref="RowKernel"/> lays them out.
/// </summary>
internal interface ILogDensity
{
    double At(double[] parameters);

    void Differentiate(double[] parameters, double[] outputs);
}

/// <summary>
/// What the data of one group say about a family's parameters: their log-likelihood, and the family's own ways to its top. Parameters are
/// in the units of <see cref="Units"/>.
/// </summary>
internal abstract class GroupData(ScalarFamily family) : ILogDensity
{
    public ScalarFamily Family { get; } = family;

    public virtual Standardisation Units => Standardisation.Identity;

    /// <summary>What the log-likelihood of the data as they are has beyond that in standard units.</summary>
    public virtual double LogJacobian => 0;

    /// <summary>How many digits of the estimates the data can support at best.</summary>
    public virtual double Digits => 16;

    /// <summary>The maximum-likelihood estimate, or why there is none; null = search for it.</summary>
    public abstract PointEstimate? Mle(IReadOnlyList<double?> held);

    /// <summary>The mode where priors have a closed form; null = search for it.</summary>
    public virtual PointEstimate? Mode(IReadOnlyList<double?> held, IReadOnlyList<Prior> priors) => null;

    public abstract IEnumerable<double[]> Starts();

    /// <summary>The estimate on an edge that a search cannot follow; null if there is none.</summary>
    public virtual PointEstimate? Edge(IReadOnlyList<double?> held, IReadOnlyList<double>? found) => null;

    /// <summary>The values of a parameter under which these data are possible.</summary>
    public virtual (double Lower, double Upper) Range(int parameter) => (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The places of the kinks of a family that has them, ascending and distinct.</summary>
    public virtual double[] Kinks => [];

    public abstract double At(double[] parameters);

    public abstract void Differentiate(double[] parameters, double[] outputs);

    /// <summary>The same data under another family; null if that needs more than was kept of them.</summary>
    public virtual GroupData? Under(ScalarFamily other) => null;

    /// <summary>The same data in the units they came in; null if they are in these already.</summary>
    public virtual GroupData? AsTheyCame => null;

    /// <summary>The log-likelihood at parameters in the units of the data, with every constant.</summary>
    public double LogLikelihood(IReadOnlyList<double> natural) => At(ToStandard(natural)) + LogJacobian;

    public double[] ToStandard(IReadOnlyList<double> natural) => [.. natural.Select((value, i) => Units.ToStandard(Family.Parameters[i].Role, value))];

    public double[] ToNatural(IReadOnlyList<double> standard) => [.. standard.Select((value, i) => Units.ToNatural(Family.Parameters[i].Role, value))];

    public double?[] ToNatural(IReadOnlyList<double?> standard) =>
        [.. standard.Select((value, i) => value is { } v ? Units.ToNatural(Family.Parameters[i].Role, v) : (double?)null)];

    public double?[] ToStandard(IReadOnlyList<double?> natural) =>
        [.. natural.Select((value, i) => value is { } v ? Units.ToStandard(Family.Parameters[i].Role, v) : (double?)null)];
}

/// <summary>The sums a family needs, and nothing else of the rows.</summary>
internal sealed class SummaryData(SummaryFamily family, Derivatives logLikelihood, double[] summary) : GroupData(family)
{
    public double[] Summary => summary;

    public override double Digits => family.Digits(summary);

    public override PointEstimate? Mle(IReadOnlyList<double?> held) => family.Mle(summary, held);

    public override PointEstimate? Mode(IReadOnlyList<double?> held, IReadOnlyList<Prior> priors) => family.Mode(summary, held, priors);

    public override IEnumerable<double[]> Starts() => [family.Start(summary)];

    public override (double Lower, double Upper) Range(int parameter) => family.Range(parameter, summary);

    public override double At(double[] parameters) => logLikelihood.At(parameters, summary).Value;

    public override void Differentiate(double[] parameters, double[] outputs) => Layout.Write(logLikelihood.At(parameters, summary), outputs);
}

/// <summary>The rows themselves, in standard units.</summary>
internal sealed class RowData : GroupData
{
    private readonly Sample? sample;
    private readonly Sample standard;
    private readonly double[] part, sums;
    private readonly double[][] columns;

    public RowData(ScalarFamily family, Sample sample) : this(family, sample, Standardisation.Of(family, sample))
    {
    }

    private RowData(ScalarFamily family, Sample sample, Standardisation units) : this(family, units, sample.Standardised(units.Shift, units.Scale)) => this.sample = sample;

    /// <summary>Rows that are in given units already.</summary>
    public RowData(ScalarFamily family, Standardisation units, Sample standard) : base(family)
    {
        Units = units;
        this.standard = standard;
        part = new double[RowKernel.LengthOf(family.Parameters.Count)];
        sums = new double[part.Length];
        columns = [standard.Values, standard.Uppers ?? standard.Values];
        LogJacobian = -standard.ExactWeight * Math.Log(Units.Scale);
    }

    public override Standardisation Units { get; }

    public override double LogJacobian { get; }

    /// <summary>The rows in standard units.</summary>
    public Sample Standard => standard;

    public override GroupData? Under(ScalarFamily other) => sample is null ? null : new RowData(other, sample);

    public override GroupData? AsTheyCame => sample is null || Units == Standardisation.Identity ? null : new RowData(Family, Standardisation.Identity, sample);

    public override PointEstimate? Mle(IReadOnlyList<double?> held) => Family.Refusal(standard, held) ?? Extremes.WithoutExclusion(Family, standard, held) ?? Family.Mle(standard, held);

    public override IEnumerable<double[]> Starts() => Family.Starts(standard.AsExact());

    public override PointEstimate? Edge(IReadOnlyList<double?> held, IReadOnlyList<double>? found) => Family.Edge(standard, held, found);

    public override (double Lower, double Upper) Range(int parameter) => Family.Range(parameter, standard);

    public override double[] Kinks => [.. standard.ExactValues.ToArray().Distinct().Order()];

    public override double At(double[] parameters)
    {
        Sum(parameters, KernelOrder.Value, part);
        return part[0];
    }

    public override void Differentiate(double[] parameters, double[] outputs) => Sum(parameters, KernelOrder.Hessian, outputs);

    private void Sum(double[] parameters, KernelOrder order, double[] outputs) =>
        RowSums.Of(Family.Kernels, standard, columns, parameters, order, outputs, sums);
}
