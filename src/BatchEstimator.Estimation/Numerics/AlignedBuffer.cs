using System.Runtime.CompilerServices;

namespace BatchEstimator.Estimation.Numerics;

/// <summary>Doubles that begin at a line of the cache and are never moved, so that no vector lies across two lines.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int LineBytes = 64;

    private readonly double[] values;
    private readonly int first;

    /// <summary>Makes room.</summary>
    /// <param name="length">For how many doubles, all zero.</param>
    public AlignedBuffer(int length)
    {
        values = GC.AllocateArray<double>(length + LineBytes / sizeof(double), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref values[0]);
        first = (int)((LineBytes - address % LineBytes) % LineBytes / sizeof(double));
        Length = length;
    }

    /// <summary>How many doubles there are.</summary>
    public int Length { get; }

    /// <summary>The doubles.</summary>
    public Span<double> Span => values.AsSpan(first, Length);

    /// <summary>The first double; for the fixed statement.</summary>
    public ref double GetPinnableReference() => ref values[first];
}
