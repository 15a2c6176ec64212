namespace BatchEstimator.Estimation.Regression;

/// <summary>A column that is written out.</summary>
/// <param name="Coefficient">Its coefficient.</param>
/// <param name="Number">Where it stands in <see cref="RowTable.Numbers"/>; -1 = it is all ones.</param>
/// <param name="Shift">What is subtracted.</param>
/// <param name="Scale">What it is then multiplied by.</param>
internal readonly record struct DenseColumn(int Coefficient, int Number, double Shift, double Scale)
{
    /// <summary>The columns of a design, in the order of their coefficients.</summary>
    public static DenseColumn[] Of(PredictorDesign design) => [.. design.Blocks.SelectMany(Of).OrderBy(column => column.Coefficient)];

    private static IEnumerable<DenseColumn> Of(DesignBlock block) => block switch
    {
        ConstantBlock => [new(block.First, -1, 0, 1)],
        NumericBlock numeric => Enumerable.Range(0, block.Count).Select(k => new DenseColumn(block.First + k, numeric.Columns[k], numeric.Shifts[k], numeric.Scales[k])),
        _ => [],
    };
}
