using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Tests.Numerics;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>A polynomial or a plane through an intercept as a table and a design, with its solution in fractions.</summary>
internal sealed class ExactLeastSquares
{
    private readonly Rational[][] columns;
    private readonly Rational[] y;

    /// <summary>Makes a problem of columns in fractions; the first may be all ones.</summary>
    /// <param name="columns">The columns; the table holds them as doubles and what those lack.</param>
    /// <param name="response">The response.</param>
    /// <param name="withLows">False if what the doubles lack is withheld.</param>
    public ExactLeastSquares(Rational[][] columns, double[] response, bool withLows = true)
    {
        this.columns = columns;
        y = [.. response.Select(value => (Rational)value)];
        bool hasOnes = columns[0].All(value => (value - 1).IsZero);
        double[][] highs = [.. columns.Select(column => (double[])[.. column.Select(value => (double)value)])];
        double[]?[] lows = [.. columns.Zip(highs, (column, high) => (double[])[.. column.Zip(high, (value, rounded) => (double)(value - rounded))])];
        int[] used = [.. Enumerable.Range(hasOnes ? 1 : 0, columns.Length - (hasOnes ? 1 : 0))];
        double[] shifts = [.. used.Select(j => hasOnes ? highs[j].Average() : 0)];
        double[] scales = [.. used.Select((j, k) => Math.ScaleB(1, -Math.ILogB(highs[j].Max(value => Math.Abs(value - shifts[k])))))];
        Design = new([.. hasOnes ? [new ConstantBlock(0)] : Array.Empty<DesignBlock>(), new NumericBlock(hasOnes ? 1 : 0, used, shifts, scales)], []);
        Rows = new(new([.. highs, response], [], withLows ? [.. lows, null] : null), columns.Length, -1, 0, response.Length);
    }

    public PredictorDesign Design { get; }

    public LeastSquaresRows Rows { get; }

    /// <summary>The coefficients of the columns as they are, and the residual sum of squares.</summary>
    public (Rational[] Coefficients, Rational ResidualSquares) Solve()
    {
        var gram = new Rational[columns.Length, columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
                gram[i, j] = Product(columns[i], columns[j]);
        }
        var solution = Rational.Solve(gram, [.. columns.Select(column => Product(column, y))]);
        var explained = columns.Zip(solution).Aggregate((Rational[])[.. y], (rest, pair) => [.. rest.Zip(pair.First, (r, x) => r - pair.Second * x)]);
        return (solution, Product(explained, explained));
    }

    /// <summary>From the columns as the design shifts and scales them to those as they are.</summary>
    public double[] Natural(DoubleDouble[] standard)
    {
        var numeric = Design.Blocks.OfType<NumericBlock>().Single();
        Rational[] natural = [.. standard.Select((value, i) => i < numeric.First ? value : (Rational)value * numeric.Scales[i - numeric.First])];
        for (int k = 0; k < numeric.Count && numeric.First == 1; k++)
            natural[0] -= natural[k + 1] * numeric.Shifts[k];
        return [.. natural.Select(value => (double)value)];
    }

    /// <summary>x to the powers of 0 to k.</summary>
    public static Rational[][] Powers(double[] x, int degree)
    {
        Rational[][] powers = [[.. x.Select(_ => (Rational)1)]];
        for (int k = 1; k <= degree; k++)
            powers = [.. powers, [.. powers[^1].Zip(x, (power, value) => power * value)]];
        return powers;
    }

    private static Rational Product(Rational[] a, Rational[] b) => a.Zip(b, (x, y) => x * y).Aggregate((Rational)0, (sum, term) => sum + term);
}
