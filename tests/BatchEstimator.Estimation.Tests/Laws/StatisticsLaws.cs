using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Laws;

/// <summary>What holds of every family because its statistics add.</summary>
public class StatisticsLaws
{
    private const int Rows = 300;

    public static TheoryData<string> Families => FamilyCases.Names;

    [Theory, MemberData(nameof(Families))]
    public void Split_anywhere_is_the_whole(string name)
    {
        var (entry, frame) = Case(name);
        var whole = Fits.Of(entry.Definition, frame);
        foreach (int[] cuts in (int[][])[[1], [Rows - 1], [0, Rows], [150], [17, 17, 100, 299], [.. Enumerable.Range(1, Rows - 1)]])
            Close.Results(whole, Fits.Of(entry.Definition, frame, cuts), 1e-13);
    }

    [Theory, MemberData(nameof(Families))]
    public void The_same_blocks_give_the_same_bits_in_whatever_order_they_were_folded(string name)
    {
        var (entry, frame) = Case(name);
        int[] cuts = [10, 70, 71, 200];
        Same(Fits.ByGroup(entry.Definition, frame, null, cuts)[0], Fits.ByGroup(entry.Definition, frame, null, cuts, foldLastFirst: true)[0]);
    }

    [Theory, MemberData(nameof(Families))]
    public void The_order_of_rows_does_not_matter(string name)
    {
        var (entry, frame) = Case(name);
        int[] order = [.. Enumerable.Range(0, Rows)];
        new Random(5).Shuffle(order);
        Close.Results(Fits.Of(entry.Definition, frame), Fits.Of(entry.Definition, frame.Take(order)), 1e-13);
    }

    [Theory, MemberData(nameof(Families))]
    public void A_frequency_weight_is_a_repetition_of_the_row(string name)
    {
        var (entry, frame) = Case(name);
        double[] weights = [.. Enumerable.Range(0, Rows).Select(i => (double)(i % 4))];
        var repeated = frame.Take(Enumerable.Range(0, Rows).SelectMany(i => Enumerable.Repeat(i, i % 4)));
        var weighted = Fits.Of(Weighted(entry), frame.With("w", weights));
        Close.Results(Fits.Of(entry.Definition, repeated), weighted, 1e-13);
        Assert.Equal(Rows / 4, weighted.Rows.ZeroWeight);
    }

    [Theory, MemberData(nameof(Families))]
    public void A_row_of_weight_zero_might_as_well_not_be_there(string name)
    {
        var (entry, frame) = Case(name);
        var with = frame.With("w", [.. Enumerable.Range(0, Rows).Select(i => i % 3 == 0 ? 0 : 1.5)]);
        var without = with.Take(Enumerable.Range(0, Rows).Where(i => i % 3 != 0));
        Same(Fits.Of(Weighted(entry), without), Fits.Of(Weighted(entry), with));
    }

    [Theory, MemberData(nameof(Families))]
    public void Weights_of_one_change_no_bit(string name)
    {
        var (entry, frame) = Case(name);
        Same(Fits.Of(entry.Definition, frame), Fits.Of(Weighted(entry), frame.With("w", [.. Enumerable.Repeat(1.0, Rows)])));
    }

    [Theory, MemberData(nameof(Families))]
    public void Each_group_is_fitted_as_if_alone(string name)
    {
        var (entry, frame) = Case(name);
        string[] groups = [.. Enumerable.Range(0, Rows).Select(i => "xyz"[(i * i) % 7 % 3].ToString())];
        var together = Fits.ByGroup(entry.Definition, frame, groups, []);
        var labels = groups.Distinct().ToList();
        for (int g = 0; g < labels.Count; g++)
            Same(Fits.Of(entry.Definition, frame.Take(Enumerable.Range(0, Rows).Where(i => groups[i] == labels[g]))), together[g]);
        Assert.Equal(3, together.Count);
    }

    [Theory, MemberData(nameof(Families))]
    public void Groups_may_begin_and_end_in_any_block(string name)
    {
        var (entry, frame) = Case(name);
        string[] groups = [.. Enumerable.Range(0, Rows).Select(i => i < 120 ? "early" : i < 130 ? "brief" : "late")];
        var whole = Fits.ByGroup(entry.Definition, frame, groups, []);
        var cut = Fits.ByGroup(entry.Definition, frame, groups, [60, 125, 250]);
        for (int g = 0; g < whole.Count; g++)
            Close.Results(whole[g], cut[g], 1e-13);
    }

    private static (FamilyCase Entry, Frame Frame) Case(string name)
    {
        var entry = FamilyCases.Find(name);
        return (entry, entry.Sample(11, Rows));
    }

    private static FitDefinition Weighted(FamilyCase entry) => entry.Definition with { Weights = new("w", WeightKind.Frequency) };

    private static void Same(FitResult expected, FitResult actual)
    {
        Assert.Equal(expected.Parameters, actual.Parameters);
        Assert.Equal(expected.LogLikelihood, actual.LogLikelihood);
        Assert.Equal(expected.Derived, actual.Derived);
        Assert.Equal(expected.N, actual.N);
        Assert.Equal(expected.Solver, actual.Solver);
    }
}
