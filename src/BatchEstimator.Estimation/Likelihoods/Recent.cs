namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>
/// A function with what it gave last, on each thread: a likelihood asks for value, slopes and curvatures of the same few points one after
/// the other, and one evaluation has them all. Half the places hold two vectors of points, as the ends of intervals need.
/// </summary>
/// <typeparam name="T">What it gives.</typeparam>
/// <param name="arguments">The number of arguments.</param>
/// <param name="at">The function; it must not keep the array.</param>
internal sealed class Recent<T>(int arguments, Func<double[], T> at)
{
    private const int Places = 32;

    private static int count;

    [ThreadStatic]
    private static Ring?[]? rings;

    private readonly int number = Interlocked.Increment(ref count) - 1;

    /// <summary>Its value at the arguments.</summary>
    public T At(double[] values)
    {
        var ring = Own();
        for (int back = 0; back < Places; back++)
        {
            int place = (ring.Last - back) & (Places - 1);
            if (ring.IsAt(place, values))
                return ring.Results[place];
        }
        T result = at(values);
        ring.Add(values, result);
        return result;
    }

    private Ring Own()
    {
        if (rings is null || rings.Length <= number)
            Array.Resize(ref rings, number + 1);
        return rings[number] ??= new(arguments);
    }

    private sealed class Ring
    {
        private readonly int arguments;
        private readonly double[] keys;

        public Ring(int arguments)
        {
            this.arguments = arguments;
            keys = new double[Places * arguments];
            // Equal to nothing.
            Array.Fill(keys, double.NaN);
        }

        public T[] Results { get; } = new T[Places];

        public int Last { get; private set; }

        public bool IsAt(int place, double[] values)
        {
            for (int i = 0; i < arguments; i++)
            {
                if (keys[place * arguments + i] != values[i])
                    return false;
            }
            return true;
        }

        public void Add(double[] values, T result)
        {
            Last = (Last + 1) & (Places - 1);
            Array.Copy(values, 0, keys, Last * arguments, arguments);
            Results[Last] = result;
        }
    }
}
