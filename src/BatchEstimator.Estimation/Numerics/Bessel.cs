namespace BatchEstimator.Estimation.Numerics;

/// <summary>The modified Bessel function I0 and the ratio A = I1/I0, the mean resultant length of a von Mises variate, on all of kappa &gt;= 0.</summary>
public static class Bessel
{
    // From here on the asymptotic series reaches exp(-2 kappa) < 1e-17 before it diverges.
    private const double Large = 20;

    /// <summary>log I0(kappa).</summary>
    public static double LogI0(double kappa) => kappa < 1 ? LogSmall(kappa) : kappa < Large ? Math.Log(At(kappa).Mass) : kappa + LogScaledI0(kappa);

    /// <summary>log(exp(-kappa) I0(kappa)), which does not grow.</summary>
    public static double LogScaledI0(double kappa) =>
        kappa < Large ? LogI0(kappa) - kappa : Math.Log(At(kappa).Mass) - 0.5 * Math.Log(kappa) - SpecialFunctions.LogSqrtTwoPi;

    /// <summary>A(kappa) = I1(kappa)/I0(kappa).</summary>
    public static double Ratio(double kappa) => kappa < Large ? At(kappa).A : 1 - At(kappa).OneMinusA;

    /// <summary>1 - A(kappa), about 1/(2 kappa) for large kappa.</summary>
    public static double OneMinusRatio(double kappa) => At(kappa).OneMinusA;

    /// <summary>The derivative of A, the variance of cos(theta): from 1/2 down to 1/(2 kappa^2).</summary>
    public static double RatioSlope(double kappa) => At(kappa).Slope;

    /// <summary>The second derivative of A.</summary>
    public static double RatioBend(double kappa) => At(kappa).Bend;

    /// <summary>The kappa with A(kappa) = r.</summary>
    /// <param name="r">In [0, 1].</param>
    public static double InverseRatio(double r) => InverseRatio(r, 1 - r);

    /// <summary>The kappa with A(kappa) = r, where 1 - r is known better than r tells.</summary>
    /// <param name="r">In [0, 1].</param>
    /// <param name="rest">1 - r.</param>
    public static double InverseRatio(double r, double rest)
    {
        if (!(r > 0 && rest > 0))
            return r == 0 ? 0 : rest == 0 ? double.PositiveInfinity : double.NaN;
        // Start: I. S. Dhillon and S. Sra, Modeling data using directional statistics, 2003. Newton on A itself, or where it saturates
        // on 1/(1-A), which is almost linear in kappa.
        double kappa = r * (2 - r * r) / (rest * (1 + r));
        for (int i = 0; i < 30; i++)
        {
            double q = OneMinusRatio(kappa), slope = RatioSlope(kappa);
            double step = r < 0.5 ? (Ratio(kappa) - r) / slope : slope > 0 ? (rest - q) / rest * (q / slope) : 0;
            kappa -= Math.Min(step, 0.5 * kappa);
            if (Math.Abs(step) <= 1e-9 * kappa)
                break;
        }
        return kappa;
    }

    private static double LogSmall(double kappa)
    {
        double z = 0.25 * kappa * kappa, term = z, sum = 0;
        for (int k = 2; k < 20; k++)
        {
            sum += term;
            term *= z / ((double)k * k);
        }
        return SpecialFunctions.Log1P(sum);
    }

    private static (double Mass, double A, double OneMinusA, double Slope, double Bend) At(double kappa) => kappa < Large ? Small(kappa) : Asymptotic(kappa);

    // I0^2 is the sum of c_k (kappa/2)^2k with c_k = (2k)!/k!^4, and I0^2 A' that of c_k/(2 (k+1)^2) (kappa/2)^2k, by the product formula
    // DLMF 10.31.3: positive terms, while 1 - A/kappa - A^2 would cancel.
    private static (double, double, double, double, double) Small(double kappa)
    {
        double z = 0.25 * kappa * kappa, i0 = 1, i1 = 1, term = 1, c = 1, square = 1, squareMean = 0, slope = 0.5, slopeMean = 0;
        for (int k = 1; k < 100; k++)
        {
            term *= z / k / k;
            i0 += term;
            i1 += term / (k + 1);
            c *= z * 2 * (2 * k - 1) / ((double)k * k * k);
            double share = c / (2 * (k + 1.0) * (k + 1.0));
            square += c;
            squareMean += k * c;
            slope += share;
            slopeMean += k * share;
            if (c < 1e-19 * square && k > kappa)
                break;
        }
        double a = 0.5 * kappa * i1 / i0, first = slope / square;
        return (i0, a, 1 - a, first, kappa < 1e-8 ? -0.375 * kappa : first * 2 * (slopeMean / slope - squareMean / square) / kappa);
    }

    // I0 = exp(kappa)/sqrt(2 pi kappa) T, T the sum of ((2k-1)!!)^2 / (k! (8 kappa)^k) (Abramowitz and Stegun 9.7.1); A = 1 - 1/(2 kappa) + (log T)'.
    private static (double, double, double, double, double) Asymptotic(double kappa)
    {
        double term = 1, t = 1, t1 = 0, t2 = 0, t3 = 0, r = 1 / kappa;
        for (int k = 1; k < 40; k++)
        {
            double next = term * ((2 * k - 1) * (2 * k - 1)) / (8.0 * k) * r;
            if (next >= term || next < 1e-19)
                break;
            term = next;
            t += term;
            t1 -= k * term;
            t2 += k * (k + 1) * term;
            t3 -= k * (k + 1) * (k + 2) * term;
        }
        (t1, t2, t3) = (t1 / t, t2 / t, t3 / t);
        double rest = r * (0.5 - t1);
        return (t, 1 - rest, rest, r * r * (0.5 + t2 - t1 * t1), r * r * r * (-1 + t3 - 3 * t1 * t2 + 2 * t1 * t1 * t1));
    }
}
