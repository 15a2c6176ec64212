using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Fits a regression to samples like the one at hand: responses drawn from the fitted distribution of each row, or rows (with clusters, whole
/// clusters of the first way) drawn with replacement. A sample without a verified estimate is counted, not replaced.
/// </summary>
/// <remarks>A. C. Davison and D. V. Hinkley, Bootstrap Methods and their Application (1997), sections 6.2.4, 6.3.1 and 7.2; clusters: A. C. Cameron, J. B. Gelbach and D. L. Miller, Rev. Econ. Stat. 90 (2008) 414-427, section II.</remarks>
internal sealed class RegressionBootstrap
{
    private readonly RegressionPlan plan;
    private readonly RegressionTemplate template;
    private readonly GroupRows rows;
    private readonly RegressionFound found;
    private readonly Xoshiro random;
    private readonly ResponseLevels? response;
    private readonly ScalarFamily family;
    private readonly double[] natural;

    public RegressionBootstrap(RegressionPlan plan, RegressionTemplate template, RegressionGroup group, RegressionFound found, Xoshiro random)
    {
        (this.plan, this.template, this.found, this.random) = (plan, template, found, random);
        (rows, response, family) = (group.Rows, group.Response, plan.Family);
        natural = found.Objective.Scale.ToNatural(found.End!.Top.Beta);
    }

    /// <summary>True if responses can be drawn from the fit.</summary>
    public bool CanDraw => rows.Counts[0] == rows.Count && plan.Clusters.Count == 0 && plan.Model.Definition is { Truncation: null, Threshold: null }
        && (rows.Roles.Trials >= 0 || family.Draw(new(0), Parameters()[0], new double[1]));

    /// <summary>The estimates of the samples, in the units of the data; a null for each that had none.</summary>
    /// <param name="kind">What is drawn.</param>
    /// <param name="replicates">How many samples.</param>
    public double[]?[] Estimates(BootstrapKind kind, int replicates)
    {
        var result = new double[]?[replicates];
        double[][]? parameters = kind == BootstrapKind.Parametric ? Parameters() : null;
        for (int i = 0; i < replicates; i++)
            result[i] = Fit(parameters is null ? Resampled() : Drawn(parameters));
        return result;
    }

    private double[]? Fit(GroupRows sample)
    {
        var group = new RegressionGroup(plan, template, sample, response);
        var larger = found.Objective;
        var objective = new RegressionObjective(larger.Likelihood.Over(group.Channels, sample), larger.Coefficients, group.Scale, larger.Searched);
        var refitted = RegressionFound.Climb(objective, group.Scale.ToStandard(natural));
        return refitted.IsTop ? group.Scale.ToNatural(refitted.End!.Top.Beta) : null;
    }

    // A row of frequency w gets w responses of its own.
    private GroupRows Drawn(double[][] parameters)
    {
        int[] taken = [.. Enumerable.Range(0, rows.Count).SelectMany(row => Enumerable.Repeat(row, Repeats(row)))];
        var sample = Taken(taken, null);
        double[] responses = sample.Table.Numbers[rows.Roles.Response];
        for (int i = 0; i < taken.Length; i++)
            Draw(parameters[taken[i]], responses.AsSpan(i, 1));
        return sample;
    }

    // A binomial response trial by trial.
    private void Draw(double[] parameters, Span<double> response)
    {
        if (rows.Roles.Trials < 0)
        {
            family.Draw(random, parameters, response);
            return;
        }
        response[0] = 0;
        for (int trial = 0; trial < parameters[1]; trial++)
            response[0] += random.NextDouble() < parameters[0] ? 1 : 0;
    }

    private GroupRows Resampled()
    {
        var times = new double[rows.Count];
        if (plan.Clusters.Count > 0)
        {
            var clusters = Enumerable.Range(0, rows.Count).GroupBy(row => rows.Table.Codes[plan.Clusters[0]][rows.From + row]).Select(cluster => cluster.ToArray()).ToList();
            for (int i = 0; i < clusters.Count; i++)
            {
                foreach (int row in clusters[random.Next(clusters.Count)])
                    times[row] += rows.WeightOf(rows.From + row);
            }
        }
        else
        {
            var cumulative = new double[rows.Count];
            double sum = 0;
            for (int row = 0; row < rows.Count; row++)
                cumulative[row] = sum += rows.WeightOf(rows.From + row);
            for (int i = 0; i < (int)Math.Round(sum); i++)
            {
                int place = Array.BinarySearch(cumulative, random.NextDouble() * sum);
                times[Math.Min(place < 0 ? ~place : place, rows.Count - 1)]++;
            }
        }
        return rows.Roles.IsPrecise
            ? Taken([.. Enumerable.Range(0, rows.Count).SelectMany(row => Enumerable.Repeat(row, (int)times[row]))], null)
            : Taken([.. Enumerable.Range(0, rows.Count).Where(row => times[row] > 0)], [.. times.Where(time => time > 0)]);
    }

    // Rows in ascending order, so that those known in one way stay together; with weights of their own, or none but precisions.
    private GroupRows Taken(int[] taken, double[]? weights)
    {
        int[] counts = new int[4], ends = [.. rows.Counts.Select((_, kind) => rows.Counts.Take(kind + 1).Sum())];
        foreach (int row in taken)
            counts[Array.FindIndex(ends, end => row < end)]++;
        var numbers = rows.Table.Numbers.Select(column => taken.Select(row => column[rows.From + row]).ToArray()).ToList();
        int[][] codes = [.. rows.Table.Codes.Select(column => taken.Select(row => column[rows.From + row]).ToArray())];
        int weight = rows.Roles.IsPrecise ? rows.Roles.Weight : weights is null ? -1 : numbers.Count;
        if (weights is not null)
            numbers.Add(weights);
        return new(new([.. numbers], codes), 0, counts, rows.Roles with { Weight = weight }) { Bases = rows.Bases };
    }

    private int Repeats(int row) => (int)Math.Round(rows.WeightOf(rows.From + row));

    // The natural parameters of each row; behind them the trials of a binomial one.
    private double[][] Parameters()
    {
        Variable[] variables = [.. plan.Form.Parameters.Select((parameter, i) => new Variable(VariableKind.Parameter, i, parameter.Name))];
        var tape = new Tape([.. plan.Form.ToNatural(variables)]);
        var result = new double[rows.Count][];
        var channels = found.Objective.Likelihood.Channels;
        found.Objective.Likelihood.Visit(found.End!.Top.Beta, (from, count, tile) =>
        {
            for (int row = 0; row < count; row++)
            {
                double[] values = [.. channels.Select((channel, k) => channel.Design is null ? natural[channel.Coefficient] : channel.Link.Invert(tile.Predictor(k)[row]))];
                // A row of precision w has the variance sigma^2 / w.
                if (rows.Roles.IsPrecise)
                    values[1] /= Math.Sqrt(rows.Table.Numbers[rows.Roles.Weight][from + row]);
                double[] parameters = tape.Evaluate([], values);
                result[from - rows.From + row] = rows.Roles.Trials < 0 ? parameters : [.. parameters, rows.Table.Numbers[rows.Roles.Trials][from + row]];
            }
        });
        return result;
    }
}
