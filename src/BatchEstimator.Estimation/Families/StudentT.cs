using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// A bell with tails that fall as a power: Student's t with df degrees of freedom about a location, in units of a scale (which is not the
/// standard deviation). df = 1 is the Cauchy, df to infinity the normal.
/// No finite sufficient statistics: the rows are kept. With df free the likelihood has no bound as df goes to 0: m equal values among n make
/// it infinite for df below m / (n - m). So df is sought from 1 upwards, where there is a top if no value has half of the weight. It is
/// sought along 1/df from 0 to 1, location and scale being at their best for each; if 0 is best, the normal is the answer.
/// </summary>
/// <remarks>
/// C. Fernández and M. F. J. Steel, Biometrika 86 (1999) 153-167: unbounded for small df; C. Liu and D. B. Rubin, Statistica Sinica 5 (1995)
/// 19-39: the EM algorithm; K. L. Lange, R. J. A. Little and J. M. G. Taylor, J. Amer. Statist. Assoc. 84 (1989) 881-896.
/// </remarks>
public sealed class StudentT : ScalarFamily
{
    private static readonly Variable Df = Parameter(0, "df"), Location = Parameter(1, "location"), Scale = Parameter(2, "scale");
    private static readonly PointEstimate TheNormal = PointEstimate.InLimit(new(new Normal(), [null, 0, 1]),
        "The tails are no heavier than the normal's: what is maximised keeps growing as df goes to infinity, where Student's t is the normal. Its mean and standard deviation are reported.", "df");

    private static readonly double[] Grid = [0, 0.003, 0.01, 0.03, 0.06, 0.1, 0.16, 0.25, 0.4, 0.6, 0.8, 1];

    /// <inheritdoc/>
    public override string Name => "student_t";

    /// <inheritdoc/>
    public override string Summary => "measurements with some outliers; how many, df says";

    /// <inheritdoc/>
    public override string Support => "real";

    /// <inheritdoc/>
    public override string Existence => "for df >= 1, if no value has half of the weight or more; the normal where the tails are too light; with df fixed, if no value has df/(1 + df) of the weight";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
    [
        ParameterInfo.Positive("df", "degrees of freedom; estimated as 1 or more") with { EstimatedFrom = 1 },
        ParameterInfo.Location("location", "the centre"), ParameterInfo.Scale("scale", "for df > 2 the standard deviation is scale sqrt(df / (df - 2))"),
    ];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = RegressionForm.Natural([1, 2, 0], RegressionParameter.Real("location"), RegressionParameter.Positive("scale"), RegressionParameter.Positive("df"));

    /// <inheritdoc/>
    public override IReadOnlyList<LimitModel> Limits => [TheNormal.Limit!];

    /// <inheritdoc/>
    public override double RefitCost => 20;

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override bool HasSeveralTops => true;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) =>
        -LogBeta(0.5 * Df, 0.5) - 0.5 * Log(Df) - Log(Scale) - 0.5 * (Df + 1) * Log1P(Square((x - Location) / Scale) / Df);

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => SpecialNodes.LogStudentCdf(Df, (x - Location) / Scale);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => SpecialNodes.LogStudentSurvival(Df, (x - Location) / Scale);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Location + Scale * SpecialNodes.StudentQuantile(Df, p);

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[1] + parameters[2] * random.Student(parameters[0]);
        return true;
    }

    /// <inheritdoc/>
    public override (int Parameter, PointEstimate Estimate)? Limit => (0, TheNormal);

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held) => StudentProfile.Refusal(sample, held[0] ?? 1, held[1], held[2], "scale");

    /// <inheritdoc/>
    public override PointEstimate? Mle(Sample sample, IReadOnlyList<double?> held)
    {
        if (!sample.IsPlain)
            return null;
        var profile = new StudentProfile(sample, held[1], held[2]);
        if (held[0] is { } df)
            return profile.At(df) is var top && double.IsFinite(top.Value) ? PointEstimate.Profiled(top.Iterations, df, top.Location, top.Scale) with { Starts = profile.Starts } : null;
        var best = profile.Best(Grid);
        if (best.Inverse == 0 || (best.Inverse < 1e-4 && best.Value - best.Normal < 1e-9 * (1 + Math.Abs(best.Normal))))
            return TheNormal;
        if (best.Inverse == 1)
        {
            return new PointEstimate([1, best.Top.Location, best.Top.Scale], [0], [new(FitCodes.BoundaryEstimate,
                "The estimate of df lies at 1 (the Cauchy), the least that is considered: below, the likelihood of any data grows without bound. Fix df, or give it a prior such as gamma(2, 0.1).", ["df"])])
            { Route = "profile", Iterations = best.Top.Iterations };
        }
        return Polished(sample, held, [1 / best.Inverse, best.Top.Location, best.Top.Scale]);
    }

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        double[] sorted = [.. sample.Values.AsSpan(0, sample.Count)];
        Array.Sort(sorted);
        double spread = Extremes.HalfWidth(sorted);
        foreach (double df in (double[])[4, 1.5, 12])
            yield return [df, sorted[sorted.Length / 2], spread];
    }

    // Newton's method in all free parameters from a point that is right to some digits.
    private PointEstimate? Polished(Sample sample, IReadOnlyList<double?> held, double[] at)
    {
        int[] free = [.. Enumerable.Range(0, 3).Where(i => held[i] is null)];
        double[] sums = new double[RowKernel.LengthOf(3)];
        double last = double.PositiveInfinity;
        for (int step = 1; step <= 40; step++)
        {
            Kernels.Exact.Sum([sample.Values], 0, sample.Count, sample.Weights, at, [], KernelOrder.Hessian, sums);
            var information = new Information([.. from i in free from j in free select -sums[1 + 3 + Math.Max(i, j) * (Math.Max(i, j) + 1) / 2 + Math.Min(i, j)]], free.Length);
            if (!information.IsPositiveDefinite || !sums.All(double.IsFinite))
                return null;
            double[] move = information.Times([.. free.Select(i => sums[1 + i])]);
            double size = free.Select((i, k) => Math.Abs(move[k]) / (i == 1 ? at[2] : at[i])).Max();
            if (size > 0.5)
                return null;
            for (int k = 0; k < free.Length; k++)
                at[free[k]] += move[k];
            if (size <= 1e-15 || (size < 1e-9 && size >= 0.5 * last))
                return PointEstimate.Profiled(step, at);
            last = size;
        }
        return null;
    }
}
