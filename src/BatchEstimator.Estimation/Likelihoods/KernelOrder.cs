namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>How much of an expression a <see cref="RowKernel"/> computes.</summary>
public enum KernelOrder
{
    /// <summary>The value.</summary>
    Value,

    /// <summary>The value and the first derivatives.</summary>
    Gradient,

    /// <summary>The value, the first and the second derivatives.</summary>
    Hessian,
}
