using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>The work on one tile of rows after another: designs, the kernel's derivatives by row, and the sums they make. For one thread.</summary>
internal sealed class RegressionTile
{
    private readonly ChannelKernels kernels;
    private IReadOnlyList<Channel> channels;
    private GroupRows rows;
    private readonly DesignTile?[] designs;
    private readonly double[][] columns;
    private readonly double[] numbers, weights = new double[DesignTile.MostRows], product = new double[DesignTile.MostRows], score;
    private readonly double[]?[] outputsByKind = new double[4][];
    private readonly int size;
    private double[] outputs = [];

    public RegressionTile(ChannelKernels kernels, IReadOnlyList<Channel> channels, int size, GroupRows rows)
    {
        (this.kernels, this.channels, this.size, this.rows) = (kernels, channels, size, rows);
        designs = [.. channels.Select(channel => channel.Design is null ? null : new DesignTile(channel.Design))];
        columns = [.. Enumerable.Range(0, ChannelKernels.FirstPredictor + channels.Count).Select(_ => new double[DesignTile.MostRows])];
        numbers = new double[channels.Count];
        score = new double[size];
    }

    /// <summary>Turns to other rows and designs of the same model; what fits is used again.</summary>
    /// <param name="others">The channels, in the same order.</param>
    /// <param name="group">The rows.</param>
    public void TurnTo(IReadOnlyList<Channel> others, GroupRows group)
    {
        rows = group;
        if (ReferenceEquals(channels, others))
            return;
        channels = others;
        for (int k = 0; k < designs.Length; k++)
            designs[k] = others[k].Design is not { } design ? null : designs[k] is { } tile && tile.TurnTo(design) ? tile : new DesignTile(design);
    }

    /// <summary>The number of coefficients.</summary>
    public int Size => size;

    /// <summary>The linear predictor of a channel, by row of the tile; empty of meaning for a number.</summary>
    public ReadOnlySpan<double> Predictor(int channel) => columns[ChannelKernels.FirstPredictor + channel];

    /// <summary>The log density by row of the tile.</summary>
    public ReadOnlySpan<double> LogDensity => outputs.AsSpan(0, DesignTile.MostRows);

    /// <summary>The first derivative of the log density in a channel, by row of the tile.</summary>
    public ReadOnlySpan<double> Slope(int channel) => outputs.AsSpan((1 + channel) * RowKernel.BlockRows, DesignTile.MostRows);

    /// <summary>The second derivative of the log density in two channels (a >= b), by row of the tile.</summary>
    public ReadOnlySpan<double> Bend(int a, int b) => outputs.AsSpan(PlaceOfBend(a, b), DesignTile.MostRows);

    /// <summary>The weights of the tile's rows.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>The design of a channel on the tile's rows; null for a number.</summary>
    public DesignTile? Design(int channel) => designs[channel];

    /// <summary>Adds what rows contribute.</summary>
    /// <param name="from">The first row of the group.</param>
    /// <param name="to">Behind the last.</param>
    /// <param name="beta">All coefficients.</param>
    /// <param name="order">What is computed.</param>
    /// <param name="sum">What is added to.</param>
    /// <param name="stride">One tile of so many is taken, by the number of its first row.</param>
    public void Add(int from, int to, double[] beta, KernelOrder order, LikelihoodValue sum, int stride = 1) =>
        Visit(from, to, beta, order, (_, count) => AddTile(count, order, sum), stride);

    /// <summary>Goes through rows tile by tile; a tile's rows are known in one way.</summary>
    /// <param name="from">The first row of the group.</param>
    /// <param name="to">Behind the last.</param>
    /// <param name="beta">All coefficients.</param>
    /// <param name="order">What is computed of each row.</param>
    /// <param name="visit">Called with the tile's first row in the table and the number of rows.</param>
    /// <param name="stride">One tile of so many is taken, by the number of its first row.</param>
    public void Visit(int from, int to, double[] beta, KernelOrder order, Action<int, int> visit, int stride = 1)
    {
        for (int k = 0; k < channels.Count; k++)
            numbers[k] = channels[k].Design is null ? beta[channels[k].Coefficient] : 0;
        int start = 0;
        for (int kind = 0; kind < 4; kind++)
        {
            // What is zero for every row of a kind is never written: each kind has outputs of its own.
            if (rows.Counts[kind] > 0)
                outputs = outputsByKind[kind] ??= new double[RowKernel.LengthOf(channels.Count) * RowKernel.BlockRows];
            int first = Math.Max(start, from), last = Math.Min(start + rows.Counts[kind], to);
            for (int row = first; row < last; row += DesignTile.MostRows)
            {
                if (row / DesignTile.MostRows % stride != 0)
                    continue;
                int count = Math.Min(DesignTile.MostRows, last - row);
                Stage(rows.From + row, count, beta);
                kernels.Of((RowKnowledge)kind).Rows(columns, FillUp(count, kernels.Of((RowKnowledge)kind).Lanes), numbers, order, outputs);
                visit(rows.From + row, count);
            }
            start += rows.Counts[kind];
        }
    }

