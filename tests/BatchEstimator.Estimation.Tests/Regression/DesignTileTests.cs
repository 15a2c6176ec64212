using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>The products of designs in blocks against designs written out in full, for every vector width.</summary>
public class DesignTileTests
{
    private const int Rows = 700, From = 37;

    public static TheoryData<int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int>();
            for (int width = 0; width < ColumnProducts.All.Count; width++)
            {
                for (int seed = 0; seed < 40; seed++)
                    cases.Add(width, seed);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Predictions_scores_and_products_are_those_of_the_design_written_out(int width, int seed)
    {
        var random = new Random(seed);
        var table = RandomDesigns.Table(random, Rows);
        int count = seed % 4 == 0 ? DesignTile.MostRows : random.Next(1, DesignTile.MostRows);
        var design = RandomDesigns.Design(random, 0, random.Next(0, 9), out int size);
        double[] g = Noise(random, DesignTile.MostRows), beta = Noise(random, size);
        double[][] x = WrittenOut(design, table, count, size);
        var tile = new DesignTile(design, ColumnProducts.All[width]);
        // What an earlier, longer tile left behind must not be seen.
        tile.Stage(table, 0, DesignTile.MostRows);
        tile.Stage(table, From, count);

        double[] eta = new double[DesignTile.MostRows], score = new double[size], gram = new double[size * size];
        tile.Predict(beta, eta);
        tile.AddScore(g, score);
        tile.AddGram(tile, g, gram, size);
        for (int row = 0; row < count; row++)
            Near(design.Offsets.Sum(column => table.Numbers[column][From + row]) + x[row].Zip(beta, (a, b) => a * b).Sum(), eta[row], 3000);
        for (int i = 0; i < size; i++)
        {
            Near(Sum(count, row => g[row] * x[row][i]), score[i], Sum(count, row => Math.Abs(g[row] * x[row][i])));
            for (int j = 0; j < size; j++)
                Near(j > i ? 0 : Sum(count, row => g[row] * x[row][i] * x[row][j]), gram[i * size + j], Sum(count, row => Math.Abs(g[row] * x[row][i] * x[row][j])));
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Products_of_two_designs_count_a_shared_coefficient_twice(int width, int seed)
    {
        var random = new Random(1000 + seed);
        var table = RandomDesigns.Table(random, Rows);
        int count = random.Next(1, DesignTile.MostRows + 1);
        var first = RandomDesigns.Design(random, 0, random.Next(1, 6), out int end);
        // The second begins before, at or behind the end of the first.
        var second = RandomDesigns.Design(random, random.Next(end + 2), random.Next(1, 6), out int size);
        size = Math.Max(size, end);
        double[] w = Noise(random, DesignTile.MostRows), gram = new double[size * size];
        DesignTile a = new(first, ColumnProducts.All[width]), b = new(second, ColumnProducts.All[width]);
        a.Stage(table, From, count);
        b.Stage(table, From, count);
        a.AddGram(b, w, gram, size);
        double[][] x = WrittenOut(first, table, count, size), z = WrittenOut(second, table, count, size);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                Near(j > i ? 0 : Sum(count, row => w[row] * (x[row][i] * z[row][j] + z[row][i] * x[row][j])), gram[i * size + j], Sum(count, row => Math.Abs(w[row]) * 1e6));
        }
    }

    [Fact]
    public void A_wide_design_is_taken_in_shorter_tiles()
    {
        Assert.Equal(DesignTile.MostRows, new DesignTile(Wide(20)).PreferredRows);
        Assert.Equal(256, new DesignTile(Wide(200)).PreferredRows);
        Assert.Equal(128, new DesignTile(Wide(1000)).PreferredRows);
    }

    private static PredictorDesign Wide(int columns) => new([new NumericBlock(0, new int[columns], new double[columns], new double[columns])], []);

    private static double[][] WrittenOut(PredictorDesign design, RowTable table, int count, int size) =>
        [.. Enumerable.Range(From, count).Select(row => RandomDesigns.RowOf(design, table, row, size))];

    private static double[] Noise(Random random, int count) => RandomDesigns.Draw(count, () => random.NextDouble() - 0.5);

    private static double Sum(int count, Func<int, double> term) => Enumerable.Range(0, count).Sum(term);

    private static void Near(double expected, double actual, double size) => Assert.InRange(actual, expected - 1e-14 * size, expected + 1e-14 * size);
}
