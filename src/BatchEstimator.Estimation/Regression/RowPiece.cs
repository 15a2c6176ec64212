using System.Runtime.InteropServices;

namespace BatchEstimator.Estimation.Regression;

/// <summary>The rows of one block by column, in memory or spilled.</summary>
internal sealed class RowPiece(double[][] numbers, int[][] codes, int[] groups, byte[]? kinds)
{
    private readonly long[] numbersAt = new long[numbers.Length], codesAt = new long[codes.Length];
    private long groupsAt, kindsAt;
    private bool hasKinds = kinds is not null;
    private IRowSpill? spill;

    /// <summary>How many rows there are.</summary>
    public int Rows { get; } = groups.Length;

    /// <summary>Lets the rows go to a place outside of memory.</summary>
    public void SpillTo(IRowSpill store)
    {
        spill = store;
        groupsAt = store.Write(MemoryMarshal.AsBytes(groups.AsSpan()));
        if (kinds is not null)
            kindsAt = store.Write(kinds);
        for (int k = 0; k < numbers.Length; k++)
            numbersAt[k] = store.Write(MemoryMarshal.AsBytes(numbers[k].AsSpan(0, Rows)));
        for (int k = 0; k < codes.Length; k++)
            codesAt[k] = store.Write(MemoryMarshal.AsBytes(codes[k].AsSpan(0, Rows)));
        (groups, kinds) = ([], null);
        Array.Fill(numbers, []);
        Array.Fill(codes, []);
    }

    /// <summary>The group of each row.</summary>
    public int[] Groups => spill is null ? groups : Read<int>(spill, groupsAt);

    /// <summary>How each row is known; null = exactly.</summary>
    public byte[]? Kinds => !hasKinds ? null : spill is null ? kinds : Read<byte>(spill, kindsAt);

    /// <summary>A column of numbers.</summary>
    public double[] Numbers(int column) => spill is null ? numbers[column] : Read<double>(spill, numbersAt[column]);

    /// <summary>A column of codes.</summary>
    public int[] Codes(int column) => spill is null ? codes[column] : Read<int>(spill, codesAt[column]);

    /// <summary>The groups and kinds of the rows, from where they were spilled; 0 for kinds where all rows are known exactly.</summary>
    /// <param name="groupOf">Receives the group of each row.</param>
    /// <param name="kindOf">Receives how each row is known.</param>
    public void ReadGroups(Span<int> groupOf, Span<byte> kindOf)
    {
        spill!.Read(groupsAt, MemoryMarshal.AsBytes(groupOf));
        if (hasKinds)
            spill.Read(kindsAt, kindOf);
        else
            kindOf.Clear();
    }

    /// <summary>A column of numbers, from where it was spilled.</summary>
    public void ReadNumbers(int column, Span<double> values) => spill!.Read(numbersAt[column], MemoryMarshal.AsBytes(values));

    /// <summary>A column of codes, from where it was spilled.</summary>
    public void ReadCodes(int column, Span<int> values) => spill!.Read(codesAt[column], MemoryMarshal.AsBytes(values));

    /// <summary>Says anew how each row is known.</summary>
    public void SetKinds(byte[] values)
    {
        hasKinds = true;
        if (spill is null)
            kinds = values;
        else
            kindsAt = spill.Write(values);
    }

    /// <summary>Lets go of a column of numbers that is needed no more.</summary>
    public void DropNumbers(int column) => numbers[column] = [];

    /// <summary>Lets go of a column of codes that is needed no more.</summary>
    public void DropCodes(int column) => codes[column] = [];

    private T[] Read<T>(IRowSpill store, long at) where T : unmanaged
    {
        var result = new T[Rows];
        store.Read(at, MemoryMarshal.AsBytes(result.AsSpan()));
        return result;
    }
}
