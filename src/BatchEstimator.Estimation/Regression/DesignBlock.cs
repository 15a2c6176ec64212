namespace BatchEstimator.Estimation.Regression;

/// <summary>Consecutive columns of a design that are kept in one way; they are never written out beside the data.</summary>
/// <param name="First">The coefficient of the first column.</param>
/// <param name="Count">The number of columns.</param>
internal abstract record DesignBlock(int First, int Count);

/// <summary>A column of ones.</summary>
/// <param name="First">Its coefficient.</param>
internal sealed record ConstantBlock(int First) : DesignBlock(First, 1);

/// <summary>Columns of numbers, each as (x - shift) times scale, so that none is far from zero or of unusual size.</summary>
/// <param name="First">The coefficient of the first column.</param>
/// <param name="Columns">The columns in <see cref="RowTable.Numbers"/>.</param>
/// <param name="Shifts">What is subtracted from each.</param>
/// <param name="Scales">What each is then multiplied by, a power of two.</param>
internal sealed record NumericBlock(int First, int[] Columns, double[] Shifts, double[] Scales) : DesignBlock(First, Columns.Length);

/// <summary>A column for every level of a label but those that stand at zero: in each row at most one of them is not zero.</summary>
/// <param name="First">The coefficient of the first column.</param>
/// <param name="Count">The number of columns.</param>
/// <param name="Codes">The column in <see cref="RowTable.Codes"/>.</param>
/// <param name="Places">For each code its column within the block; -1 = none.</param>
/// <param name="Multiplier">The column in <see cref="RowTable.Numbers"/> that stands where a one would; -1 = a one.</param>
/// <param name="Scale">What the multiplier is multiplied by, a power of two; or the sign of the one.</param>
internal sealed record CodedBlock(int First, int Count, int Codes, int[] Places, int Multiplier, double Scale) : DesignBlock(First, Count);

/// <summary>The design of one linear predictor: eta = offsets + X beta, over the coefficients of the whole model.</summary>
/// <param name="Blocks">The columns.</param>
/// <param name="Offsets">Columns in <see cref="RowTable.Numbers"/> that are added as they are.</param>
internal sealed record PredictorDesign(IReadOnlyList<DesignBlock> Blocks, IReadOnlyList<int> Offsets);
