namespace BatchEstimator.Estimation.Tests.Support;

/// <content>Counts, shares and mixtures.</content>
internal static partial class FamilyCases
{
    private static IEnumerable<FamilyCase> Counts =>
    [
        Scalar("geometric", [0.3], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.Geometric(0.3)))),
        Scalar("negative_binomial", [1.8, 4.5], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.NegativeBinomial(1.8, 4.5)))),
    ];
}
