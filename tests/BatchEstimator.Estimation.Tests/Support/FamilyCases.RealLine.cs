namespace BatchEstimator.Estimation.Tests.Support;

/// <content>Families of any number, and of angles.</content>
internal static partial class FamilyCases
{
    private static IReadOnlyList<FamilyCase> RealLine =>
    [
        Scalar("gumbel", [3, 2], (r, n) => Frame.Of("y", Seeded.Many(n, () => 3 - 2 * Math.Log(r.Exponential(1))))),
        Scalar("logistic", [3, 2], (r, n) => Frame.Of("y", Seeded.Many(n, () => 3 + 2 * r.Logit()))),
        Scalar("cauchy", [3, 2], (r, n) => Frame.Of("y", Seeded.Many(n, () => 3 + 2 * r.Student(1)))),
    ];

    // A normal over the root of a mean of squares of normals.
    internal static double Student(this Random random, int df) =>
        random.Normal(0, 1) / Math.Sqrt(Seeded.Many(df, () => random.Normal(0, 1)).Average(z => z * z));

    private static double Logit(this Random random)
    {
        double u = random.Uniform();
        return u == 1 ? 40 : Math.Log(u / (1 - u));
    }
}
