using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>What a fit needs to know beside its model and data.</summary>
/// <param name="Level">The coverage of intervals.</param>
/// <param name="SourceNames">The names of the inputs, for messages about rows.</param>
/// <param name="PictureGroups">The number of groups, from the first, that get pictures.</param>
/// <param name="PictureRows">The most rows of a group that are kept for pictures.</param>
public sealed record FitOptions(double Level, IReadOnlyList<string> SourceNames, int PictureGroups = 40, int PictureRows = 1500)
{
    /// <summary>How intervals are made.</summary>
    public IntervalMethod Intervals { get; init; }

    /// <summary>What a bootstrap draws.</summary>
    public BootstrapKind Bootstrap { get; init; }

    /// <summary>How many samples a bootstrap draws.</summary>
    public int Replicates { get; init; } = 999;

    /// <summary>The most work, in rows x refits x the family's <see cref="Families.ScalarFamily.RefitCost"/>, that a test of fit may be without having been asked for.</summary>
    public double MostUnaskedWork { get; init; } = 3e7;

    /// <summary>Runs the parts of one large fit, on as many threads as there are to spare; one after the other unless told otherwise.</summary>
    public ForEach ForEach { get; init; } = (count, body) =>
    {
        for (int i = 0; i < count; i++)
            body(i);
    };

    /// <summary>The bytes of rows that one regression may have in memory, where it can spill the others.</summary>
    public long RowBytes { get; init; } = long.MaxValue;

    /// <summary>Makes a place for rows that do not fit; null = all stay in memory.</summary>
    public Func<IRowSpill>? Spill { get; init; }

    /// <summary>True to keep with each result what new rows are scored with.</summary>
    public bool IsForScoring { get; init; }

    /// <summary>The seed of everything random; every group and fit draws from a stream of its own.</summary>
    public ulong Seed { get; init; }
}

/// <summary>A result with its pictures, if it has any.</summary>
public sealed record EstimatedFit(FitResult Result, FitPictures? Pictures);
