using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Tests whether the rows can come from the fitted family, whatever its parameters. The parameters were estimated from the same rows, which
/// draws the fit towards them, so tables of the statistics do not apply: samples are drawn from the fit and each is fitted again before it is
/// measured. Drawing stops when every test has seen enough statistics as large as its own.
/// </summary>
/// <remarks>W. Stute, W. Gonzales-Manteiga and M. Presedo-Quindimil, Bootstrap based goodness-of-fit tests, Metrika 40 (1993) 243-256; stopping: <see cref="SequentialPValue"/>.</remarks>
/// <param name="fitter">Fits samples as the data were fitted.</param>
/// <param name="random">The source of the samples.</param>
internal sealed class GoodnessOfFitTests(GroupFitter fitter, Xoshiro random)
{
    /// <summary>The most samples that are drawn.</summary>
    public const int MostRefits = 999;

    /// <summary>The most work that a test can be: rows x refits x what one row of the family costs.</summary>
    /// <param name="family">The family.</param>
    /// <param name="rows">How many rows a sample has.</param>
    public static double MostWork(ScalarFamily family, double rows) => rows * MostRefits * family.RefitCost;

    private const int EnoughExceedances = 20;
    private const double MostRows = 1e8;

    /// <summary>The tests, or a remark why there are none.</summary>
    /// <param name="rows">The rows, all known exactly; weights are numbers of equal rows.</param>
    /// <param name="estimate">The fit, in the units of the rows.</param>
    /// <param name="free">The number of parameters that were estimated.</param>
    public (GoodnessOfFit? Tests, string? Remark) Of(Sample rows, double[] estimate, int free)
    {
        var family = fitter.Family;
        double n = Math.Round(rows.TotalWeight);
        if (n is < 1 or > MostRows || !family.Draw(random, estimate, new double[1]))
            return (null, $"The goodness of fit was not tested: samples of this {(n is < 1 or > MostRows ? "size" : "family")} cannot be drawn.");
        var units = fitter.UnitsOf(rows);
        double[] parameters = [.. estimate.Select((value, i) => units.ToStandard(family.Parameters[i].Role, value))];
        var sorted = Sorted(rows.Standardised(units.Shift, units.Scale));
        FitDistance? distance = family.IsDiscrete ? CountDistance.Of(family, parameters, rows.TotalWeight) : family.CanBeCensored ? new ContinuousDistance() : null;
        if (distance is null)
            return (null, family.IsDiscrete ? "The goodness of fit was not tested: the counts are too large for a table of cells." : $"The goodness of fit was not tested: {family.Name} has no distribution function to compare with.");
        double? degrees = distance.DegreesOfFreedom(free);
        if (degrees < 1)
            return (null, "The goodness of fit was not tested: with at least 5 rows expected in each, there are no more cells than parameters.");
        var observed = new double[distance.Names.Count];
        distance.Measure(sorted, family, parameters, observed);
        SequentialPValue[] values = [.. observed.Select(statistic => new SequentialPValue(statistic, EnoughExceedances))];
        int[] finite = [.. Enumerable.Range(0, observed.Length).Where(i => double.IsFinite(observed[i]))];
        var (refits, failed) = Draw(new double[(int)n], parameters, units, distance, [.. finite.Select(i => values[i])], finite);
        var tests = finite.Select(i => new GoodnessOfFitTest(distance.Names[i], observed[i], 2 * failed > refits ? null : values[i].Value, degrees));
        string? remark = finite.Length == observed.Length ? null
            : $"No {string.Join(", ", distance.Names.Where((_, i) => !double.IsFinite(observed[i])))} statistic: a value lies at an end of what the fitted distribution can produce.";
        return (finite.Length == 0 ? null : new([.. tests], refits, failed), remark);
    }

    private (int Refits, int Failed) Draw(double[] values, double[] parameters, Standardisation units, FitDistance distance, SequentialPValue[] tests, int[] places)
    {
        var statistics = new double[distance.Names.Count];
        var sample = Sample.Of(values);
        var sorter = new RepeatedSort();
        int refits = 0, failed = 0;
        while (refits < MostRefits && !tests.All(test => test.IsSettled))
        {
            refits++;
            fitter.Family.Draw(random, parameters, values);
            sorter.Sort(values);
            var fit = fitter.Refit(sample, units);
            if (fit is { } found)
                distance.Measure(sample, found.Family, found.Values, statistics);
            else
                failed++;
            for (int i = 0; i < tests.Length; i++)
                tests[i].Add(fit is null ? double.PositiveInfinity : statistics[places[i]]);
        }
        return (refits, failed);
    }

    private static Sample Sorted(Sample sample)
    {
        double[] values = sample.Values[..sample.Count];
        double[]? weights = sample.Weights?[..sample.Count];
        if (weights is null)
            Array.Sort(values);
        else
            Array.Sort(values, weights);
        return Sample.Of(values, weights);
    }
}
