using BatchEstimator.Estimation.Columns;

namespace BatchEstimator.Estimation.Statistics;

/// <summary>What became of the rows of one group, and where its values lie.</summary>
public record struct RowTally
{
    /// <summary>An empty tally.</summary>
    public RowTally() { }

    /// <summary>Rows that enter the fit.</summary>
    public long Used { get; set; }

    /// <summary>Rows without a value in a column the fit needs.</summary>
    public long Missing { get; set; }

    /// <summary>The first such row.</summary>
    public RowPlace MissingPlace { get; set; }

    /// <summary>Rows with a NaN or an infinity, in the data or after a transformation such as log.</summary>
    public long NonFinite { get; set; }

    /// <summary>Rows of weight 0.</summary>
    public long ZeroWeight { get; set; }

    /// <summary>Rows at or below the threshold above which values are modelled.</summary>
    public long BelowThreshold { get; set; }

    /// <summary>Rows the family cannot produce.</summary>
    public long OutOfSupport { get; set; }

    /// <summary>The first such row.</summary>
    public RowPlace OutsidePlace { get; set; }

    /// <summary>Its data, in the order of the family's; empty if they were not looked at.</summary>
    public IReadOnlyList<double> OutsideData { get; set; } = [];

    /// <summary>Its weight; null without weights.</summary>
    public double? OutsideWeight { get; set; }

    /// <summary>Its first value where that is a label; null for a number.</summary>
    public string? OutsideLabel { get; set; }

    /// <summary>The least value of the first data column among the rows used.</summary>
    public double Minimum { get; set; } = double.PositiveInfinity;

    /// <summary>The greatest value of the first data column among the rows used.</summary>
    public double Maximum { get; set; } = double.NegativeInfinity;

    /// <summary>The tally of this part followed by a later one.</summary>
    public readonly RowTally Then(in RowTally later)
    {
        var sum = this with
        {
            Used = Used + later.Used,
            BelowThreshold = BelowThreshold + later.BelowThreshold,
            Missing = Missing + later.Missing,
            NonFinite = NonFinite + later.NonFinite,
            ZeroWeight = ZeroWeight + later.ZeroWeight,
            OutOfSupport = OutOfSupport + later.OutOfSupport,
            Minimum = Math.Min(Minimum, later.Minimum),
            Maximum = Math.Max(Maximum, later.Maximum),
        };
        if (Missing == 0 && later.Missing > 0)
            sum.MissingPlace = later.MissingPlace;
        if (OutOfSupport == 0 && later.OutOfSupport > 0)
            (sum.OutsidePlace, sum.OutsideData, sum.OutsideWeight, sum.OutsideLabel) = (later.OutsidePlace, later.OutsideData, later.OutsideWeight, later.OutsideLabel);
        return sum;
    }
}

/// <summary>What became of a row.</summary>
public enum RowFate : byte
{
    /// <summary>It enters the fit.</summary>
    Used,

    /// <summary>A value is missing.</summary>
    Missing,

    /// <summary>A value is not finite.</summary>
    NonFinite,

    /// <summary>Its weight is 0.</summary>
    ZeroWeight,

    /// <summary>It lies at or below the threshold above which values are modelled.</summary>
    BelowThreshold,

    /// <summary>The family cannot produce it.</summary>
    OutOfSupport,
}

/// <summary>Says whether a row's data can come from the family.</summary>
public delegate bool SupportTest(ReadOnlySpan<double> row);
