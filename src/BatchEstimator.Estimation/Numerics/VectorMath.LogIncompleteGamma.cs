namespace BatchEstimator.Estimation.Numerics;

// The logarithms of the incomplete gamma functions, from whichever of the two is the lesser; below the range of a double from the scalar function.
public static partial class VectorMath<TVector, TSimd>
{
    private const double LeastProbability = 1e-280;

    /// <summary>log P(a, x); absolute error below 3e-13.</summary>
    /// <param name="a">The shape, above 0.</param>
    /// <param name="x">Not negative.</param>
    public static TVector LogGammaP(TVector a, TVector x)
    {
        var (lower, upper) = IncompleteGamma(a, x);
        TVector log = LogOf(lower, upper), tiny = Less(lower, LeastProbability);
        return TSimd.Any(tiny) ? LaneByLane(log, tiny, a, x, (shape, at) => Numerics.IncompleteGamma.At(shape, at).Lower.Value) : log;
    }

    /// <summary>log Q(a, x); absolute error below 3e-13.</summary>
    /// <param name="a">The shape, above 0.</param>
    /// <param name="x">Not negative.</param>
    public static TVector LogGammaQ(TVector a, TVector x)
    {
        var (lower, upper) = IncompleteGamma(a, x);
        TVector log = LogOf(upper, lower), tiny = Less(upper, LeastProbability);
        return TSimd.Any(tiny) ? LaneByLane(log, tiny, a, x, (shape, at) => Numerics.IncompleteGamma.At(shape, at).Upper.Value) : log;
    }

    private static TVector LogOf(TVector probability, TVector complement)
    {
        TVector isLesser = Less(probability, 0.5);
        TVector direct = TSimd.Log(TSimd.Select(isLesser, probability, One));
        return TSimd.Select(isLesser, direct, Log1P(TSimd.Negate(complement)));
    }

    private static TVector LaneByLane(TVector known, TVector mask, TVector a, TVector x, Func<double, double, double> function)
    {
        TVector flags = TSimd.Select(mask, One, Zero);
        var lanes = new double[TSimd.Lanes];
        for (int lane = 0; lane < lanes.Length; lane++)
            lanes[lane] = TSimd.Lane(flags, lane) == 1 ? function(TSimd.Lane(a, lane), TSimd.Lane(x, lane)) : TSimd.Lane(known, lane);
        return TSimd.Load(lanes, 0);
    }
}
