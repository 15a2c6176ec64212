using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Estimation.Regression;

/// <summary>A coefficient, or a parameter that is one number for all rows: its name and the values it can have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Lower">The infimum.</param>
/// <param name="Upper">The supremum.</param>
/// <param name="Prior">Its prior, in the units of the data.</param>
/// <param name="Held">The value it is held at; null = free.</param>
internal sealed record Coefficient(string Name, double Lower, double Upper, Prior Prior, double? Held)
{
    /// <summary>True if any number is possible.</summary>
    public bool IsReal => double.IsInfinity(Lower) && double.IsInfinity(Upper);

    /// <summary>Where a value lies on a line without ends: as it is, or on the log or logit scale.</summary>
    public double ToLine(double value) =>
        double.IsInfinity(Lower) ? value : double.IsInfinity(Upper) ? Math.Log(value - Lower) : Math.Log((value - Lower) / (Upper - value));

    /// <summary>The value at a place on that line.</summary>
    public double FromLine(double at) =>
        double.IsInfinity(Lower) ? at : double.IsInfinity(Upper) ? Lower + Math.Exp(at) : Lower + (Upper - Lower) / (1 + Math.Exp(-at));

    /// <summary>The first and second derivative of the value by its place on that line.</summary>
    public (double First, double Second) Stretch(double value)
    {
        if (double.IsInfinity(Lower))
            return (1, 0);
        if (double.IsInfinity(Upper))
            return (value - Lower, value - Lower);
        double share = (value - Lower) / (Upper - Lower), width = Upper - Lower;
        return (width * share * (1 - share), width * share * (1 - share) * (1 - 2 * share));
    }
}
