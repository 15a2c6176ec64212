using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>The space that some independent rows span, by an orthonormal basis (Gram and Schmidt, each projection taken twice).</summary>
/// <param name="size">The length of a row.</param>
internal sealed class RowSpan(int size)
{
    private readonly List<double[]> basis = [];
    private readonly List<double[]> factors = [];

    /// <summary>How many rows there are.</summary>
    public int Count => basis.Count;

    /// <summary>Adds a row, in its order; false, and nothing changes, if it depends on those there are.</summary>
    public bool TryAdd(double[] row)
    {
        double[] rest = [.. row], shares = new double[basis.Count + 1];
        double length = Length(row);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int k = 0; k < basis.Count; k++)
            {
                double share = Dot(basis[k], rest);
                shares[k] += share;
                for (int i = 0; i < size; i++)
                    rest[i] -= share * basis[k][i];
            }
        }
        double left = Length(rest);
        if (!(left > 1e-12 * length))
            return false;
        shares[^1] = left;
        basis.Add([.. rest.Select(value => value / left)]);
        factors.Add(shares);
        return true;
    }

    /// <summary>What of a vector the rows do not span.</summary>
    public double[] Outside(double[] vector)
    {
        double[] rest = [.. vector];
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] direction in basis)
            {
                double share = Dot(direction, rest);
                for (int i = 0; i < size; i++)
                    rest[i] -= share * direction[i];
            }
        }
        return rest;
    }

    /// <summary>The factors of the rows whose sum comes nearest to a vector.</summary>
    public double[] Multipliers(double[] vector)
    {
        double[] shares = [.. basis.Select(direction => Dot(direction, vector))];
        for (int k = Count - 1; k >= 0; k--)
        {
            shares[k] /= factors[k][k];
            for (int j = 0; j < k; j++)
                shares[j] -= shares[k] * factors[k][j];
        }
        return shares;
    }

    /// <summary>The shortest vector whose products with the rows are given.</summary>
    public double[] Meeting(double[] products)
    {
        var result = new double[size];
        var shares = new double[Count];
        for (int k = 0; k < Count; k++)
        {
            double rest = products[k];
            for (int j = 0; j < k; j++)
                rest -= factors[k][j] * shares[j];
            shares[k] = rest / factors[k][k];
            for (int i = 0; i < size; i++)
                result[i] += shares[k] * basis[k][i];
        }
        return result;
    }

    /// <summary>An orthonormal basis of everything the rows do not span.</summary>
    public List<double[]> Complement()
    {
        var all = new RowSpan(size);
        all.basis.AddRange(basis);
        all.factors.AddRange(factors);
        // The unit vectors least in the span first, so that none of those taken is mostly rounding.
        foreach (int i in Enumerable.Range(0, size).OrderBy(i => basis.Sum(direction => direction[i] * direction[i])))
        {
            if (all.Count == size)
                break;
            var unit = new double[size];
            unit[i] = 1;
            if (Length(all.Outside(unit)) > 1e-6)
                all.TryAdd(unit);
        }
        return all.basis[Count..];
    }

    /// <summary>The steepest or, where the matrix bends, Newton's direction outside the span; the length of the slope outside it.</summary>
    /// <param name="slope">The slope.</param>
    /// <param name="matrix">Negative second derivatives, row-major, positive semi-definite; empty = zero.</param>
    public double[] DirectionOutside(double[] slope, double[] matrix)
    {
        double[] outside = Outside(slope);
        if (matrix.Length == 0)
            return outside;
        var directions = Complement();
        int count = directions.Count;
        double[] bent = [.. directions.SelectMany(a => directions.Select(b => Dot(a, Times(matrix, b))))];
        double most = Enumerable.Range(0, count).Max(i => bent[i * count + i]);
        if (most == 0)
            return outside;
        var factor = Factor(0);
        if (factor.Rank < count)
            factor = Factor(1e-8 * most);
        var steps = factor.Solve([.. directions.Select(direction => (DoubleDouble)Dot(direction, slope))]);
        var result = new double[size];
        for (int k = 0; k < count; k++)
        {
            for (int i = 0; i < size; i++)
                result[i] += (double)steps[k] * directions[k][i];
        }
        return result;

        NormalEquations Factor(double raise) => new([.. bent.Select((value, i) => (DoubleDouble)(i % (count + 1) == 0 ? value + raise : value))], count, 1e-12);
    }

    /// <summary>A symmetric matrix times a vector.</summary>
    public static double[] Times(double[] matrix, double[] vector)
    {
        int size = vector.Length;
        var result = new double[size];
        for (int i = 0; matrix.Length > 0 && i < size; i++)
        {
            for (int j = 0; j < size; j++)
                result[i] += matrix[i * size + j] * vector[j];
        }
        return result;
    }

    /// <summary>The product of two vectors.</summary>
    public static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>A vector's length.</summary>
    public static double Length(double[] vector) => Math.Sqrt(Dot(vector, vector));
}
