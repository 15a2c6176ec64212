using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Streams of random numbers, one for every fit and group, whatever thread they run on.</summary>
internal static class StreamOf
{
    /// <summary>The stream of a group.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="fit">The fit's name.</param>
    /// <param name="number">The group's number.</param>
    public static Xoshiro Group(ulong seed, string fit, int number) => new Xoshiro(seed, StableHash(fit)).Split((ulong)number);

    // FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo, 1991): the runtime's own hash of a text changes with every start.
    private static ulong StableHash(string text) => text.Aggregate(14695981039346656037UL, (hash, c) => unchecked((hash ^ c) * 1099511628211UL));
}
