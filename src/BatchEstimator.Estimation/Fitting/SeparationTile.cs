using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The proof of <see cref="SeparationScreen"/> for one tile of rows after another, in all predictors at once: s - W X D must keep the sides of s.</summary>
/// <param name="sides">To which side rows pull.</param>
/// <param name="layout">How the parameters share the formula.</param>
/// <param name="most">The most rows of a tile.</param>
internal sealed class SeparationTile(SeparationSides sides, FormulaLayout layout, int most)
{
    private static readonly double[] ones = [.. Enumerable.Repeat(1.0, DesignTile.MostRows)];

    private readonly double[][] steps = [.. sides.Channels.Select(_ => new double[most])];
    private readonly double[] changes = new double[most], score = new double[most];
    private readonly double[] lastScore = new double[most], lastChange = new double[most];
    private readonly bool[] held = new bool[most];

    /// <summary>True if the tile's rows keep their sides.</summary>
    /// <param name="tile">The tile at the point.</param>
    /// <param name="from">Its first row in the table.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="kind">How they are known.</param>
    /// <param name="step">Newton's step in the coefficients that can move.</param>
    public bool Proves(RegressionTile tile, int from, int count, RowKnowledge kind, double[] step)
    {
        for (int which = 0; which < steps.Length; which++)
        {
            Array.Clear(steps[which]);
            tile.Design(sides.Channels[which])!.AddProjection(step, steps[which]);
        }
        Array.Clear(lastScore);
        Array.Clear(lastChange);
        for (int which = 0; which < steps.Length; which++)
        {
            Change(tile, which, count);
            tile.Slope(sides.Channels[which])[..count].CopyTo(score);
            for (int row = 0; row < count; row++)
            {
                lastScore[row] -= score[row];
                lastChange[row] -= changes[row];
                held[row] = !(tile.Weights[row] > 0) || (layout != FormulaLayout.Each && sides.Of(which, from + row, kind) is RowSide.Neither or RowSide.Both);
            }
            if (!SeparationScreen.ProvesMaximum(score.AsSpan(0, count), changes, ones, held))
                return false;
        }
        if (layout != FormulaLayout.Each)
            return true;
        for (int row = 0; row < count; row++)
            held[row] = !(tile.Weights[row] > 0);
        // The level that the others are compared with.
        return SeparationScreen.ProvesMaximum(lastScore.AsSpan(0, count), lastChange, ones, held);
    }

    // W X D of a channel.
    private void Change(RegressionTile tile, int which, int count)
    {
        Array.Clear(changes);
        for (int other = 0; other < steps.Length; other++)
        {
            int a = sides.Channels[which], b = sides.Channels[other];
            var bend = tile.Bend(Math.Max(a, b), Math.Min(a, b));
            for (int row = 0; row < count; row++)
                changes[row] -= bend[row] * steps[other][row];
        }
    }
}
