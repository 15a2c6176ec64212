using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Statistics;

/// <summary>A running sum with about 30 digits in each lane of a vector, which becomes one number at the end only.</summary>
public struct LaneSum
{
    private Vector512<double> high, low;

    /// <summary>Adds a number to each lane.</summary>
    /// <param name="sum">The leading parts.</param>
    /// <param name="rest">What they lack.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<double> sum, Vector512<double> rest)
    {
        var next = high + sum;
        var shadow = next - high;
        low += (high - (next - shadow)) + (sum - shadow) + rest;
        high = next;
    }

    /// <summary>Adds a number.</summary>
    public void Add(DoubleDouble number) => Add(Vector512.CreateScalar(number.Hi), Vector512.CreateScalar(number.Lo));

    /// <summary>The sum of the lanes, always in the same order.</summary>
    public readonly DoubleDouble Total
    {
        get
        {
            var (sum4, rest4) = Sum(high.GetLower(), high.GetUpper());
            rest4 += low.GetLower() + low.GetUpper();
            var (sum2, rest2) = Sum(sum4.GetLower().ToVector256(), sum4.GetUpper().ToVector256());
            double rest = rest2[0] + rest2[1] + ((rest4[0] + rest4[1]) + (rest4[2] + rest4[3]));
            var last = DoubleDouble.Sum(sum2[0], sum2[1]);
            return DoubleDouble.Sum(last.Hi, last.Lo + rest);
        }
    }

    private static (Vector256<double> Sum, Vector256<double> Lost) Sum(Vector256<double> a, Vector256<double> b)
    {
        var sum = a + b;
        var shadow = sum - a;
        return (sum, (a - (sum - shadow)) + (b - shadow));
    }
}
