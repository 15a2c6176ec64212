namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>The layout of derivatives in one array.</summary>
internal static class Layout
{
    public static void Write((double Value, double[] Gradient, double[] Hessian) at, double[] outputs)
    {
        int size = at.Gradient.Length, place = 0;
        outputs[place++] = at.Value;
        foreach (double slope in at.Gradient)
            outputs[place++] = slope;
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
                outputs[place++] = at.Hessian[i * size + j];
        }
    }

    /// <summary>The place of a second derivative.</summary>
    public static int Second(int size, int i, int j) => 1 + size + (i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i);
}
