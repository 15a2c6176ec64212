using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>The log-likelihood of rows that are known in any way, less what truncation takes off: value, gradient and lower triangle of the Hessian.</summary>
internal static class RowSums
{
    /// <summary>Sums over all rows.</summary>
    /// <param name="kernels">The family's.</param>
    /// <param name="sample">The rows.</param>
    /// <param name="columns">Their values and upper ends.</param>
    /// <param name="parameters">Where.</param>
    /// <param name="order">How many derivatives.</param>
    /// <param name="outputs">Receives them.</param>
    /// <param name="part">As long as the outputs.</param>
    public static void Of(RowKernels kernels, Sample sample, double[][] columns, double[] parameters, KernelOrder order, double[] outputs, double[] part)
    {
        Array.Clear(outputs);
        for (var knowledge = RowKnowledge.Exact; knowledge <= RowKnowledge.Between; knowledge++)
            Add(kernels, sample, columns, knowledge, parameters, order, outputs, part);
        if (!sample.IsTruncated)
            return;
        double[] limits = [sample.TruncatedBelow, sample.TruncatedAbove];
        Layout.Write(kernels.Seen(limits[0], limits[1]).At(parameters, limits), part);
        for (int i = 0; i < outputs.Length; i++)
            outputs[i] -= sample.TotalWeight * part[i];
    }

    private static void Add(RowKernels kernels, Sample sample, double[][] columns, RowKnowledge knowledge, double[] parameters, KernelOrder order, double[] outputs, double[] part)
    {
        int count = sample.CountOf(knowledge), from = sample.StartOf(knowledge);
        if (count == 0)
            return;
        var kernel = knowledge switch
        {
            RowKnowledge.Exact => kernels.Exact,
            RowKnowledge.Above => kernels.Above,
            RowKnowledge.Below => kernels.Below,
            _ => kernels.Between,
        };
        kernel.Sum(columns, from, from + count, sample.Weights, parameters, [], order, part);
        int length = order switch { KernelOrder.Value => 1, KernelOrder.Gradient => 1 + kernel.Size, _ => outputs.Length };
        for (int i = 0; i < length; i++)
            outputs[i] += part[i];
    }
}
