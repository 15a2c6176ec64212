namespace BatchEstimator.Estimation.Columns;

/// <summary>What a model wants a column to be.</summary>
public enum ColumnKind
{
    /// <summary>Numbers; text in it is an error of the input.</summary>
    Number,

    /// <summary>Numbers, with true and false as 1 and 0; other text is an error of the input. Whether 0.5 is in the support is for the family to say.</summary>
    Flag,

    /// <summary>Labels, also where they look like numbers.</summary>
    Text,

    /// <summary>Numbers if every value is one, labels if none is; a mixture is an error of the input.</summary>
    Auto,
}

/// <summary>A column some model needs, by the name it has in the file, and what it must be.</summary>
public sealed record ColumnRequest(string Name, ColumnKind Kind);

/// <summary>A column of one block.</summary>
public abstract class Column(string name)
{
    /// <summary>The name in the file.</summary>
    public string Name { get; } = name;
}

/// <summary>A column of numbers. Dates are days since 1970-01-01, flags are 0 and 1.</summary>
/// <param name="name">The name in the file.</param>
/// <param name="values">At least as many values as the block has rows; <see cref="Missing.Value"/> where there is none.</param>
public sealed class NumberColumn(string name, double[] values) : Column(name)
{
    /// <summary>One value a row; the array may be longer than the block.</summary>
    public double[] Values { get; } = values;
}

/// <summary>A column of labels, coded within its block, so that blocks can be decoded independently of one another.</summary>
/// <param name="name">The name in the file.</param>
/// <param name="codes">At least as many codes as the block has rows: an index into <paramref name="levels"/>, or -1 where the value is missing.</param>
/// <param name="levels">The distinct labels of this block, in order of first appearance.</param>
public sealed class TextColumn(string name, int[] codes, IReadOnlyList<string> levels) : Column(name)
{
    /// <summary>One code a row; -1 is a missing value.</summary>
    public int[] Codes { get; } = codes;

    /// <summary>The labels the codes stand for.</summary>
    public IReadOnlyList<string> Levels { get; } = levels;
}
