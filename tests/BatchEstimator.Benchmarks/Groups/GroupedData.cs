using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Benchmarks.Groups;

internal enum FittedFamily { Normal, LogNormal, Gamma, Weibull, Exponential }

/// <summary>A column drawn from one family, with parameters of their own for every group, in the blocks a reader would make of it.</summary>
internal sealed record GroupedData(FittedFamily Family, double[] Values, int[] Codes, int Groups)
{
    public string Name => Family.ToString().ToLowerInvariant();

    public IReadOnlyList<(Block Block, GroupCodes Codes)> Blocks { get; } =
        [.. Enumerable.Range(0, (Values.Length + Block.MaximumRows - 1) / Block.MaximumRows).Select(i =>
        {
            int from = i * Block.MaximumRows, to = Math.Min(from + Block.MaximumRows, Values.Length);
            return (new Block { FirstRow = from + 1, Rows = to - from, Columns = [new NumberColumn("x", Values[from..to])] }, new GroupCodes(Codes[from..to], Groups));
        })];

    public static GroupedData Draw(FittedFamily family, int groups, int rows)
    {
        Random random = new(20_240_229 + (int)family);
        int[] codes = [.. Enumerable.Range(0, groups * rows).Select(row => row / rows)];
        random.Shuffle(codes);
        double[] shapes = [.. Enumerable.Range(0, groups).Select(_ => 0.7 + 3 * random.NextDouble())], scales = [.. shapes.Select(_ => Math.Exp(4 * random.NextDouble()))];
        return new(family, [.. codes.Select(group => Value(family, shapes[group], scales[group], random))], codes, groups);
    }

    private static double Value(FittedFamily family, double shape, double scale, Random random) => family switch
    {
        FittedFamily.Normal => 10 * shape + scale * Normal(random),
        FittedFamily.LogNormal => scale * Math.Exp(0.3 * shape * Normal(random)),
        FittedFamily.Gamma => scale * Gamma(shape, random),
        FittedFamily.Weibull => scale * Math.Pow(Exponential(random), 1 / shape),
        _ => scale * Exponential(random),
    };

    private static double Exponential(Random random) => -Math.Log(1 - random.NextDouble());

    private static double Normal(Random random) => Math.Sqrt(2 * Exponential(random)) * Math.Cos(2 * Math.PI * random.NextDouble());

    // G. Marsaglia and W. W. Tsang, ACM Trans. Math. Softw. 26 (2000) 363-372; below shape 1 by the power of a uniform number.
    private static double Gamma(double shape, Random random)
    {
        if (shape < 1)
            return Gamma(shape + 1, random) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = Normal(random), v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }
}
