using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Tests.Support;
using MathNet.Numerics.LinearAlgebra;

namespace BatchEstimator.Estimation.Tests.Regression;

public class SeparationScreenTests
{
    /// <summary>Over Newton's path of many small logistic and Poisson fits: never a proof where a direction exists, and nearly always one where none does.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Proves_only_what_is_so(bool counts)
    {
        int proofs = 0, none = 0, separated = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            double[][] design = [.. Enumerable.Range(0, 24).Select(_ => (double[])[1, random.Normal(0, 1), random.Normal(0, 1), random.Next(6) == 0 ? 1 : 0])];
            int[] y = [.. design.Select(row => row[1] + random.Normal(0, 0.1 + seed % 4) > 0.8 ? random.Next(1, counts ? 4 : 2) : 0)];
            var cases = counts ? SeparationCases.Counts(design, y) : SeparationCases.Labels(design, y);
            if (SeparationOracle.Rank(cases) < cases.Columns)
                continue;
            bool exists = RecessionSearch.Find(cases).Direction is null, proof = Proof(design, y, counts);
            Assert.False(proof && !exists);
            (proofs, none, separated) = (proofs + (proof ? 1 : 0), none + (exists ? 1 : 0), separated + (exists ? 0 : 1));
        }
        Assert.True(separated > 50 && none > 50 && proofs > 0.95 * none, $"{proofs} {none} {separated}");
    }

    [Fact]
    public void A_score_of_zero_or_not_a_number_proves_nothing()
    {
        Assert.True(SeparationScreen.ProvesMaximum([0.5, -0.5], [0.25, 0.25], [0, 0], []));
        Assert.False(SeparationScreen.ProvesMaximum([0.5, 0], [0.25, 0.25], [0, 0], []));
        Assert.True(SeparationScreen.ProvesMaximum([0.5, 0], [0.25, 0.25], [0, 0], [false, true]));
        Assert.False(SeparationScreen.ProvesMaximum([0.5, -0.5], [0.25, 0.25], [0, double.NaN], []));
    }

    private static bool Proof(double[][] design, int[] y, bool counts)
    {
        var x = Matrix<double>.Build.DenseOfRowArrays(design);
        var beta = Vector<double>.Build.Dense(x.ColumnCount);
        for (int iteration = 0; iteration < 12; iteration++)
        {
            double[] mean = [.. (x * beta).Select(eta => counts ? Math.Exp(eta) : 1 / (1 + Math.Exp(-eta)))];
            double[] curvature = [.. mean.Select(m => counts ? m : m * (1 - m))];
            double[] score = [.. y.Zip(mean, (a, m) => a - m)];
            var scaled = Matrix<double>.Build.Dense(x.RowCount, x.ColumnCount, (i, j) => curvature[i] * x[i, j]);
            var information = x.TransposeThisAndMultiply(scaled);
            if (information.ConditionNumber() > 1e10)
                return false;
            var step = information.Solve(x.TransposeThisAndMultiply(Vector<double>.Build.Dense(score)));
            if (SeparationScreen.ProvesMaximum(score, curvature, [.. x * step], counts ? [.. y.Select(v => v > 0)] : []))
                return true;
            beta += step;
        }
        return false;
    }
}
