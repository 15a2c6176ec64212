using System.Globalization;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The covariance of the estimates in the way that was asked for: from the information, or B M B with B its inverse and M made of the rows'
/// scores (<see cref="Sandwich"/>), with the factors for small samples.
/// </summary>
/// <param name="definition">The way.</param>
/// <param name="places">For each column of clusters, its place among the table's codes.</param>
/// <param name="hasLeverage">True if the first formula alone says where the response lies, so that a row's leverage is one number.</param>
internal sealed class RegressionCovariance(VcovDefinition definition, IReadOnlyList<int> places, bool hasLeverage)
{
    /// <summary>Its name in a result.</summary>
    public string Name => definition.Kind == VcovKind.Cluster ? $"cluster({string.Join(", ", definition.Clusters)})" : definition.Kind.ToString().ToLowerInvariant();

    /// <summary>
    /// The evidence with the covariance that was asked for; without any covariance, and with a remark, if these data have none.
    /// HC1 multiplies by n / (n - p), p the estimated coefficients of formulas; clusters by G / (G - 1) times (n - 1) / (n - p).
    /// </summary>
    /// <param name="found">The end of the search.</param>
    /// <param name="evidence">What is known of it.</param>
    /// <param name="n">The number of observations.</param>
    /// <param name="coefficients">The number of estimated coefficients of formulas.</param>
    public (RegressionEvidence Evidence, string? Remark) Of(RegressionFound found, RegressionEvidence evidence, double n, int coefficients)
    {
        if (definition.Kind == VcovKind.Iid || evidence.Standard is null)
            return (evidence, null);
        var sandwich = new Sandwich(found.Objective.Likelihood, evidence.Top.Beta);
        if (definition.Kind is not (VcovKind.Hc0 or VcovKind.Hc2 or VcovKind.Hc3) && n <= coefficients)
            return (evidence.With(null), $"vcov: {Name} has no value with {n.ToString("R", CultureInfo.InvariantCulture)} observation(s) for {coefficients} coefficients.");
        double[]? products;
        switch (definition.Kind)
        {
            case VcovKind.Hc0:
                products = sandwich.OfRows();
                break;
            case VcovKind.Hc1:
                products = Times(sandwich.OfRows(), n / (n - coefficients));
                break;
            case VcovKind.Hc2 or VcovKind.Hc3:
                products = !hasLeverage ? null : sandwich.WithLeverage(definition.Kind == VcovKind.Hc2 ? 0.5 : 1, found.Objective.Free);
                if (products is null)
                    return (evidence.With(null), $"vcov: {Name} has no value here: it divides by 1 - leverage, and a row has the leverage 1 (it alone decides a coefficient) or none that is one number (its density is not concave, or the response has several levels). hc1 has one.");
                break;
            default:
                return OfClusters(sandwich, found, evidence, n, coefficients);
        }
        return (evidence.With(Between(found, evidence, products)), null);
    }

    // Of two ways: each way for itself, less that of their combinations; each with a factor of its own.
    private (RegressionEvidence Evidence, string? Remark) OfClusters(Sandwich sandwich, RegressionFound found, RegressionEvidence evidence, double n, int coefficients)
    {
        var rows = found.Objective.Likelihood.Rows;
        var ways = places.Select(place => Numbered(rows.Table.Codes[place].AsSpan(rows.From, rows.Count))).ToList();
        for (int k = 0; k < ways.Count; k++)
        {
            if (ways[k].Count < 2)
                return (evidence.With(null), $"vcov: {Name} needs at least two clusters; '{definition.Clusters[k]}' has one in these rows.");
        }
        double shared = (n - 1) / (n - coefficients);
        double[] sum = new double[found.Objective.Likelihood.Size * found.Objective.Likelihood.Size];
        foreach (var (codes, count) in ways)
            Add(sum, sandwich.OfClusters(codes, count), shared * count / (count - 1));
        if (ways.Count == 2)
        {
            var (codes, count) = Numbered([.. ways[0].Codes.Zip(ways[1].Codes, (a, b) => (long)a * ways[1].Count + b)]);
            Add(sum, sandwich.OfClusters(codes, count), -shared * count / (count - 1));
        }
        var robust = evidence.With(Between(found, evidence, sum));
        bool isNegative = found.Objective.Free.Any(i => robust.StandardErrorOf(i) is null);
        string? remark = isNegative ? $"vcov: {Name} gives a negative variance for some coefficients, as the difference behind two-way clustering can; they have no standard error." : null;
        return (robust, remark);
    }

    private static void Add(double[] sum, double[] part, double factor)
    {
        for (int i = 0; i < sum.Length; i++)
            sum[i] += factor * part[i];
    }

    private static double[] Times(double[] matrix, double factor)
    {
        for (int i = 0; i < matrix.Length; i++)
            matrix[i] *= factor;
        return matrix;
    }

    // B M B over the free coefficients; M has only its lower triangle.
    private static double[] Between(RegressionFound found, RegressionEvidence evidence, double[] products)
    {
        var free = found.Objective.Free;
        int count = free.Count, size = found.Objective.Likelihood.Size;
        double[] bread = evidence.Standard!, half = new double[count * count], result = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < count; k++)
            {
                double middle = products[Math.Max(free[i], free[k]) * size + Math.Min(free[i], free[k])];
                for (int j = 0; middle != 0 && j < count; j++)
                    half[i * count + j] += middle * bread[k * count + j];
            }
        }
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < count; k++)
            {
                for (int j = 0; j < count; j++)
                    result[i * count + j] += bread[i * count + k] * half[k * count + j];
            }
        }
        return result;
    }

    private static (int[] Codes, int Count) Numbered(ReadOnlySpan<int> codes)
    {
        var numbers = new Dictionary<int, int>();
        var result = new int[codes.Length];
        for (int row = 0; row < codes.Length; row++)
        {
            if (!numbers.TryGetValue(codes[row], out result[row]))
                numbers.Add(codes[row], result[row] = numbers.Count);
        }
        return (result, numbers.Count);
    }

    private static (int[] Codes, int Count) Numbered(long[] codes)
    {
        var numbers = new Dictionary<long, int>();
        return ([.. codes.Select(code => numbers.TryGetValue(code, out int number) ? number : numbers[code] = numbers.Count)], numbers.Count);
    }
}
