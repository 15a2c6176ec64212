using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Census;

/// <summary>One set of a census: where its data come from.</summary>
/// <param name="Truth">The parameters, in the family's order.</param>
/// <param name="Values">The data.</param>
internal sealed record CensusSet(double[] Truth, double[] Values);

/// <summary>
/// Many harsh data sets of one family: shapes and scales over decades, few rows and many. A fit that is called usable must be as likely, to
/// 1e-6, as the best point that a search without derivatives finds from the truth and from the fit; every refusal must be for a reason the
/// test knows to be true of that set.
/// </summary>
internal static class CensusRun
{
    public static readonly int[] Sizes = [5, 20, 100, 1000];

    /// <summary>Runs the census and lists what is wrong with it; empty = nothing.</summary>
    /// <param name="definition">The fit, with the response in column y.</param>
    /// <param name="sets">How many sets.</param>
    /// <param name="sizes">The numbers of rows, each equally likely.</param>
    /// <param name="draw">Draws a set of that many rows; sets with values outside the open support are drawn again.</param>
    /// <param name="isJustified">Whether a set may be refused with that code.</param>
    public static List<string> Problems(
        FitDefinition definition, int sets, int[] sizes, Func<Random, int, CensusSet> draw, Func<CensusSet, string, bool> isJustified)
    {
        var family = (ScalarFamily)FitModel.Create(definition).Family;
        var problems = new List<string>();
        var random = new Random(20260401);
        for (int i = 0; i < sets; i++)
        {
            int rows = sizes[random.Next(sizes.Length)];
            var set = draw(random, rows);
            while (!set.Values.All(value => double.IsFinite(value) && (family.InSupport?.Invoke([value]) ?? true)))
                set = draw(random, rows);
            if (Problem(definition, family, set, isJustified) is { } problem)
                problems.Add($"set {i}, n = {rows}, truth ({string.Join(", ", set.Truth.Select(t => t.ToString("G4")))}): {problem}");
        }
        return problems;
    }

    private static string? Problem(FitDefinition definition, ScalarFamily family, CensusSet set, Func<CensusSet, string, bool> isJustified)
    {
        var result = Fits.Of(definition, Frame.Of("y", set.Values));
        if (result.Status == FitStatus.Failed)
            return $"failed: {string.Join("; ", result.Codes.Select(code => $"{code.Code} {code.Message}"))}";
        if (result.Status == FitStatus.Refused)
            return result.Codes.All(code => isJustified(set, code.Code)) ? null : $"refused without need: {result.Codes[0].Code} {result.Codes[0].Message}";
        double best = Best(family, set, result);
        double gap = best - result.LogLikelihood!.Value;
        return gap <= 1e-6 * (1 + Math.Abs(best)) ? null
            : $"{result.Status} at {string.Join(", ", result.Parameters.Select(p => $"{p.Name} = {p.Estimate:G6}"))} by {result.Solver.Route}, but {gap:G3} below the best known log-likelihood {best:G8}";
    }

    private static double Best(ScalarFamily family, CensusSet set, FitResult result)
    {
        var kernel = new RowKernel(family.LogDensity(new Variable(VariableKind.Data, 0, "y")), []);
        var sums = new double[RowKernel.LengthOf(0)];
        var table = set.Values.GroupBy(value => value).OrderBy(group => group.Key).ToList();
        double[] values = [.. table.Select(group => group.Key)], counts = [.. table.Select(group => (double)group.Count())];
        double At(double[] u)
        {
            if (u.Where((x, k) => FromLine(family.Parameters[k], x) < family.Parameters[k].EstimatedFrom).Any())
                return double.NegativeInfinity;
            kernel.Sum([values], 0, values.Length, counts, [.. u.Select((x, k) => FromLine(family.Parameters[k], x))], [], KernelOrder.Value, sums);
            return double.IsFinite(sums[0]) ? sums[0] : double.NegativeInfinity;
        }
        var starts = new List<double[]> { set.Truth };
        if (result.Parameters.All(parameter => parameter.Estimate is not null))
            starts.Add([.. result.Parameters.Select(parameter => parameter.Estimate!.Value)]);
        return starts.Select(start => NelderMead.Top(At, [.. start.Select((x, k) => ToLine(family.Parameters[k], x))]).Value).Max();
    }

    // Positive parameters as logs, probabilities as logits, others as they are.
    private static double ToLine(ParameterInfo info, double x) => (info.Lower, info.Upper) switch
    {
        (0, 1) => Math.Log(Math.Clamp(x, 1e-12, 1 - 1e-12) / (1 - Math.Clamp(x, 1e-12, 1 - 1e-12))),
        (0, _) => Math.Log(Math.Max(x, 1e-300)),
        (var lower, _) when double.IsFinite(lower) => Math.Log(Math.Max(x - lower, 1e-15)),
        _ => x,
    };

    private static double FromLine(ParameterInfo info, double u) => (info.Lower, info.Upper) switch
    {
        (0, 1) => 1 / (1 + Math.Exp(-u)),
        (0, _) => Math.Exp(u),
        (var lower, _) when double.IsFinite(lower) => lower + Math.Exp(u),
        _ => u,
    };
}
