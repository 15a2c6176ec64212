using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Regression;

/// <summary>Runs a body for 0 to count - 1, in any order and on any thread.</summary>
/// <param name="count">How many times.</param>
/// <param name="body">What is run, given its number.</param>
public delegate void ForEach(int count, Action<int> body);

/// <summary>
/// The log-likelihood of a group's rows and its derivatives in all coefficients. Per row the kernel gives derivatives in the predictors;
/// the designs turn them into X'g and X'WX. Rows are taken in <see cref="Strands"/> whose ends depend only on the number of
/// rows, and strands are added in their order: the result does not depend on the number of threads.
/// </summary>
/// <param name="kernels">The density.</param>
/// <param name="channels">Its channels, in the kernels' order.</param>
/// <param name="size">The number of coefficients.</param>
/// <param name="rows">The rows.</param>
/// <param name="forEach">Runs strands.</param>
internal sealed class RegressionLikelihood(ChannelKernels kernels, IReadOnlyList<Channel> channels, int size, GroupRows rows, ForEach forEach)
{
    // At most one tile of so many is a sample, at least one of so many is worth it; it has rows to say something of every coefficient.
    private const int MostStride = 16, LeastStride = 4, LeastSample = 2048, LeastSampleOfEach = 100;

    private readonly (int From, int To)[] strands = Cut(rows.Count);
    private LikelihoodValue[]? parts;
    private int stride = 1;

    /// <summary>The number of coefficients.</summary>
    public int Size => size;

    /// <summary>True if every row pulls at the first channel as an absolute residual does.</summary>
    public bool HasMedians => kernels.HasMedians && rows.Counts[0] == rows.Count;

    /// <summary>The rows.</summary>
    public GroupRows Rows => rows;

    /// <summary>The channels.</summary>
    public IReadOnlyList<Channel> Channels => channels;

    /// <summary>The likelihood of the same family in other designs, and perhaps other rows.</summary>
    /// <param name="others">Its channels, in the same order.</param>
    /// <param name="sample">The rows; null = the same.</param>
    public RegressionLikelihood Over(IReadOnlyList<Channel> others, GroupRows? sample = null) => new(kernels, others, size, sample ?? rows, forEach);

    /// <summary>
    /// About the same from a fraction of the rows, for a search that only wants to come near the top; null if there are too few rows for that.
    /// Which rows it takes depends on their number alone.
    /// </summary>
    /// <param name="free">How many coefficients are searched for.</param>
    public RegressionLikelihood? Thinned(int free)
    {
        int thin = Math.Min(MostStride, rows.Count / (LeastSample + LeastSampleOfEach * free));
        return stride > 1 || thin < LeastStride ? null : new(kernels, channels, size, rows, forEach) { stride = thin };
    }

    /// <summary>Evaluates.</summary>
    /// <param name="beta">All coefficients.</param>
    /// <param name="order">What is computed.</param>
    /// <param name="result">Receives it.</param>
    public void Evaluate(double[] beta, KernelOrder order, LikelihoodValue result)
    {
        result.Clear();
        if (strands.Length == 1)
        {
            Add(0, result);
        }
        else
        {
            parts ??= [.. strands.Select(_ => new LikelihoodValue(size))];
            forEach(strands.Length, strand =>
            {
                parts[strand].Clear();
                Add(strand, parts[strand]);
            });
            foreach (var part in parts)
                result.Add(part);
        }
        if (stride > 1)
            result.Multiply(stride);
        void Add(int strand, LikelihoodValue sum)
        {
            var tile = Borrow();
            tile.Add(strands[strand].From, strands[strand].To, beta, order, sum, stride);
            Return(tile);
        }
    }

    /// <summary>Sums over all rows, strand by strand; the result does not depend on the number of threads.</summary>
    /// <param name="beta">All coefficients.</param>
    /// <param name="length">How many sums.</param>
    /// <param name="add">Adds what a tile contributes, given the tile, its first row in the table, the number of rows and the sums.</param>
    public double[] Sum(double[] beta, int length, Action<RegressionTile, int, int, double[]> add)
    {
        double[][] sums = [.. strands.Select(_ => new double[length])];
        void Strand(int strand)
        {
            var tile = Borrow();
            tile.Visit(strands[strand].From, strands[strand].To, beta, KernelOrder.Hessian, (from, count) => add(tile, from, count, sums[strand]));
            Return(tile);
        }
        if (strands.Length == 1)
            Strand(0);
        else
            forEach(strands.Length, Strand);
        for (int strand = 1; strand < sums.Length; strand++)
        {
            for (int i = 0; i < length; i++)
                sums[0][i] += sums[strand][i];
        }
        return sums[0];
    }

    /// <summary>True if something holds for every tile; strand by strand, until it does not.</summary>
    /// <param name="beta">All coefficients.</param>
    /// <param name="testOf">Makes the test of a strand, given a tile's first row in the table, its number of rows, and the tile with its derivatives.</param>
    public bool All(double[] beta, Func<Func<int, int, RegressionTile, bool>> testOf)
    {
        bool[] fails = new bool[strands.Length];
        void Strand(int strand)
        {
            var test = testOf();
            var tile = Borrow();
            tile.Visit(strands[strand].From, strands[strand].To, beta, KernelOrder.Hessian, (from, count) => fails[strand] = fails[strand] || !test(from, count, tile));
            Return(tile);
        }
        if (strands.Length == 1)
            Strand(0);
        else
            forEach(strands.Length, Strand);
        return !fails.Contains(true);
    }

    /// <summary>The log-likelihood and its derivatives in the channels, row by row.</summary>
    /// <param name="beta">All coefficients.</param>
    /// <param name="visit">Called for each tile with its first row in the table, the number of rows, and the tile.</param>
    public void Visit(double[] beta, Action<int, int, RegressionTile> visit)
    {
        var tile = Borrow();
        tile.Visit(0, rows.Count, beta, KernelOrder.Hessian, (from, count) => visit(from, count, tile));
        Return(tile);
    }

    /// <summary>A tile to work with on one thread: only room, what is in it comes from the rows it is turned to.</summary>
    public RegressionTile Borrow()
    {
        if (!kernels.Idle.TryTake(out var tile) || tile.Size != size)
            return new(kernels, channels, size, rows);
        tile.TurnTo(channels, rows);
        return tile;
    }

    /// <summary>Takes back a tile.</summary>
    public void Return(RegressionTile tile) => kernels.Idle.Add(tile);

    private static (int From, int To)[] Cut(int rows)
    {
        int count = Strands.CountOf(rows);
        return [.. Enumerable.Range(0, count).Select(i => (Strands.Edge(rows, count, i), Strands.Edge(rows, count, i + 1)))];
    }
}
