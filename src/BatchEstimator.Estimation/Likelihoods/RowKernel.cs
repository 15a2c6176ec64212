using System.Runtime.Intrinsics;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>
/// A density, compiled: its value and derivatives, summed over rows in one pass of vector instructions.
/// Rows are taken in blocks of <see cref="BlockRows"/>; within a block each lane adds plainly, and the blocks' sums are added with
/// about 32 digits in their order, so that the result depends on nothing but the rows and the width of the vectors.
/// Safe to use from any number of threads.
/// </summary>
/// <remarks>A row whose value is not finite makes the sum not finite: this is how an infeasible point shows.</remarks>
public sealed class RowKernel
{
    /// <summary>The number of rows whose sums are rounded together; work split at multiples of it adds up to the same bits.</summary>
    public const int BlockRows = 1024;

    private static readonly double[] Ones = [.. Enumerable.Repeat(1.0, BlockRows)];

    private readonly LoopCompiler compiler;
    private readonly Lazy<Loop>[] sums;
    private readonly Lazy<Loop>[] rows;
    private readonly Lazy<Loop> values;

    /// <summary>Prepares a kernel; each loop is compiled when it is first used.</summary>
    /// <param name="density">The density (or its log) of a row, in data, parameters and summaries.</param>
    /// <param name="variables">Derivatives are taken with respect to these, in this order; may be none.</param>
    public RowKernel(Expr density, IReadOnlyList<Variable> variables)
        : this(density, variables, Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64)
    {
    }

    /// <summary>A kernel of a given width in bits: 512, 256, 128, or 64 for no vectors at all.</summary>
    internal RowKernel(Expr density, IReadOnlyList<Variable> variables, int width)
    {
        Size = variables.Count;
        compiler = width switch
        {
            512 => new LoopCompiler<Vector512<double>, Simd512>(),
            256 => new LoopCompiler<Vector256<double>, Simd256>(),
            128 => new LoopCompiler<Vector128<double>, Simd128>(),
            64 => new LoopCompiler<double, Simd1>(),
            _ => throw new ArgumentOutOfRangeException(nameof(width)),
        };
        sums = [.. Enum.GetValues<KernelOrder>().Select(order => new Lazy<Loop>(() =>
        {
            var plan = new KernelPlan(Derivatives.Expressions(density, variables, order));
            return new(plan, compiler.Sums(plan));
        }))];
        rows = [.. Enum.GetValues<KernelOrder>().Select(order => new Lazy<Loop>(() =>
        {
            var plan = new KernelPlan(Derivatives.Expressions(density, variables, order));
            return new(plan, compiler.Rows(plan, BlockRows));
        }))];
        values = new(() =>
        {
            var plan = new KernelPlan([density]);
            return new(plan, compiler.Values(plan));
        });
    }

    /// <summary>The number of variables.</summary>
    public int Size { get; }

    /// <summary>The number of sums: value, gradient, and the lower triangle of the Hessian.</summary>
    /// <param name="size">The number of variables.</param>
    public static int LengthOf(int size) => 1 + size + size * (size + 1) / 2;

    /// <summary>The number of sums of an order.</summary>
    /// <param name="size">The number of variables.</param>
    /// <param name="order">What is computed.</param>
    public static int LengthOf(int size, KernelOrder order) => order switch
    {
        KernelOrder.Value => 1,
        KernelOrder.Gradient => 1 + size,
        _ => LengthOf(size),
    };

    /// <summary>Sums over rows.</summary>
    /// <param name="columns">The data columns.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">Behind the last row.</param>
    /// <param name="weights">A positive weight a row, in the same places as the columns; null for 1.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="summaries">The summaries.</param>
    /// <param name="order">What is computed.</param>
    /// <param name="sums">Receives the value, the gradient, and the Hessian's lower triangle row by row, as far as they are computed.</param>
    public void Sum(double[][] columns, int from, int to, double[]? weights, double[] parameters, double[] summaries, KernelOrder order, double[] sums)
    {
        int count = LengthOf(Size, order);
        Span<DoubleDouble> totals = count <= 64 ? stackalloc DoubleDouble[count] : new DoubleDouble[count];
        totals.Clear();
        Accumulate(columns, from, to, weights, parameters, summaries, order, totals);
        for (int k = 0; k < count; k++)
            sums[k] = (double)totals[k];
    }

