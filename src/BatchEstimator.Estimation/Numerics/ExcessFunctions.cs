namespace BatchEstimator.Estimation.Numerics;

/// <summary>Functions less their leading part, which would cancel.</summary>
public static class ExcessFunctions
{
    /// <summary>log x - x + 1.</summary>
    public static double LogDeficit(double x) => x is > 0.5 and < 1.5 ? SpecialFunctions.Log1PMinus(x - 1) : Math.Log(x) - x + 1;

    /// <summary>trigamma(x) - 1/x, about 1/(2 x^2), by recurrence (each step adds 1/(x^2 (x + 1)), Abramowitz and Stegun 6.4.6) and asymptotic series (6.4.12).</summary>
    public static double TrigammaExcess(double x)
    {
        double sum = 0;
        for (; x < 15; x++)
            sum += 1 / (x * x * (x + 1));
        double r = 1 / (x * x);
        return sum + r / 2 + r / x * (1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r * (1.0 / 30 - r * 5.0 / 66))));
    }

    /// <summary>log Phi(-x) + x^2/2.</summary>
    public static double LogMills(double x) => x >= 3
        ? -Math.Log(SpecialFunctions.NormalHazard(-x)) - 0.5 * Math.Log(2 * Math.PI)
        : SpecialFunctions.LogNormalCdf(-x) + 0.5 * x * x;

    /// <summary>h (h - x) - 1 with the hazard h = phi(x)/Phi(-x); far out h - x = 1/x - 2/x^3 + 10/x^5 - 74/x^7 + 706/x^9 (Abramowitz and Stegun 26.2.12), of which 1/x cancels.</summary>
    public static double MillsCurvature(double x)
    {
        if (x > 40)
        {
            double r = 1 / (x * x), excess = 1 - r * (2 - r * (10 - r * (74 - r * 706)));
            return r * (excess * excess - 2 + r * (10 - r * (74 - r * 706)));
        }
        double gap = SpecialFunctions.NormalHazardExcess(-x);
        return gap * (x + gap) - 1;
    }

    /// <summary>1/x less the double nearest to it.</summary>
    public static double ReciprocalRest(double x) => Math.FusedMultiplyAdd(-1 / x, x, 1) / x;
}
