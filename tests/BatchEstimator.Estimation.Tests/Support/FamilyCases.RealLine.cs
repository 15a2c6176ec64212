namespace BatchEstimator.Estimation.Tests.Support;

/// <content>Families of any number, and of angles.</content>
internal static partial class FamilyCases
{
    private static IReadOnlyList<FamilyCase> RealLine =>
    [
        Scalar("gumbel", [3, 2], (r, n) => Frame.Of("y", Seeded.Many(n, () => 3 - 2 * Math.Log(r.Exponential(1))))),
        Scalar("gev", [3, 2, 0.2], (r, n) => Frame.Of("y", Seeded.Many(n, () => 3 + 10 * (Math.Pow(r.Exponential(1), -0.2) - 1)))) with { Ends = (-7, double.PositiveInfinity) },
        Scalar("logistic", [3, 2], (r, n) => Frame.Of("y", Seeded.Many(n, () => 3 + 2 * r.Logit()))),
        Scalar("cauchy", [3, 2], (r, n) => Frame.Of("y", Seeded.Many(n, () => 3 + 2 * r.Student(1)))),
        Scalar("student_t", [3, 3, 2], (r, n) => Frame.Of("y", Seeded.Many(n, () => 3 + 2 * r.Student(3)))),
        Scalar("laplace", [2.5, 2], (r, n) => Frame.Of("y", Seeded.Many(n, () => 2.5 + 2 * (r.Exponential(1) - r.Exponential(1))))) with { IsRegular = false, Kink = 2.5 },
        Scalar("uniform", [0.75, 4.25], (r, n) => Frame.Of("y", Seeded.Many(n, () => 0.75 + 3.5 * r.NextDouble()))) with { IsRegular = false, Ends = (0.75, 4.25) },
        Scalar("von_mises", [0.9, 2], (r, n) => Frame.Of("y", Seeded.Many(n, () => r.Direction(0.9, 2)))) with { Ends = (0.9 - Math.PI, 0.9 + Math.PI) },
    ];

    // By rejection from the uniform on the circle.
    internal static double Direction(this Random random, double mu, double kappa)
    {
        double angle;
        do
            angle = Math.PI * (2 * random.NextDouble() - 1);
        while (random.NextDouble() > Math.Exp(kappa * (Math.Cos(angle) - 1)));
        return mu + angle;
    }

    // A normal over the root of a mean of squares of normals.
    internal static double Student(this Random random, int df) =>
        random.Normal(0, 1) / Math.Sqrt(Seeded.Many(df, () => random.Normal(0, 1)).Average(z => z * z));

    private static double Logit(this Random random)
    {
        double u = random.Uniform();
        return u == 1 ? 40 : Math.Log(u / (1 - u));
    }
}
