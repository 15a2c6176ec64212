using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <content>Sums, differences and odds of numbers known by their logarithms.</content>
public static partial class Functions
{
    // In compiled loops these three share one exponential.
    private static readonly UnaryFunction SoftplusFunction = new("softplus", SpecialFunctions.Softplus, (_, x) => Logistic(x))
    {
        Lowered = x => Max(x, 0) + Log1P(Exp(-Abs(x))),
    };

    private static readonly UnaryFunction LogisticFunction = new("logistic", SpecialFunctions.Logistic, (_, x) => new Unary(LogisticSlopeFunction!, x))
    {
        Lowered = x => IfPositive(x, 1, Exp(-Abs(x))) / (1 + Exp(-Abs(x))),
    };

    private static readonly UnaryFunction LogisticSlopeFunction = new("logistic-slope", x => SpecialFunctions.Logistic(x) * SpecialFunctions.Logistic(-x),
        (self, x) => self * (1 - 2 * Logistic(x)))
    {
        Lowered = x => Exp(-Abs(x)) / Square(1 + Exp(-Abs(x))),
    };

    private static readonly UnaryFunction Log1MExpFunction = new("log1mexp", SpecialFunctions.Log1MExp, (_, x) => Exp(x) / ExpM1(x)) { Vector = "Log1MExp" };

    private static readonly BinaryFunction LogSumExpFunction = new("logsumexp", StableFunctions.LogSumExp,
        (_, a, b, da, db) => Share(Logistic(a - b), da) + Share(Logistic(b - a), db))
    {
        Vector = "LogSumExp",
    };

    private static readonly NaryFunction LogSumExpOfAllFunction = new("logsumexp of all", a => StableFunctions.LogSumExp(a),
        (_, a, i) => ShareOf(a[i], a))
    {
        Lowered = a => Greatest(a) + Log(SumOfExps(a)),
    };

    // The first argument's share in the sum of the exponentials of all others, of which it is one.
    private static readonly NaryFunction ShareOfAllFunction = new("share of all", a => Math.Exp(a[0] - StableFunctions.LogSumExp(a.AsSpan(1))), (_, _, _) => 0)
    {
        Total = (self, a, da) =>
        {
            Expr mean = 0;
            for (int i = 1; i < a.Count; i++)
                mean += da[i].IsZero ? 0 : ShareOf(a[i], [.. a.Skip(1)]) * da[i];
            return self * (da[0] - mean);
        },
        Lowered = a => Exp(a[0] - Greatest([.. a.Skip(1)])) / SumOfExps([.. a.Skip(1)]),
    };

    /// <summary>1/(1 + exp(-x)), exact in both tails.</summary>
    public static Expr Logistic(Expr x) => new Unary(LogisticFunction, x);

    /// <summary>log(1 + exp(x)) without overflow.</summary>
    public static Expr Softplus(Expr x) => new Unary(SoftplusFunction, x);

    /// <summary>log(1 - exp(x)) for x &lt; 0, exact at both ends.</summary>
    public static Expr Log1MExp(Expr x) => new Unary(Log1MExpFunction, x);

    /// <summary>log(exp(a) + exp(b)) without overflow. A part that has no share in the sum has none in its derivatives, even if its own are not finite.</summary>
    public static Expr LogSumExp(Expr a, Expr b) => new Binary(LogSumExpFunction, a, b);

    /// <summary>The log of the sum of the exponentials of any number of expressions, without overflow.</summary>
    public static Expr LogSumExp(IReadOnlyList<Expr> all) => new Nary(LogSumExpOfAllFunction, all);

    /// <summary>log(exp(a) - exp(b)) for a &gt; b, without overflow.</summary>
    public static Expr LogDiffExp(Expr a, Expr b) => a + Log1MExp(b - a);

    private static Nary ShareOf(Expr one, IReadOnlyList<Expr> all) => new Nary(ShareOfAllFunction, [one, .. all]);

    private static Expr Greatest(IReadOnlyList<Expr> all) => all.Aggregate(Max);

    private static Expr SumOfExps(IReadOnlyList<Expr> all)
    {
        var greatest = Greatest(all);
        return all.Select(a => Exp(a - greatest)).Aggregate((sum, term) => sum + term);
    }

    private static Expr Share(Expr weight, Expr slope) => slope.IsZero ? 0 : IfPositive(weight, weight * slope, 0);
}
