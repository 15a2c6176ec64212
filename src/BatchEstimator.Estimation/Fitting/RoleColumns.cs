using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The number columns of a family's roles, in their order, with those filled in that the user left out.</summary>
internal static class RoleColumns
{
    public static IReadOnlyList<double[]> Of(FitModel model, IReadOnlyList<Column> columns, int rows)
    {
        var data = columns.Take(model.DataColumnCount).Select(column => column as NumberColumn).Select(column => column?.Values).ToList();
        // A family that does not list the event takes it last.
        int listed = model.Family.Roles.ToList().IndexOf(DataRole.Event), place = listed >= 0 ? listed : model.Family.Roles.Count;
        if (listed >= 0 && model.Definition.Event is null)
            data.Insert(place, Ones(rows));
        else if (model.Definition.Event is not null && columns[place] is TextColumn labels)
            data[place] = Observed(labels, model.Definition.EventValue!, rows);
        return data!;
    }

    private static double[] Ones(int rows)
    {
        var ones = new double[rows];
        Array.Fill(ones, 1);
        return ones;
    }

    /// <summary>1 where the label is the one that means observed, 0 elsewhere, missing where there is none.</summary>
    public static double[] Observed(TextColumn labels, string observed, int rows)
    {
        int code = labels.Levels.ToList().IndexOf(observed);
        var result = new double[rows];
        for (int row = 0; row < rows; row++)
            result[row] = labels.Codes[row] < 0 ? Missing.Value : labels.Codes[row] == code ? 1 : 0;
        return result;
    }
}
