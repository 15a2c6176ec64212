using System.Runtime.InteropServices;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Statistics;

/// <summary>
/// Cross products of features of which each row has only a few, by group: the design of labels, in which a column for every level would be
/// nearly all zeros. Features are numbered as they appear; a pair that never occurs together takes no place.
/// </summary>
public sealed class SparseGram
{
    private readonly Dictionary<(int Group, int I, int J), DoubleDouble> products = [];

    /// <summary>The sum over rows of w x_i x_j.</summary>
    public DoubleDouble this[int group, int i, int j] => products.GetValueOrDefault(i <= j ? (group, i, j) : (group, j, i));

    /// <summary>Adds a row's products.</summary>
    /// <param name="group">The row's group.</param>
    /// <param name="features">The features it has.</param>
    /// <param name="values">Their values.</param>
    /// <param name="weight">The row's weight.</param>
    public void AddRow(int group, ReadOnlySpan<int> features, ReadOnlySpan<double> values, double weight)
    {
        for (int a = 0; a < features.Length; a++)
        {
            for (int b = a; b < features.Length; b++)
            {
                var key = features[a] <= features[b] ? (group, features[a], features[b]) : (group, features[b], features[a]);
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(products, key, out _);
                sum = WeightedSums.Plus(sum, weight, values[a], values[b]);
            }
        }
    }

    /// <summary>Adds the products of a block.</summary>
    /// <param name="part">The block's products.</param>
    /// <param name="groups">For each group of the block, its number here.</param>
    /// <param name="features">For each feature of the block, its number here.</param>
    public void Add(SparseGram part, int[] groups, int[] features)
    {
        foreach (var ((group, i, j), product) in part.products)
        {
            var (a, b) = (features[i], features[j]);
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(products, a <= b ? (groups[group], a, b) : (groups[group], b, a), out _);
            sum += product;
        }
    }
}
