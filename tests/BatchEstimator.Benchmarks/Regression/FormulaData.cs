using System.Runtime.InteropServices;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Benchmarks.Regression;

/// <summary>A response that follows numbers and labels through a formula, in the blocks a reader would make of it.</summary>
/// <param name="Response">The response.</param>
/// <param name="Numbers">The columns of numbers x0, x1 and so on.</param>
/// <param name="Labels">The columns of labels g0, g1 and so on, as codes.</param>
/// <param name="Levels">How many levels each label has.</param>
internal sealed record FormulaData(double[] Response, double[][] Numbers, int[][] Labels, int Levels)
{
    public int Rows => Response.Length;

    /// <summary>The formula with every column.</summary>
    public string Formula => "y ~ " + string.Join(" + ", Numbers.Select((_, j) => $"x{j}").Concat(Labels.Select((_, j) => $"g{j}")));

    /// <summary>Draws the columns, and the response from a mean that is a function of the linear predictor.</summary>
    public static FormulaData Draw(int rows, int numbers, int labels, int levels, Func<double, Random, double> response)
    {
        Random random = new(20_240_411);
        double[][] columns = [.. Enumerable.Range(0, numbers).Select(_ => Enumerable.Range(0, rows).Select(_ => 2 * random.NextDouble() - 1).ToArray())];
        int[][] codes = [.. Enumerable.Range(0, labels).Select(_ => Enumerable.Range(0, rows).Select(_ => random.Next(levels)).ToArray())];
        double[][] effects = [.. codes.Select(_ => Enumerable.Range(0, levels).Select(_ => 0.4 * random.NextDouble() - 0.2).ToArray())];
        double[] drawn = new double[rows];
        for (int row = 0; row < rows; row++)
        {
            double eta = 0.3;
            for (int j = 0; j < numbers; j++)
                eta += 0.3 * (j % 3 - 1) * columns[j][row];
            for (int j = 0; j < labels; j++)
                eta += effects[j][codes[j][row]];
            drawn[row] = response(eta, random);
        }
        return new(drawn, columns, codes, levels);
    }

    /// <summary>One or zero, with log odds eta.</summary>
    public static double Logistic(double eta, Random random) => random.NextDouble() * (1 + Math.Exp(-eta)) < 1 ? 1 : 0;

    /// <summary>A count of mean e^eta.</summary>
    public static double Poisson(double eta, Random random)
    {
        double limit = Math.Exp(-Math.Exp(eta)), product = 1;
        int count = -1;
        for (; product > limit; count++)
            product *= random.NextDouble();
        return count;
    }

    /// <summary>The sum of eta and noise.</summary>
    public static double Normal(double eta, Random random) => eta + random.NextDouble() + random.NextDouble() - random.NextDouble() - random.NextDouble();

    /// <summary>The blocks, with the columns in the order of a model's requests and the groups of equal size.</summary>
    public IEnumerable<(Block Block, GroupCodes Codes, int[] Groups)> Blocks(FitModel model, int groupRows)
    {
        int size = Math.Max(1, Block.MaximumRows / groupRows) * groupRows;
        if (size > Block.MaximumRows)
            size = Block.MaximumRows;
        string[] names = [.. Enumerable.Range(0, Levels).Select(level => $"l{level:D3}")];
        for (int from = 0; from < Rows; from += size)
        {
            int to = Math.Min(from + size, Rows), first = from / groupRows;
            Column Of(string name) => name[0] switch
            {
                'y' => new NumberColumn(name, Response[from..to]),
                'x' => new NumberColumn(name, Numbers[int.Parse(name[1..])][from..to]),
                _ => new TextColumn(name, Labels[int.Parse(name[1..])][from..to], names),
            };
            int[] groups = [.. Enumerable.Range(first, (to - 1) / groupRows - first + 1)];
            yield return (new Block { FirstRow = from + 1, Rows = to - from, Columns = [.. model.Requests.Select(request => Of(request.Name))] },
                new GroupCodes([.. Enumerable.Range(from, to - from).Select(row => row / groupRows - first)], groups.Length), groups);
        }
    }

    /// <summary>Writes numbers, labels and the response, column after column, as doubles and integers.</summary>
    public void Write(string path)
    {
        using FileStream file = File.Create(path);
        foreach (double[] column in Numbers)
            file.Write(MemoryMarshal.AsBytes<double>(column));
        file.Write(MemoryMarshal.AsBytes<double>(Response));
        foreach (int[] column in Labels)
            file.Write(MemoryMarshal.AsBytes<int>(column));
    }
}
