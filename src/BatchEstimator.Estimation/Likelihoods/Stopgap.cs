using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>Which derivatives.</summary>
public enum KernelOrder
{
    /// <summary>Value.</summary>
    Value,
    /// <summary>Gradient.</summary>
    Gradient,
    /// <summary>Hessian.</summary>
    Hessian,
}

/// <summary>Temporary slow kernel.</summary>
public sealed class RowKernel(Expr density, IReadOnlyList<Variable> variables)
{
    private readonly Tape value = new(density);
    private readonly Tape all = new(Outputs(density, variables));
    /// <summary>Size.</summary>
    public int Size => variables.Count;
    /// <summary>Length.</summary>
    public static int LengthOf(int size) => 1 + size + size * (size + 1) / 2;
    /// <summary>Sum.</summary>
    public void Sum(double[][] columns, int from, int to, double[]? weights, double[] parameters, double[] summaries, KernelOrder order, double[] sums)
    {
        Array.Clear(sums);
        for (int row = from; row < to; row++)
        {
            double[] data = [.. columns.Select(column => column[row])];
            var result = (order == KernelOrder.Value ? value : all).Evaluate(data, parameters, summaries);
            for (int k = 0; k < result.Length; k++)
                sums[k] += (weights?[row] ?? 1) * result[k];
        }
    }
    /// <summary>Values.</summary>
    public void Values(double[][] columns, int from, int to, double[] parameters, double[] summaries, double[] result)
    {
        for (int row = from; row < to; row++)
            result[row] = value.Evaluate([.. columns.Select(column => column[row])], parameters, summaries)[0];
    }
    private static List<Expr> Outputs(Expr density, IReadOnlyList<Variable> variables)
    {
        var gradient = variables.Select(density.Derivative).ToArray();
        var outputs = new List<Expr> { density };
        outputs.AddRange(gradient);
        for (int i = 0; i < variables.Count; i++)
        {
            for (int j = 0; j <= i; j++)
                outputs.Add(gradient[i].Derivative(variables[j]));
        }
        return outputs;
    }
}

public static partial class Functions
{
    private static readonly UnaryFunction LogNormalCdfFunction = new("logPhi", x => x > -30 ? Math.Log(SpecialFunctions.NormalCdf(x)) : -0.5 * x * x - Math.Log(-x) - 0.5 * Math.Log(2 * Math.PI),
        (self, x) => Exp(-0.5 * x * x - 0.5 * Math.Log(2 * Math.PI) - self));
    private static readonly UnaryFunction Log1MExpFunction = new("log1mexp", x => x > -0.69 ? Math.Log(-SpecialFunctions.ExpM1(x)) : SpecialFunctions.Log1P(-Math.Exp(x)), (_, x) => -1 / ExpM1(-x));
    /// <summary>log Phi.</summary>
    public static Expr LogNormalCdf(Expr x) => new Unary(LogNormalCdfFunction, x);
    /// <summary>log(1 - e^x).</summary>
    public static Expr Log1MExp(Expr x) => new Unary(Log1MExpFunction, x);
    /// <summary>log(e^a - e^b).</summary>
    public static Expr LogDiffExp(Expr a, Expr b) => a + Log1MExp(b - a);
    private static readonly NaryFunction IfPositiveFunction = new("if", a => a[0] > 0 ? a[1] : a[2], (self, a, i) => i == 0 ? 0 : i == 1 ? new Nary(IfPositiveFunction!, a[0], 1, 0) : new Nary(IfPositiveFunction!, a[0], 0, 1));
    /// <summary>If.</summary>
    public static Expr IfPositive(Expr test, Expr then, Expr otherwise) => new Nary(IfPositiveFunction, test, then, otherwise);
}
