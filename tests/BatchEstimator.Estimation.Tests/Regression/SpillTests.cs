using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Rows that did not fit into memory give the answer that they give in memory, bit by bit.</summary>
public class SpillTests
{
    [Theory]
    [InlineData("normal", "t ~ x + exp(z / 9)", "hc1")]
    [InlineData("normal", "t ~ ns(x, 3) * g", "iid")]
    [InlineData("poisson", "n ~ x * g + z:g", "cluster(c)")]
    [InlineData("categorical", "y ~ x + g", "iid")]
    [InlineData("ordinal", "y ~ x + g", "iid")]
    [InlineData("bernoulli", "g2 ~ x + z", "hc3")]
    public void Spilled_rows_give_the_same_bits(string family, string formula, string vcov)
    {
        Assert.True(VcovDefinition.TryParse(vcov, out var covariance, out _));
        var definition = new FitDefinition { Name = "fit", Family = family, Formula = formula, Vcov = covariance, Weights = new("w", WeightKind.Frequency) };
        var (frame, groups) = Data();
        int[] cuts = [100, 333, 350, 700, 1100];
        var spill = new MemorySpill();
        var inMemory = Fits.ByGroup(definition, frame, groups, cuts);

        var spilled = Fits.ByGroup(definition, frame, groups, cuts, options: new(0.95, ["test"], 0) { RowBytes = 20_000, Spill = () => spill });

        Assert.True(spill.Reads > 0);
        Assert.Equal(inMemory.Select(Of), spilled.Select(Of));
        Assert.Contains(inMemory, result => result.Status == FitStatus.Ok);
    }

    [Fact]
    public void Rows_known_in_part_stay_in_their_order()
    {
        var definition = new FitDefinition { Name = "fit", Family = "weibull", Formula = "t ~ x", Event = "e" };
        var (frame, groups) = Data();
        var spill = new MemorySpill();

        var spilled = Fits.ByGroup(definition, frame, groups, [500, 900], options: new(0.95, ["test"], 0) { RowBytes = 5_000, Spill = () => spill });

        Assert.True(spill.Reads > 0);
        Assert.Equal(Fits.ByGroup(definition, frame, groups, [500, 900]).Select(Of), spilled.Select(Of));
    }

    [Fact]
    public void What_fits_is_not_spilled()
    {
        var (frame, groups) = Data();
        var spill = new MemorySpill();
        Fits.ByGroup(new() { Name = "fit", Family = "poisson", Formula = "n ~ x" }, frame, groups, [500], options: new(0.95, ["test"], 0) { RowBytes = 1_000_000, Spill = () => spill });
        Assert.Equal(0, spill.Length);
    }

    [Fact]
    public void Batches_hold_whole_groups_and_no_more_rows_than_may_be_in_memory()
    {
        var archive = new RowArchive(1, 1, () => new MemorySpill(), 100);
        int[] groups = [0, 1, 1, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 0];
        archive.Add([[.. groups.Select((_, i) => (double)i)]], [[.. groups]], groups, null);
        Assert.Equal([0, 2, 3], archive.Batches(16));
        Assert.Equal(0, archive.Bytes);
        Assert.Equal(9, archive.LargestGroup);

        var (table, starts) = archive.Pack(0, 2);
        Assert.Equal([0, 14, 1, 2], table.Numbers[0]);
        Assert.Equal([0, 2, 4], starts);
        Assert.Equal([3.0, 13], archive.Pack(3, int.MaxValue).Table.Numbers[0]);
        Assert.Equal([0, 14, 1, 2], archive.Pack(0, 2).Table.Numbers[0]);
    }

    // Everything with digits, as text that tells every bit.
    private static string Of(FitResult result) => string.Join(' ', result.Status, result.LogLikelihood?.ToString("R"),
        string.Join(' ', result.Parameters.Select(parameter => $"{parameter.Name} {parameter.Estimate:R} {parameter.StandardError:R}")),
        string.Join(' ', result.Derived.Select(derived => $"{derived.Name} {derived.Estimate:R}")), string.Join(' ', result.Codes.Select(code => code.Message)));

    private static (Frame Frame, string[] Groups) Data()
    {
        var random = new Random(7);
        var frame = ClassData.Ordered(7, 1500);
        double[] x = frame.Numbers("x");
        string[] groups = [.. Enumerable.Range(0, frame.Rows).Select(row => random.Next(8) switch { 0 => "p", 1 => "q", 2 => "r", 3 or 4 => "s", _ => "t" })];
        return (frame.With("t", [.. x.Select(value => Math.Exp(0.2 * value) * (0.5 + random.Uniform()))]).With("e", [.. x.Select(_ => random.Uniform() < 0.7 ? 1.0 : 0)])
            .With("n", [.. x.Select(_ => (double)random.Next(6))]).With("g2", [.. x.Select(_ => (double)random.Next(2))])
            .With("c", [.. x.Select((_, row) => $"c{row % 11}")]), groups);
    }

    private sealed class MemorySpill : IRowSpill
    {
        private readonly List<byte> bytes = [];

        public long Length => bytes.Count;

        public int Reads { get; private set; }

        public long Write(ReadOnlySpan<byte> added)
        {
            long at = bytes.Count;
            bytes.AddRange(added);
            return at;
        }

        public void Read(long at, Span<byte> result)
        {
            Reads++;
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes).Slice((int)at, result.Length).CopyTo(result);
        }
    }
}
