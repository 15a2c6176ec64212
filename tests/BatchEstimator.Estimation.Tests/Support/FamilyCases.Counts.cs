namespace BatchEstimator.Estimation.Tests.Support;

/// <content>Counts, shares and mixtures.</content>
internal static partial class FamilyCases
{
    private static double[] Weights => [0.8, 2.5, 4];

    private static IEnumerable<FamilyCase> Counts =>
    [
        Scalar("geometric", [0.3], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.Geometric(0.3)))),
        Scalar("negative_binomial", [1.8, 4.5], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.NegativeBinomial(1.8, 4.5)))),
        Scalar("zero_inflated_poisson", [0.3, 2.7], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.OrZero(0.3, () => r.Poisson(2.7))))),
        Scalar("zero_inflated_negative_binomial", [0.35, 2.5, 6], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.OrZero(0.35, () => r.NegativeBinomial(2.5, 6))))),
        Scalar("beta", [2.2, 3.1], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.Beta(2.2, 3.1)))),
        Scalar("normal_mixture", [0.4, -1.5, 0.8, 2.5, 1.2],
            (r, n) => Frame.Of("y", Seeded.Many(n, () => r.NextDouble() < 0.4 ? r.Normal(-1.5, 0.8) : r.Normal(2.5, 1.2)))),
        new("dirichlet", new() { Name = "fit", Family = "dirichlet", Responses = ["a", "b", "c"] }, Weights, DrawDirichlet),
    ];

    private static Frame DrawDirichlet(Random random, int rows)
    {
        double[][] shares = [.. Enumerable.Range(0, rows).Select(_ => random.Dirichlet(Weights))];
        return Frame.Of("a", [.. shares.Select(row => row[0])]).With("b", [.. shares.Select(row => row[1])]).With("c", [.. shares.Select(row => row[2])]);
    }
}
