using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Tests.Numerics;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Least squares in fractions: the answer for the data as doubles hold them.</summary>
internal static class ExactSolution
{
    public static double[] Of(CertifiedSet set)
    {
        var data = set.Data();
        Rational[] y = [.. data.Numbers("y").Select(value => (Rational)value)];
        Rational[][] columns = [.. Columns(set)];
        var gram = new Rational[columns.Length, columns.Length];
        for (int i = 0; i < columns.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
                gram[i, j] = Product(columns[i], columns[j]);
        }
        return [.. Rational.Solve(gram, [.. columns.Select(column => Product(column, y))]).Select(value => (double)value)];
    }

    private static IEnumerable<Rational[]> Columns(CertifiedSet set)
    {
        var data = set.Data();
        var formula = Formula.Parse(set.Formula);
        if (formula.HasIntercept)
            yield return [.. Enumerable.Repeat((Rational)1, data.Rows)];
        bool polynomial = set.Formula.Contains('^', StringComparison.Ordinal) || set.Formula.Contains("poly", StringComparison.Ordinal);
        if (!polynomial)
        {
            foreach (var column in formula.Columns.Where(column => column.Name != "y"))
                yield return [.. data.Numbers(column.Name).Select(value => (Rational)value)];
            yield break;
        }
        Rational[] x = [.. data.Numbers("x").Select(value => (Rational)value)], power = x;
        for (int k = 1; k < set.Coefficients.Length; k++, power = [.. power.Zip(x, (a, b) => a * b)])
            yield return power;
    }

    private static Rational Product(Rational[] a, Rational[] b) => a.Zip(b, (x, y) => x * y).Aggregate((Rational)0, (sum, term) => sum + term);
}
