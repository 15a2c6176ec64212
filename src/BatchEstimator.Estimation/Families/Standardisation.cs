using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Units in which the rows of a group are of ordinary size: x = shift + scale times the standard value. Most failures of other programs
/// vanish when data are brought to these units before a search; estimates are brought back by each parameter's role.
/// </summary>
/// <param name="Shift">What is subtracted; 0 unless the family has a location.</param>
/// <param name="Scale">What the rest is divided by, a power of two so that no digit is lost.</param>
public sealed record Standardisation(double Shift, double Scale)
{
    /// <summary>The data as they are.</summary>
    public static readonly Standardisation Identity = new(0, 1);

    /// <summary>The units for a family and its rows: about their median and their median distance from it, or by their median size alone.</summary>
    public static Standardisation Of(ScalarFamily family, Sample sample)
    {
        if (family.Parameters.All(parameter => parameter.Role == ParameterRole.Shape) || sample.Count == 0)
            return Identity;
        bool hasLocation = family.Parameters.Any(parameter => parameter.Role == ParameterRole.Location);
        var values = sample.Values.AsSpan(0, sample.Count);
        double shift = hasLocation ? Median(values, 0, 0) : 0;
        double size = Median(values, shift, 1);
        if (size == 0)
            size = Largest(values, shift);
        // Such a scale is exact to divide by, and its inverse is as exact.
        double scale = size > 0 && double.IsFinite(size) ? Math.ScaleB(1, Math.Clamp(Math.ILogB(size), -1000, 1000)) : 1;
        return new(shift, scale);
    }

    /// <summary>A parameter in the units of the data.</summary>
    public double ToNatural(ParameterRole role, double value) => role switch
    {
        ParameterRole.Location => Shift + Scale * value,
        ParameterRole.Scale => Scale * value,
        ParameterRole.Rate => value / Scale,
        ParameterRole.LogScale => value + Math.Log(Scale),
        _ => value,
    };

    /// <summary>A parameter in standard units.</summary>
    public double ToStandard(ParameterRole role, double value) => role switch
    {
        ParameterRole.Location => (value - Shift) / Scale,
        ParameterRole.Scale => value / Scale,
        ParameterRole.Rate => value * Scale,
        ParameterRole.LogScale => value - Math.Log(Scale),
        _ => value,
    };

    /// <summary>How much a parameter in the units of the data changes for one unit of it in standard units.</summary>
    public double Stretch(ParameterRole role) => role switch
    {
        ParameterRole.Location or ParameterRole.Scale => Scale,
        ParameterRole.Rate => 1 / Scale,
        _ => 1,
    };

    // The median of |x - shift| (power 1) or of x (power 0); the upper one of two.
    private static double Median(ReadOnlySpan<double> values, double shift, int power)
    {
        double[] copy = new double[values.Length];
        for (int i = 0; i < copy.Length; i++)
            copy[i] = power == 0 ? values[i] : Math.Abs(values[i] - shift);
        return Selection.Nth(copy, copy.Length / 2);
    }

    private static double Largest(ReadOnlySpan<double> values, double shift)
    {
        double largest = 0;
        foreach (double value in values)
            largest = Math.Max(largest, Math.Abs(value - shift));
        return largest;
    }
}
