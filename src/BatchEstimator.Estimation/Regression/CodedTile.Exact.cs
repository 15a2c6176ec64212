using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>The products of coded columns to twice the digits. Pairs of columns are leading parts and what they lack.</summary>
internal sealed unsafe partial class CodedTile
{
    private double[] valuesLow = [];

    /// <summary>After <see cref="Stage"/>: takes what the multipliers lack, and the errors of multiplying.</summary>
    /// <param name="table">The table.</param>
    /// <param name="from">The first row.</param>
    public void StageLows(RowTable table, int from)
    {
        if (valuesLow.Length < values.Length)
            valuesLow = new double[values.Length];
        for (int k = 0; k < blocks.Length; k++)
        {
            if (blocks[k].Multiplier < 0)
                continue;
            double[]? lows = table.LowsOf(blocks[k].Multiplier);
            for (int row = 0, i = k; row < rows; row++, i += blocks.Length)
                valuesLow[i] = lows is null || values[i] == 0 ? 0 : blocks[k].Scale * lows[from + row];
        }
    }

    /// <summary>target -= X beta.</summary>
    public void Subtract(DoubleDouble[] beta, double* high, double* low)
    {
        for (int row = 0, i = 0; blocks.Length > 0 && row < rows; row++)
        {
            var sum = new DoubleDouble(high[row], low[row]);
            for (int end = i + blocks.Length; i < end; i++)
                sum -= beta[coefficients[i]] * new DoubleDouble(values[i], valuesLow[i]);
            (high[row], low[row]) = (sum.Hi, sum.Lo);
        }
    }

    /// <summary>score += X'g.</summary>
    public void AddScore(double* high, double* low, DoubleDouble[] score)
    {
        for (int row = 0, i = 0; blocks.Length > 0 && row < rows; row++)
        {
            for (int end = i + blocks.Length; i < end; i++)
                score[coefficients[i]] += new DoubleDouble(high[row], low[row]) * new DoubleDouble(values[i], valuesLow[i]);
        }
    }

    /// <summary>Adds X'v + v'X for a weighted column of numbers.</summary>
    public void AddDense(double* high, double* low, int other, DoubleDouble[] gram, int size)
    {
        for (int row = 0, i = 0; blocks.Length > 0 && row < rows; row++)
        {
            for (int end = i + blocks.Length; i < end; i++)
                gram[Math.Max(coefficients[i], other) * size + Math.Min(coefficients[i], other)] += new DoubleDouble(high[row], low[row]) * new DoubleDouble(values[i], valuesLow[i]);
        }
    }

    /// <summary>Adds X'WX.</summary>
    public void AddSquare(double* w, DoubleDouble[] gram, int size)
    {
        for (int row = 0, i = 0; blocks.Length > 0 && row < rows; row++, i += blocks.Length)
        {
            for (int a = i; a < i + blocks.Length; a++)
            {
                var weighted = new DoubleDouble(values[a], valuesLow[a]) * w[row];
                for (int b = i; b <= a; b++)
                    gram[coefficients[a] * size + coefficients[b]] += weighted * new DoubleDouble(values[b], valuesLow[b]);
            }
        }
    }
}
