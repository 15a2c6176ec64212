using System.Globalization;
using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Priors;

/// <summary>A prior density of one natural parameter.</summary>
/// <param name="Family">Which density.</param>
/// <param name="Arguments">Its arguments, in the family's order.</param>
public sealed record Prior(PriorFamily Family, IReadOnlyList<double> Arguments)
{
    /// <summary>The density that says nothing: the MAP under it is the MLE.</summary>
    public static readonly Prior Flat = new(PriorCatalogue.Flat, []);

    /// <summary>True for <see cref="Flat"/>.</summary>
    public bool IsFlat => Family == PriorCatalogue.Flat;

    /// <summary>The least value with positive density.</summary>
    public double Lower => Family.Lower(Arguments);

    /// <summary>The greatest value with positive density.</summary>
    public double Upper => Family.Upper(Arguments);

    /// <summary>Where the log density has a kink, and its slope on either side of it; null if it is smooth.</summary>
    public (double Location, double Slope)? Kink => Family.Kink?.Invoke(Arguments);

    /// <summary>The log of the normalised density (0 for the flat prior) at a value inside the support.</summary>
    public Expr LogDensity(Expr value) => Family.LogDensity(Arguments, value);

    /// <summary>The log of the normalised density at a number; minus infinity outside the support.</summary>
    public double LogDensityAt(double value)
    {
        double log = value < Lower || value > Upper ? double.NegativeInfinity : new Tape(LogDensity(value)).Evaluate([], [])[0];
        // At an end of the support infinities can cancel in the formula; such a density (inverse_gamma, lognormal at 0) is zero there.
        return double.IsNaN(log) ? double.NegativeInfinity : log;
    }

    /// <summary>The density of the parameter divided by a number: location and scale are divided by it. Of a density of any number only.</summary>
    public Prior Divided(double divisor) =>
        this with { Arguments = [.. Arguments.Select((argument, i) => Family.ShapeArguments.Contains(i) ? argument : argument / divisor)] };

    /// <summary>The prior as the job file writes it.</summary>
    public override string ToString() => Arguments.Count == 0
        ? Family.Name
        : $"{Family.Name}({string.Join(", ", Arguments.Select(a => a.ToString(CultureInfo.InvariantCulture)))})";
}

/// <summary>A kind of prior: its name, arguments and density.</summary>
/// <param name="Name">As in the job file.</param>
/// <param name="ArgumentNames">In order; the last may end in <c>...</c> for "any number of these".</param>
/// <param name="Summary">What it is for, in a few words.</param>
/// <param name="LogDensity">The log of the normalised density inside the support.</param>
/// <param name="Lower">The lower end of the support.</param>
/// <param name="Upper">The upper end of the support.</param>
/// <param name="PositiveArguments">Indices of the arguments that must be above zero.</param>
public sealed record PriorFamily(
    string Name,
    IReadOnlyList<string> ArgumentNames,
    string Summary,
    Func<IReadOnlyList<double>, Expr, Expr> LogDensity,
    Func<IReadOnlyList<double>, double> Lower,
    Func<IReadOnlyList<double>, double> Upper,
    IReadOnlyList<int> PositiveArguments)
{
    /// <summary>True for a density over several parameters at once, which a family must know how to combine with its likelihood.</summary>
    public bool IsJoint { get; init; }

    /// <summary>Indices of the arguments that are neither location nor scale.</summary>
    public IReadOnlyList<int> ShapeArguments { get; init; } = [];

    /// <summary>True if the log density bends upwards somewhere, so that likelihood times prior can have several tops.</summary>
    public bool HasInflection { get; init; }

    /// <summary>For a density with a peak that is a kink, from the arguments: where it is, and how steeply the log density falls on either side.</summary>
    public Func<IReadOnlyList<double>, (double Location, double Slope)>? Kink { get; init; }

    /// <summary>How it is written.</summary>
    public string Signature => ArgumentNames.Count == 0 ? Name : $"{Name}({string.Join(", ", ArgumentNames)})";
}
