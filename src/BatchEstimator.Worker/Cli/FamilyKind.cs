using BatchEstimator.Estimation.Families;

namespace BatchEstimator.Worker.Cli;

/// <summary>The kinds of data that a reader of the catalogue looks for a family by.</summary>
internal static class FamilyKind
{
    public const string Counts = "Counts and labels", Positive = "Positive values", Real = "Real values", Bounded = "Values in a range", Several = "Several columns";

    public static readonly IReadOnlyList<string> All = [Counts, Positive, Real, Bounded, Several];

    /// <summary>By the columns it takes and the values it can produce.</summary>
    public static string Of(Family family) => family switch
    {
        _ when family.Roles[0] == DataRole.Responses => Several,
        ScalarFamily { IsDiscrete: false } continuous => OfEnds(continuous.SupportEnds),
        _ => Counts,
    };

    private static string OfEnds((double Lower, double Upper) ends) =>
        double.IsFinite(ends.Lower) && double.IsFinite(ends.Upper) ? Bounded : ends.Lower >= 0 ? Positive : Real;
}
