using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>The functions an expression can use beside the four operations: the elementary ones.</summary>
public static partial class Functions
{
    private static readonly UnaryFunction LogFunction = new("log", Math.Log, (_, x) => 1 / x) { Vector = "Log" };
    private static readonly UnaryFunction Log1PFunction = new("log1p", SpecialFunctions.Log1P, (_, x) => 1 / (1 + x)) { Vector = "Log1P" };
    private static readonly UnaryFunction ExpFunction = new("exp", Math.Exp, (self, _) => self) { Vector = "Exp" };
    private static readonly UnaryFunction ExpM1Function = new("expm1", SpecialFunctions.ExpM1, (_, x) => Exp(x)) { Vector = "ExpM1" };
    private static readonly UnaryFunction SqrtFunction = new("sqrt", Math.Sqrt, (self, _) => 0.5 / self) { Vector = "Sqrt" };
    private static readonly UnaryFunction SinFunction = new("sin", Math.Sin, (_, x) => Cos(x)) { Vector = "Sin" };
    private static readonly UnaryFunction CosFunction = new("cos", Math.Cos, (_, x) => -Sin(x)) { Vector = "Cos" };

    private static readonly UnaryFunction[] Log1PRatioFunctions = Orders("log1p(x)/x", StableFunctions.Log1PRatio, "Log1PRatio");
    private static readonly UnaryFunction[] ExpM1RatioFunctions = Orders("expm1(x)/x", StableFunctions.ExpM1Ratio, "ExpM1Ratio");

    /// <summary>Natural logarithm.</summary>
    public static Expr Log(Expr x) => new Unary(LogFunction, x);

    /// <summary>log(1 + x), exact for small x.</summary>
    public static Expr Log1P(Expr x) => new Unary(Log1PFunction, x);

    /// <summary>Exponential.</summary>
    public static Expr Exp(Expr x) => new Unary(ExpFunction, x);

    /// <summary>exp(x) - 1, exact for small x.</summary>
    public static Expr ExpM1(Expr x) => new Unary(ExpM1Function, x);

    /// <summary>log(1 + x)/x, which is 1 at x = 0; exact through zero with its derivatives: what a shape parameter that may vanish needs.</summary>
    public static Expr Log1PRatio(Expr x) => new Unary(Log1PRatioFunctions[0], x);

    /// <summary>(exp(x) - 1)/x, which is 1 at x = 0; exact through zero with its derivatives.</summary>
    public static Expr ExpM1Ratio(Expr x) => new Unary(ExpM1RatioFunctions[0], x);

    /// <summary>Square root.</summary>
    public static Expr Sqrt(Expr x) => new Unary(SqrtFunction, x);

    /// <summary>Sine.</summary>
    public static Expr Sin(Expr x) => new Unary(SinFunction, x);

    /// <summary>Cosine.</summary>
    public static Expr Cos(Expr x) => new Unary(CosFunction, x);

    /// <summary>x squared.</summary>
    public static Expr Square(Expr x) => x * x;

    /// <summary>x to a given power.</summary>
    public static Expr Power(Expr x, double exponent) => new Binary(BinaryFunction.Power, x, exponent);

    /// <summary>x to the power y, where both may vary; x must not be negative.</summary>
    public static Expr Pow(Expr x, Expr y) => new Binary(BinaryFunction.Power, x, y);

    /// <summary>x log y, zero where x is zero.</summary>
    public static Expr XLogY(Expr x, Expr y) => new Binary(BinaryFunction.XLogY, x, y);

    /// <summary>x log(1 + y), zero where x is zero.</summary>
    public static Expr XLog1P(Expr x, Expr y) => new Binary(BinaryFunction.XLog1P, x, y);

    // A function with its derivatives, each the derivative of the one before; only the function itself has a vector form.
    private static UnaryFunction[] Orders(string name, Func<int, double, double> evaluate, string? vector, int count = 8)
    {
        var functions = new UnaryFunction[count];
        for (int i = 0; i < count; i++)
        {
            int order = i;
            functions[i] = new(order == 0 ? name : $"{name}, derivative {order}", x => evaluate(order, x), (_, x) => order + 1 < count
                ? new Unary(functions[order + 1], x)
                : throw new InvalidOperationException($"{name} has no derivative of order {count}.")) { Vector = order == 0 ? vector : null };
        }
        return functions;
    }
}
