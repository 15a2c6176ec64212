using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Census;

/// <summary>Families of any number, and of angles.</summary>
public class RealLineCensus
{
    [Fact]
    public void Gumbel() => Holds("gumbel", random => -Math.Log(random.Exponential(1)));

    [Fact]
    public void Logistic() => Holds("logistic", random => random.Uniform() is var u && u < 1 ? Math.Log(u / (1 - u)) : 40);

    [Fact]
    public void Cauchy() => Holds("cauchy", random => Math.Tan(Math.PI * (random.NextDouble() - 0.5)));

    [Fact]
    public void Gev()
    {
        var problems = CensusRun.Problems(new() { Name = "fit", Family = "gev", Response = "y" }, 80, [20, 50, 200], (random, rows) =>
        {
            double shape = -0.45 + 1.05 * random.NextDouble(), scale = Decades(random, -3, 3), location = scale * (-5 + 55 * random.NextDouble());
            return new([location, scale, shape], Seeded.Many(rows, () => location + scale * (Math.Pow(random.Exponential(1), -shape) - 1) / shape));
        }, (_, _) => false);
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    [Fact]
    public void Laplace() => Holds("laplace", random => random.Exponential(1) - random.Exponential(1));

    // Concentrations over six decades; those beyond 100 are drawn as normal to the angle's fourth order, which is as good a set of directions.
    [Fact]
    public void Von_mises()
    {
        var problems = CensusRun.Problems(new() { Name = "fit", Family = "von_mises", Response = "y" }, 150, CensusRun.Sizes, (random, rows) =>
        {
            double mu = Math.PI * (2 * random.NextDouble() - 1), kappa = Decades(random, -2, 4);
            return new([mu, kappa], Seeded.Many(rows, () => kappa > 100 ? random.Normal(mu, 1 / Math.Sqrt(kappa)) : random.Direction(mu, kappa)));
        }, (_, _) => false);
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    [Fact]
    public void Student_t()
    {
        var problems = CensusRun.Problems(new() { Name = "fit", Family = "student_t", Response = "y" }, 80, [20, 50, 200], (random, rows) =>
        {
            double df = Decades(random, 0, 1.5), scale = Decades(random, -3, 3), location = scale * (-5 + 55 * random.NextDouble());
            return new([df, location, scale], Seeded.Many(rows, () => location + scale * Bailey(random, df)));
        }, (_, _) => false);
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    // Where the visible part is spread like an exponential there is no estimate, else there is one, however far off.
    [Theory, InlineData(false), InlineData(true)]
    public void A_normal_seen_above_a_limit_is_refused_just_where_its_spread_is_that_of_an_exponential(bool mirrored)
    {
        var problems = new List<string>();
        var random = new Random(20260402);
        for (int i = 0; i < 150; i++)
        {
            int rows = CensusRun.Sizes[random.Next(4)];
            double mu = -6 + 9 * random.NextDouble(), scale = Decades(random, -3, 3), limit = scale * (-5 + 55 * random.NextDouble());
            double[] above = Seeded.Many(rows, () => SeenAboveZero(random, mu)), y = [.. above.Select(z => mirrored ? limit - scale * z : limit + scale * z)];
            double[] distance = [.. y.Select(value => Math.Abs(value - limit))];
            bool exists = distance.Average(d => d * d) < 2 * Math.Pow(distance.Average(), 2);
            var result = Fits.Of(new() { Name = "fit", Family = "normal", Response = "y", Truncation = mirrored ? new(null, limit) : new(limit, null) }, Frame.Of("y", y));
            bool fits = exists ? result.Status is FitStatus.Ok or FitStatus.Caution : result.Status == FitStatus.Refused && result.Codes[0].Code == FitCodes.NoFiniteMle;
            if (!fits)
                problems.Add($"set {i}, n = {rows}, mu = {mu:G4}, estimate {(exists ? "exists" : "does not exist")}: {result.Status} {string.Join("; ", result.Codes.Select(code => code.Code + " " + code.Message))}");
        }
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    // Above mu by rejection; in the tail from an exponential with the hazard at 0.
    private static double SeenAboveZero(Random random, double mu)
    {
        while (true)
        {
            double rate = Math.Max(-mu, 0.5), z = mu > 0 ? random.Normal(mu, 1) : random.Exponential(rate);
            if (z > 0 && (mu > 0 || random.NextDouble() <= Math.Exp(-0.5 * Math.Pow(z - mu - rate, 2))))
                return z;
        }
    }

    // A Student t variate for any df (R. W. Bailey, Math. Comp. 62 (1994) 779-781).
    private static double Bailey(Random random, double df)
    {
        while (true)
        {
            double u = 2 * random.NextDouble() - 1, v = 2 * random.NextDouble() - 1, w = u * u + v * v;
            if (w is > 0 and <= 1)
                return u * Math.Sqrt(df * (Math.Pow(w, -2 / df) - 1) / w);
        }
    }

    // Locations up to fifty scales from zero, scales over six decades.
    private static void Holds(string family, Func<Random, double> standard)
    {
        var problems = CensusRun.Problems(new() { Name = "fit", Family = family, Response = "y" }, 150, CensusRun.Sizes, (random, rows) =>
        {
            double scale = Decades(random, -3, 3), location = scale * (-5 + 55 * random.NextDouble());
            return new([location, scale], Seeded.Many(rows, () => location + scale * standard(random)));
        }, (_, _) => false);
        Assert.True(problems.Count == 0, string.Join(Environment.NewLine, problems));
    }

    private static double Decades(Random random, double from, double to) => Math.Pow(10, from + (to - from) * random.NextDouble());
}
