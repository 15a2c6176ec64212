using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The points of a quantile plot, a probability plot and the two distribution functions of one continuous fit.</summary>
internal static class DistributionPictures
{
    // A quantile can take a search; more points than these lie on top of each other in a picture.
    private const int MostPoints = 300;

    /// <summary>The picture; null if the family has no distribution function.</summary>
    /// <param name="label">The response's name.</param>
    /// <param name="family">The fitted family.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="values">The sampled values, in any order.</param>
    /// <param name="weights">The number of rows with each value.</param>
    /// <param name="shift">What the values are beyond what the family sees: the threshold, if there is one.</param>
    /// <param name="level">The coverage of the band.</param>
    public static DistributionPicture? Of(string label, ScalarFamily family, double[] parameters, double[] values, double[] weights, double shift, double level)
    {
        if (!family.CanBeCensored || values.Length == 0)
            return null;
        double[] sorted = [.. values], counts = [.. weights];
        Array.Sort(sorted, counts);
        double total = counts.Sum(), before = 0;
        var positions = new double[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            positions[i] = (before + 0.5 * counts[i]) / total;
            before += counts[i];
        }
        int[] shown = Shown(sorted.Length);
        double[] observed = [.. shown.Select(i => sorted[i])], empirical = [.. shown.Select(i => positions[i])];
        double[] fitted = FittedAt([.. observed.Select(x => x - shift)], family, parameters);
        double reach = DistributionBand.HalfWidth(total, level);
        return new(label, observed, empirical, Quantiles(empirical, family, parameters, shift), fitted,
            [.. fitted.Select(f => Math.Max(0, f - reach))], [.. fitted.Select(f => Math.Min(1, f + reach))]);
    }

    // The first and the last, and between them ranks at equal distances.
    private static int[] Shown(int count) => count <= MostPoints ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, MostPoints).Select(k => (int)((long)k * (count - 1) / (MostPoints - 1)))];

    private static double[] FittedAt(double[] x, ScalarFamily family, double[] parameters)
    {
        var fitted = new double[x.Length];
        family.Kernels.Below.Values([x], 0, x.Length, parameters, [], fitted);
        for (int i = 0; i < fitted.Length; i++)
            fitted[i] = x[i] <= family.SupportEnds.Lower ? 0 : x[i] >= family.SupportEnds.Upper ? 1 : Math.Exp(fitted[i]);
        return fitted;
    }

    private static double[]? Quantiles(double[] probabilities, ScalarFamily family, double[] parameters, double shift)
    {
        var quantiles = new double[probabilities.Length];
        for (int i = 0; i < quantiles.Length; i++)
        {
            if (family.Quantile(probabilities[i]) is not { } quantile)
                return null;
            quantiles[i] = shift + new Tape(quantile).Evaluate([], parameters)[0];
        }
        return quantiles.All(double.IsFinite) ? quantiles : null;
    }
}