    /// <summary>Adds the sums over rows to totals, with no rounding between blocks: rows may come in pieces of whole blocks.</summary>
    /// <param name="columns">The data columns.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">Behind the last row.</param>
    /// <param name="weights">A positive weight a row, in the same places as the columns; null for 1.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="summaries">The summaries.</param>
    /// <param name="order">What is computed.</param>
    /// <param name="totals">What is added to: <see cref="LengthOf(int, KernelOrder)"/> numbers.</param>
    public void Accumulate(
        double[][] columns, int from, int to, double[]? weights, double[] parameters, double[] summaries, KernelOrder order, Span<DoubleDouble> totals)
    {
        int lanes = compiler.Lanes;
        var loop = sums[(int)order].Value;
        double[] invariants = loop.Invariants(parameters, summaries), buffer = loop.Buffer(lanes), block = new double[totals.Length * lanes];
        for (int start = from; start < to; start += BlockRows)
        {
            int end = Math.Min(start + BlockRows, to), whole = end - (end - start) % lanes;
            if (whole > start)
            {
                loop.Run(columns, start, whole, weights ?? Ones, weights is null ? -start : 0, invariants, buffer, block);
                Combine(block, lanes, totals);
            }
            if (whole < end)
            {
                loop.Run(loop.Rest(columns, whole, end, lanes), 0, lanes, RestWeights(weights, whole, end, lanes), 0, invariants, buffer, block);
                Combine(block, lanes, totals);
            }
        }
    }

    /// <summary>The value for each row.</summary>
    /// <param name="columns">The data columns.</param>
    /// <param name="from">The first row.</param>
    /// <param name="to">Behind the last row.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="summaries">The summaries.</param>
    /// <param name="result">Receives the values, that of row <paramref name="from"/> at index 0.</param>
    public void Values(double[][] columns, int from, int to, double[] parameters, double[] summaries, double[] result)
    {
        int lanes = compiler.Lanes, whole = to - (to - from) % lanes;
        var loop = values.Value;
        double[] invariants = loop.Invariants(parameters, summaries), buffer = loop.Buffer(lanes);
        if (whole > from)
            loop.Run(columns, from, whole, Ones, -from, invariants, buffer, result);
        if (whole < to)
        {
            var rest = new double[lanes];
            loop.Run(loop.Rest(columns, whole, to, lanes), 0, lanes, Ones, 0, invariants, buffer, rest);
            Array.Copy(rest, 0, result, whole - from, to - whole);
        }
    }

    /// <summary>Rows to which a number of rows must be filled up for <see cref="Rows"/>, with copies of any of them.</summary>
    public int Lanes => compiler.Lanes;

    /// <summary>The value and the derivatives of every row, not summed: what a linear predictor needs.</summary>
    /// <param name="columns">The data columns, filled up with possible values to a multiple of <see cref="Lanes"/>.</param>
    /// <param name="count">How many rows, a multiple of <see cref="Lanes"/> and at most <see cref="BlockRows"/>.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="order">What is computed.</param>
    /// <param name="result">
    /// Receives the value, the gradient, and the Hessian's lower triangle row by row, each <see cref="BlockRows"/> behind the one before.
    /// What is zero for every row is not written.
    /// </param>
    public void Rows(double[][] columns, int count, double[] parameters, KernelOrder order, double[] result)
    {
        var loop = rows[(int)order].Value;
        loop.Run(columns, 0, count, Ones, 0, loop.Invariants(parameters, []), loop.Buffer(compiler.Lanes), result);
    }

    // The rows that do not fill a vector are filled up with copies of the last one, of weight zero.
    private static double[] RestWeights(double[]? weights, int from, int to, int lanes)
    {
        var rest = new double[lanes];
        for (int row = from; row < to; row++)
            rest[row - from] = weights is null ? 1 : weights[row];
        return rest;
    }

    private static void Combine(double[] block, int lanes, Span<DoubleDouble> totals)
    {
        for (int k = 0; k < totals.Length; k++)
        {
            var sums = block.AsSpan(k * lanes, lanes);
            for (int half = lanes / 2; half > 0; half /= 2)
            {
                for (int lane = 0; lane < half; lane++)
                    sums[lane] += sums[lane + half];
            }
            // Compensation would turn an infinite sum into NaN.
            double plain = totals[k].Hi + sums[0];
            totals[k] = double.IsFinite(plain) ? totals[k] + sums[0] : plain;
        }
    }

    private sealed class Loop(KernelPlan plan, RowLoop run)
    {
        public RowLoop Run { get; } = run;

        public double[] Invariants(double[] parameters, double[] summaries)
        {
            var values = new double[plan.InvariantCount];
            plan.Invariants.Evaluate([], parameters, summaries, values);
            return values;
        }

        public double[] Buffer(int lanes) => plan.MostOperands == 0 ? [] : new double[plan.MostOperands * lanes];

        public double[][] Rest(double[][] columns, int from, int to, int lanes)
        {
            var rest = new double[columns.Length][];
            foreach (int column in plan.Columns)
            {
                rest[column] = new double[lanes];
                for (int lane = 0; lane < lanes; lane++)
                    rest[column][lane] = columns[column][Math.Min(from + lane, to - 1)];
            }
            return rest;
        }
    }
}