    private void Stage(int from, int count, double[] beta)
    {
        var roles = rows.Roles;
        Take(roles.Response, ChannelKernels.Response);
        Take(roles.Upper, ChannelKernels.Upper);
        Take(roles.Trials >= 0 ? roles.Trials : roles.IsPrecise ? roles.Weight : -1, ChannelKernels.Extra);
        if (roles.Weight >= 0 && !roles.IsPrecise)
            rows.Table.Numbers[roles.Weight].AsSpan(from, count).CopyTo(weights);
        else
            weights.AsSpan(0, count).Fill(1);
        for (int k = 0; k < designs.Length; k++)
        {
            designs[k]?.Stage(rows.Table, from, count);
            designs[k]?.Predict(beta, columns[ChannelKernels.FirstPredictor + k]);
        }
        void Take(int column, int place)
        {
            if (column >= 0)
                rows.Table.Numbers[column].AsSpan(from, count).CopyTo(columns[place]);
        }
    }

    private int FillUp(int count, int lanes)
    {
        int filled = (count + lanes - 1) / lanes * lanes;
        foreach (double[] column in columns)
            column.AsSpan(count, filled - count).Fill(column[count - 1]);
        return filled;
    }

    private void AddTile(int count, KernelOrder order, LikelihoodValue sum)
    {
        sum.AddValue(Weighted(0, count));
        if (order == KernelOrder.Value)
            return;
        Array.Clear(score);
        for (int a = 0; a < channels.Count; a++)
        {
            double slope = Weighted((1 + a) * RowKernel.BlockRows, count);
            if (designs[a] is { } design)
                design.AddScore(product, score);
            else
                score[channels[a].Coefficient] += slope;
        }
        sum.AddScore(score);
        for (int a = 0; order == KernelOrder.Hessian && a < channels.Count; a++)
        {
            for (int b = 0; b <= a; b++)
                AddBend(a, b, count, sum.Hessian);
        }
    }

    /// <summary>Adds the products of the rows' scores, the sum of w s s', to the lower triangle of a matrix over all coefficients.</summary>
    /// <param name="count">The rows of the tile.</param>
    /// <param name="factors">What the first channel's slope is multiplied by, by row; null = nothing.</param>
    /// <param name="products">Row-major.</param>
    public void AddScoreProducts(int count, double[]? factors, double[] products)
    {
        for (int a = 0; a < channels.Count; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                ReadOnlySpan<double> left = Slope(a), right = Slope(b);
                double total = 0;
                for (int row = 0; row < count; row++)
                {
                    double factor = factors is null || b > 0 ? 1 : a > 0 ? factors[row] : factors[row] * factors[row];
                    total += product[row] = factor * weights[row] * left[row] * right[row];
                }
                AddCross(a, b, total, products);
            }
        }
    }

    /// <summary>Adds the rows' scores to those of their clusters.</summary>
    /// <param name="count">The rows of the tile.</param>
    /// <param name="clusters">The cluster of each row.</param>
    /// <param name="scores">A score over all coefficients for each cluster, one behind the other.</param>
    public void AddClusterScores(int count, ReadOnlySpan<int> clusters, double[] scores)
    {
        for (int a = 0; a < channels.Count; a++)
        {
            Weighted((1 + a) * RowKernel.BlockRows, count);
            if (designs[a] is { } design)
                design.AddScores(product, clusters, scores, size);
            for (int row = 0; designs[a] is null && row < count; row++)
                scores[clusters[row] * size + channels[a].Coefficient] += product[row];
        }
    }

    private void AddBend(int a, int b, int count, double[] hessian) => AddCross(a, b, Weighted(PlaceOfBend(a, b), count), hessian);

    // Of what is in the product by row, and its sum.
    private void AddCross(int a, int b, double total, double[] hessian)
    {
        switch (designs[a], designs[b])
        {
            case ({ } left, { } right):
                left.AddGram(right, product, hessian, size);
                break;
            case (null, null):
                Place(channels[a].Coefficient, channels[b].Coefficient, total);
                break;
            case (var left, var right):
                int number = channels[left is null ? a : b].Coefficient;
                Array.Clear(score);
                (left ?? right)!.AddScore(product, score);
                for (int i = 0; i < size; i++)
                    Place(i, number, score[i]);
                break;
        }
        void Place(int i, int j, double value) => hessian[Math.Max(i, j) * size + Math.Min(i, j)] += value;
    }

    // Leaves weight times output in the product, by row, and returns the sum.
    private double Weighted(int place, int count)
    {
        // Four sums side by side, which do not wait for one another; added in an order that no processor changes.
        ref double w = ref MemoryMarshal.GetArrayDataReference(weights), p = ref MemoryMarshal.GetArrayDataReference(product);
        ref double y = ref outputs[place];
        var sums = Vector256<double>.Zero;
        int row = 0;
        for (; row <= count - Vector256<double>.Count; row += Vector256<double>.Count)
        {
            var product4 = Vector256.LoadUnsafe(ref w, (nuint)row) * Vector256.LoadUnsafe(ref y, (nuint)row);
            product4.StoreUnsafe(ref p, (nuint)row);
            sums += product4;
        }
        double sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        for (; row < count; row++)
            sum += product[row] = weights[row] * outputs[place + row];
        return sum;
    }

    private int PlaceOfBend(int a, int b) => (1 + channels.Count + a * (a + 1) / 2 + b) * RowKernel.BlockRows;
}
