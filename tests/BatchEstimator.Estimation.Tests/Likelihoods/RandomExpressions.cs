using BatchEstimator.Estimation.Likelihoods;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Tests.Likelihoods;

/// <summary>Expressions drawn from every operator and function there is, smooth and of moderate size wherever they are evaluated.</summary>
internal sealed class RandomExpressions(Random random, VariableKind kind, int variables)
{
    /// <summary>An expression of at most that many levels.</summary>
    public Expr Draw(int depth)
    {
        if (depth == 0 || random.Next(12) == 0)
            return random.Next(4) == 0 ? Math.Round(4 * random.NextDouble() - 2, 2) : new Variable(kind, random.Next(variables), "v");
        Expr a = Draw(depth - 1);
        return random.Next(36) switch
        {
            0 or 1 => a + Draw(depth - 1),
            2 or 3 => a - Draw(depth - 1),
            4 or 5 => a * Draw(depth - 1),
            6 => a / Positive(Draw(depth - 1)),
            7 => -a,
            8 => Log(Positive(a)),
            9 => Log1P(Square(a)),
            10 => Exp(-Square(a)),
            11 => Sqrt(Positive(a)),
            12 => Abs(Positive(a)),
            13 => LogGamma(Positive(a)),
            14 => NormalCdf(a),
            15 => Power(Positive(a), random.Next(-2, 4) + 0.5 * random.Next(2)),
            16 => XLogY(a, Positive(Draw(depth - 1))),
            17 => XLog1P(a, Square(Draw(depth - 1))),
            18 => random.Next(2) == 0 ? PoissonCdf(random.Next(-1, 5), Positive(a)) : BinomialCdf(random.Next(-1, 7), 6, 1 / (1 + Positive(a))),
            19 => Pow(Positive(a), Small(Draw(depth - 1))),
            20 => LogBeta(Positive(a), Positive(Draw(depth - 1))),
            21 => Digamma(Positive(a)),
            22 => random.Next(2) == 0 ? Erf(a) : Erfc(a),
            23 => LogNormalCdf(a),
            24 => Max(Positive(a), -Positive(Draw(depth - 1))),
            25 => Min(Positive(a), -Positive(Draw(depth - 1))),
            26 => IfPositive(Positive(a), Draw(depth - 1), Log(-Positive(a))),
            27 => IfPositive(-Positive(a), Log(-Positive(a)), Draw(depth - 1)),
            28 => Logistic(a),
            29 => Softplus(a),
            30 => Log1MExp(-Positive(a)),
            31 => LogSumExp(a, Draw(depth - 1)),
            32 => LogDiffExp(a, a - Positive(Draw(depth - 1))),
            33 => random.Next(2) == 0 ? Sin(a) : Cos(a),
            34 => Log1PRatio(Square(a) - 0.6),
            _ => ExpM1Ratio(Small(a)),
        };
    }

    private static Expr Small(Expr x) => x / Sqrt(1 + Square(x));

    private static Expr Positive(Expr x) => 0.5 + Square(x);
}
