namespace BatchEstimator.Estimation.Regression;

/// <summary>A proof, for the price of a comparison a row, that a likelihood with one linear predictor has a maximum; it spares most fits the linear programme.</summary>
/// <remarks>
/// Let s be the scores and w > 0 the curvatures of the rows' log-likelihoods in their predictors, at any coefficients, and D Newton's step, X'WX D = X's.
/// Then the numbers s - w x'D, a row each, are orthogonal to every column. Where they keep the signs of s, they are positive multipliers under which
/// the constraints of <see cref="IRecessionConstraints"/> cancel, so that no direction of recession exists (E. Stiemke, Math. Ann. 76 (1915) 340-342).
/// Near a maximum D is small and the test holds; on separated data it fails at every point.
/// </remarks>
internal static class SeparationScreen
{
    /// <summary>
    /// True if a maximum exists for certain, provided that X'WX, scaled, has a condition number below 1e10; false says nothing.
    /// Half of each score is kept back, which rounding in the step cannot reach then.
    /// </summary>
    /// <param name="scores">For each row d l / d eta.</param>
    /// <param name="curvatures">For each row -d2 l / d eta2, or the expected curvature the step was found with.</param>
    /// <param name="steps">For each row x'D.</param>
    /// <param name="twoSided">For each row, whether its likelihood falls on both sides, as that of a positive count does; empty = no row's does.</param>
    public static bool ProvesMaximum(ReadOnlySpan<double> scores, ReadOnlySpan<double> curvatures, ReadOnlySpan<double> steps, ReadOnlySpan<bool> twoSided)
    {
        for (int i = 0; i < scores.Length; i++)
        {
            if (!twoSided.IsEmpty && twoSided[i])
                continue;
            double size = Math.Abs(scores[i]);
            // Written so that a score of 0 and anything not a number fail.
            if (!(size > 0 && curvatures[i] * steps[i] * Math.Sign(scores[i]) <= 0.5 * size))
                return false;
        }
        return true;
    }
}
