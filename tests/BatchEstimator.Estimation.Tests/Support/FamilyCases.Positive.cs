namespace BatchEstimator.Estimation.Tests.Support;

/// <content>Families of positive values.</content>
internal static partial class FamilyCases
{
    private static IEnumerable<FamilyCase> Positive =>
    [
        Scalar("gamma", [2.5, 0.8], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.Gamma(2.5) / 0.8))),
        Scalar("inverse_gamma", [3, 5], (r, n) => Frame.Of("y", Seeded.Many(n, () => 5 / r.Gamma(3)))),
        Scalar("inverse_gaussian", [2, 3], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.InverseGaussian(2, 3)))),
        Scalar("rayleigh", [1.5], (r, n) => Frame.Of("y", Seeded.Many(n, () => 1.5 * Math.Sqrt(2 * r.Exponential(1))))),
        Scalar("log_logistic", [2.5, 1.5], (r, n) => Frame.Of("y", Seeded.Many(n, () => 1.5 * Math.Pow(Math.Exp(r.Exponential(1)) - 1, 1 / 2.5)))),
        Scalar("generalized_pareto", [1.5, 0.25], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.GeneralizedPareto(1.5, 0.25)))),
        Scalar("pareto", [1.5, 2.5], (r, n) => Frame.Of("y", Seeded.Many(n, () => 1.5 * Math.Exp(r.Exponential(2.5))))) with { IsRegular = false, Ends = (1.5, double.PositiveInfinity) },
        Scalar("half_normal", [1.5], (r, n) => Frame.Of("y", Seeded.Many(n, () => Math.Abs(r.Normal(0, 1.5))))),
    ];
}
