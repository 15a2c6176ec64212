using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>36 rows with numbers, labels, two ways of clustering, and responses of every kind: the data behind the numbers computed elsewhere.</summary>
internal static class InferenceData
{
    /// <summary>The rows.</summary>
    public static Frame Rows { get; } = Frame.Of("x",
            0.0, 2.03, -0.41, -1.7, 1.19, 1.85, -1.1, -0.89, 2.12, 1.24, -1.42, 0.25, 2.6, 0.43, -1.24, 1.47, 2.56, -0.32, -0.56, 2.5, 2.06,
            -0.77, 0.51, 3.12, 1.28, -0.74, 1.73, 3.23, 0.48, -0.19, 2.84, 2.85, -0.08, 0.78, 3.6, 2.13)
        .With("z",
            -2.0, 0, 2, -1, 1, -2, 0, 2, -1, 1, -2, 0, 2, -1, 1, -2, 0, 2, -1, 1, -2, 0, 2, -1, 1, -2, 0, 2, -1, 1, -2, 0, 2, -1, 1, -2)
        .With("g",
            "a", "c", "b", "a", "c", "b", "a", "a", "c", "b", "a", "c", "b", "a", "a", "c", "b", "a", "c", "b", "a", "a", "c", "b", "a", "c",
            "b", "a", "a", "c", "b", "a", "c", "b", "a", "a")
        .With("a",
            "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a0", "a1", "a2", "a3", "a4", "a5",
            "a6", "a7", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a0", "a1", "a2", "a3")
        .With("b",
            "b0", "b0", "b0", "b0", "b0", "b0", "b0", "b0", "b1", "b1", "b1", "b1", "b1", "b1", "b1", "b1", "b2", "b2", "b2", "b2", "b2", "b2",
            "b2", "b2", "b3", "b3", "b3", "b3", "b3", "b3", "b3", "b3", "b4", "b4", "b4", "b4")
        .With("y",
            1.03, 3.73, 1.02, -0.78, -0.41, 4.53, -0.2, -1.46, 3.68, 2.36, -0.58, 1.55, 3.56, 1.13, 1.24, 2.89, 3.2, -0.82, 1.04, 3.28, 1.93,
            1.38, 0.47, 3.31, 3.21, 0.94, 2.57, 0.71, 2.3, -0.05, 2.91, 4.94, -0.07, 1.93, 6.02, 3.88)
        .With("d",
            1.0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 1)
        .With("k",
            1.0, 5, 2, 0, 1, 3, 1, 1, 4, 3, 0, 3, 6, 1, 2, 3, 3, 1, 2, 4, 1, 2, 3, 3, 5, 1, 2, 3, 2, 2, 2, 7, 2, 1, 10, 3)
        .With("w",
            1.0, 4, 3, 2, 1, 4, 3, 2, 1, 4, 3, 2, 1, 4, 3, 2, 1, 4, 3, 2, 1, 4, 3, 2, 1, 4, 3, 2, 1, 4, 3, 2, 1, 4, 3, 2)
        .With("t",
            3.38, 1.64, 1.71, 1.78, 8.41, 2.86, 1.88, 3.15, 2.51, 3.33, 2.27, 1.05, 4.35, 3.46, 0.31, 2.64, 5.77, 3.89, 1.18, 4.98, 6.65, 0.83,
            2.39, 7.95, 0.87, 1.41, 4.61, 11.85, 1.68, 2.28, 8.67, 2.65, 2.06, 4.04, 2.07, 3.45)
        .With("e",
            0.0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1);

    /// <summary>A fit of these rows.</summary>
    public static FitResult Fit(string family, string formula, string vcov = "iid", Func<FitDefinition, FitDefinition>? change = null, Fitting.FitOptions? options = null)
    {
        Assert.True(VcovDefinition.TryParse(vcov, out var covariance, out string problem), problem);
        var definition = new FitDefinition { Name = "fit", Family = family, Formula = formula, Vcov = covariance };
        return Fits.OfModel(FitModel.Create(change?.Invoke(definition) ?? definition), Rows, options);
    }
}
