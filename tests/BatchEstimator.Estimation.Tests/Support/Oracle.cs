using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>The log-likelihood the slow way: the family's log density, row by row, times the row's weight.</summary>
internal sealed class Oracle
{
    private readonly Tape density;
    private readonly double[][] rows;
    private readonly double[] weights;

    public Oracle(FitDefinition definition, Frame frame)
    {
        var family = Catalogue.Find(definition.Family)!.OfComponents(definition.Components ?? 2);
        density = new(family.LogDensity(Dimension(definition, frame)));
        var columns = family.Roles.Where(role => role != DataRole.Levels).SelectMany(role => Columns(role, family, definition, frame)).ToArray();
        rows = [.. Enumerable.Range(0, frame.Rows).Select(row => columns.Select(column => column[row]).ToArray())];
        weights = definition.Weights is { } w ? frame.Numbers(w.Column) : [.. Enumerable.Repeat(1.0, frame.Rows)];
    }

    public double At(double[] parameters)
    {
        // Kahan's sum, so that the oracle's own rounding stays below what it judges.
        double sum = 0, lost = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            double term = weights[i] * density.Evaluate(rows[i], parameters)[0] - lost, next = sum + term;
            lost = next - sum - term;
            sum = next;
        }
        return sum;
    }

    private static int Dimension(FitDefinition definition, Frame frame) =>
        definition.Responses.Count > 0 ? definition.Responses.Count : definition.Family is "categorical" or "ordinal" ? Levels(definition, frame).Count : 1;

    private static List<string> Levels(FitDefinition definition, Frame frame) => definition.Levels.Count > 0
        ? [.. definition.Levels] : [.. frame.Labels(definition.Response!).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<double[]> Columns(DataRole role, Family family, FitDefinition definition, Frame frame) => role switch
    {
        DataRole.Response when family is Categorical or Ordinal => [[.. frame.Labels(definition.Response!).Select(label => (double)Levels(definition, frame).IndexOf(label!))]],
        DataRole.Response => [frame.Numbers(definition.Response!)],
        DataRole.Trials => [frame.Numbers(definition.Trials!)],
        DataRole.Event => [definition.Event is { } name ? frame.Numbers(name) : [.. Enumerable.Repeat(1.0, frame.Rows)]],
        _ => definition.Responses.Select(frame.Numbers),
    };
}
