using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Log-likelihood plus log prior of one group, in the data's standard units. The prior is a density of the parameters in the units of the
/// data; standard units are no change of variable to it, only another way to write the same point.
/// </summary>
/// <param name="data">The data.</param>
/// <param name="prior">The log prior in all parameters; null = flat.</param>
internal sealed class LogPosterior(GroupData data, Derivatives? prior) : ILogDensity
{
    public double At(double[] parameters) =>
        data.At(parameters) + (prior is null ? 0 : prior.At(data.ToNatural(parameters), []).Value);

    public void Differentiate(double[] parameters, double[] outputs)
    {
        data.Differentiate(parameters, outputs);
        if (prior is null)
            return;
        var (value, gradient, hessian) = prior.At(data.ToNatural(parameters), []);
        int size = gradient.Length;
        double[] stretch = [.. data.Family.Parameters.Select(parameter => data.Units.Stretch(parameter.Role))];
        outputs[0] += value;
        for (int i = 0; i < size; i++)
        {
            outputs[1 + i] += gradient[i] * stretch[i];
            for (int j = 0; j <= i; j++)
                outputs[Layout.Second(size, i, j)] += hessian[i * size + j] * stretch[i] * stretch[j];
        }
    }
}
