using System.Runtime.Intrinsics;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>One step of a <see cref="Tape"/> over whole columns.</summary>
internal static class ColumnLoops
{
    /// <summary>The values of a step for every row.</summary>
    /// <param name="step">The step.</param>
    /// <param name="values">The columns of the steps before it.</param>
    /// <param name="rows">How many rows.</param>
    public static double[] Compute(Tape.Step step, double[][] values, int rows)
    {
        double[] result = GC.AllocateUninitializedArray<double>(rows);
        switch (step.Expression)
        {
            case Constant constant:
                Array.Fill(result, constant.Value);
                break;
            case Unary unary:
                OfOne(unary.Function, values[step.First], result);
                break;
            case Binary binary:
                OfTwo(binary.Function, values[step.First], values[step.Second], result);
                break;
            case Nary nary:
                double[] arguments = new double[step.Operands.Length];
                for (int row = 0; row < rows; row++)
                {
                    for (int i = 0; i < arguments.Length; i++)
                        arguments[i] = values[step.Operands[i]][row];
                    result[row] = nary.Function.Evaluate(arguments);
                }
                break;
            default:
                throw new InvalidOperationException($"{step.Expression.GetType().Name} has no column form.");
        }
        return result;
    }

    private static void OfOne(UnaryFunction function, double[] x, double[] result)
    {
        if (Vector512.IsHardwareAccelerated && Vectors<Vector512<double>, Simd512>.OfOne(function.Vector, x, result))
            return;
        if (Vector256.IsHardwareAccelerated && Vectors<Vector256<double>, Simd256>.OfOne(function.Vector, x, result))
            return;
        for (int row = 0; row < result.Length; row++)
            result[row] = function.Evaluate(x[row]);
    }

    private static void OfTwo(BinaryFunction function, double[] x, double[] y, double[] result)
    {
        if (Vector512.IsHardwareAccelerated && Vectors<Vector512<double>, Simd512>.OfTwo(function.Vector, x, y, result))
            return;
        if (Vector256.IsHardwareAccelerated && Vectors<Vector256<double>, Simd256>.OfTwo(function.Vector, x, y, result))
            return;
        for (int row = 0; row < result.Length; row++)
            result[row] = function.Evaluate(x[row], y[row]);
    }

    /// <summary>The loops of one vector width; the last rows go through a vector of their own, so that a value does not depend on its row's place.</summary>
    private static class Vectors<TVector, TSimd> where TVector : struct where TSimd : ISimd<TVector>
    {
        public static bool OfOne(string? name, double[] x, double[] result)
        {
            if (name is not (nameof(TSimd.Log) or nameof(TSimd.Exp) or nameof(TSimd.Sqrt)))
                return false;
            int row = 0;
            for (; row <= result.Length - TSimd.Lanes; row += TSimd.Lanes)
                TSimd.Store(Apply(name, TSimd.Load(x, row)), result, row);
            if (row < result.Length)
            {
                double[] rest = Rest(x, row, result.Length);
                TSimd.Store(Apply(name, TSimd.Load(rest, 0)), rest, 0);
                Array.Copy(rest, 0, result, row, result.Length - row);
            }
            return true;
        }

        public static bool OfTwo(string? name, double[] x, double[] y, double[] result)
        {
            if (name is not (nameof(TSimd.Add) or nameof(TSimd.Subtract) or nameof(TSimd.Multiply) or nameof(TSimd.Divide)))
                return false;
            int row = 0;
            for (; row <= result.Length - TSimd.Lanes; row += TSimd.Lanes)
                TSimd.Store(Apply(name, TSimd.Load(x, row), TSimd.Load(y, row)), result, row);
            if (row < result.Length)
            {
                double[] rest = Rest(x, row, result.Length);
                TSimd.Store(Apply(name, TSimd.Load(rest, 0), TSimd.Load(Rest(y, row, result.Length), 0)), rest, 0);
                Array.Copy(rest, 0, result, row, result.Length - row);
            }
            return true;
        }

        private static double[] Rest(double[] values, int from, int to)
        {
            var rest = new double[TSimd.Lanes];
            Array.Copy(values, from, rest, 0, to - from);
            return rest;
        }

        private static TVector Apply(string name, TVector x) => name switch
        {
            nameof(TSimd.Log) => TSimd.Log(x),
            nameof(TSimd.Exp) => TSimd.Exp(x),
            _ => TSimd.Sqrt(x),
        };

        private static TVector Apply(string name, TVector x, TVector y) => name switch
        {
            nameof(TSimd.Add) => TSimd.Add(x, y),
            nameof(TSimd.Subtract) => TSimd.Subtract(x, y),
            nameof(TSimd.Multiply) => TSimd.Multiply(x, y),
            _ => TSimd.Divide(x, y),
        };
    }
}
