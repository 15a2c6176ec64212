using System.Reflection;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>
/// The vector bodies a compiled loop calls: instructions of <typeparamref name="TSimd"/>, special functions of the vector library,
/// the small forms below, and for all else the scalar function lane by lane.
/// </summary>
internal static class VectorForms<TVector, TSimd> where TVector : struct where TSimd : ISimd<TVector>
{
    /// <summary>The body of that name, or null if there is none of so many arguments. The scalar twin knows no library, being its oracle.</summary>
    public static MethodInfo? Find(string name, int arguments)
    {
        Type[] types = [.. Enumerable.Repeat(typeof(TVector), arguments)];
        return typeof(TSimd).GetMethod(name, types)
            ?? (TSimd.Lanes == 1 ? null : typeof(VectorMath<TVector, TSimd>).GetMethod(name, types))
            ?? typeof(VectorForms<TVector, TSimd>).GetMethod(name, types);
    }

    /// <summary>a log b, zero where a is.</summary>
    public static TVector XLogY(TVector a, TVector b) => OrZero(a, TSimd.Multiply(a, TSimd.Log(b)));

    /// <summary>a / b, zero where a is.</summary>
    public static TVector ZeroSafeDivide(TVector a, TVector b) => OrZero(a, TSimd.Divide(a, b));

    /// <summary>Where the test is positive the one, elsewhere the other.</summary>
    public static TVector IfPositive(TVector test, TVector then, TVector otherwise) =>
        TSimd.Select(TSimd.GreaterThan(test, TSimd.Create(0)), then, otherwise);

    /// <summary>1 where a = b, else 0.</summary>
    public static TVector IsEqual(TVector a, TVector b) => TSimd.Select(TSimd.Equal(a, b), TSimd.Create(1), TSimd.Create(0));

    /// <summary>log(exp(a) + exp(b)).</summary>
    public static TVector LogSumExp(TVector a, TVector b)
    {
        TVector max = TSimd.Max(a, b), e = TSimd.Exp(TSimd.Negate(TSimd.Abs(TSimd.Subtract(a, b))));
        // Two infinities of one sign have no difference, but their maximum is right.
        return TSimd.Select(TSimd.Equal(a, b), TSimd.Add(max, TSimd.Create(Math.Log(2))), TSimd.Add(max, VectorMath<TVector, TSimd>.Log1P(e)));
    }

    /// <summary>a log(1 + b), zero where a is.</summary>
    public static TVector XLog1P(TVector a, TVector b) => OrZero(a, TSimd.Multiply(a, VectorMath<TVector, TSimd>.Log1P(b)));

    /// <summary>A function of two arguments, lane by lane.</summary>
    public static TVector Map(TVector x, TVector y, Func<double, double, double> function)
    {
        double[] lanes = Arguments.Of(TSimd.Lanes);
        for (int lane = 0; lane < lanes.Length; lane++)
            lanes[lane] = function(TSimd.Lane(x, lane), TSimd.Lane(y, lane));
        return TSimd.Load(lanes, 0);
    }

    /// <summary>A function of the vectors stored in a buffer, one behind the other, lane by lane.</summary>
    public static TVector MapStored(double[] stored, int count, Func<double[], double> function)
    {
        double[] arguments = Arguments.Of(count);
        for (int lane = 0; lane < TSimd.Lanes; lane++)
        {
            for (int i = 0; i < count; i++)
                arguments[i] = stored[i * TSimd.Lanes + lane];
            stored[lane] = function(arguments);
        }
        return TSimd.Load(stored, 0);
    }

    private static TVector OrZero(TVector a, TVector value)
    {
        var zero = TSimd.Create(0);
        return TSimd.Select(TSimd.Equal(a, zero), zero, value);
    }
}
