using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The pictures of a regression of a mean: residuals, and the parameter space where there are two coefficients.</summary>
/// <param name="plan">The plan.</param>
/// <param name="template">The coefficients.</param>
/// <param name="options">How many rows a picture shows.</param>
internal sealed class RegressionPictures(RegressionPlan plan, RegressionTemplate template, FitOptions options)
{
    /// <summary>The picture of a fit with the identity link.</summary>
    /// <param name="group">The group.</param>
    /// <param name="found">What was asked for.</param>
    /// <param name="mle">For a MAP fit the maximum likelihood beside it.</param>
    public RegressionPicture Of(RegressionGroup group, RegressionFound found, RegressionFound? mle)
    {
        var rows = group.Rows;
        double[] beta = found.End!.Top.Beta, eta = new double[DesignTile.MostRows];
        var design = new DesignTile(group.Channels[0].Design!);
        var sample = new RowSample(options.PictureRows);
        int slope = template.InterceptOf(0) >= 0 && template.Slopes == 2 && template.Blocks[^1] is { Number: >= 0, Codes: < 0 } block ? block.Number : -1;
        for (int from = rows.From; from < rows.From + rows.Count; from += DesignTile.MostRows)
        {
            int count = Math.Min(DesignTile.MostRows, rows.From + rows.Count - from);
            design.Stage(rows.Table, from, count);
            design.Predict(beta, eta);
            for (int row = 0; row < count; row++)
            {
                var (source, number) = RegressionColumns.OfPlace(rows.Table.Numbers[plan.Place][from + row]);
                ulong hash = RowSample.Hash(source, number);
                if (sample.Wants(hash))
                    sample.Add(hash, [eta[row], rows.Table.Numbers[rows.Roles.Response][from + row], slope < 0 ? 0 : rows.Table.Numbers[slope][from + row]]);
            }
        }
        var kept = sample.Rows;
        return new(plan.Model.ResponseName, [.. kept.Select(row => row[0])], [.. kept.Select(row => row[1] - row[0])], Space(found, mle, slope >= 0, kept));
    }

    private ParameterSpacePicture? Space(RegressionFound found, RegressionFound? mle, bool isLine, IReadOnlyList<double[]> sample)
    {
        if (template.Slopes != 2 || Planar(mle ?? found) is not { } likelihood)
            return null;
        string[] names = [.. template.Coefficients.Take(2).Select(coefficient => coefficient.Name)];
        var priors = found.Objective.Coefficients.Take(2).Select(coefficient => coefficient.Prior).ToList();
        var prior = mle is not null && priors.All(p => p.Family.Name == "normal")
            ? new PlanarNormal(priors[0].Arguments[0], priors[1].Arguments[0], Math.Pow(priors[0].Arguments[1], 2), 0, Math.Pow(priors[1].Arguments[1], 2)) : null;
        return new(names[0], names[1], prior, likelihood, mle is null ? null : Planar(found), isLine ? names[1] : null,
            isLine ? [.. sample.Select(row => row[2])] : [], isLine ? [.. sample.Select(row => row[1])] : []);
    }

    // The normal approximation of both coefficients, in the units of the data; null if one is held, aliased or settled.
    private static PlanarNormal? Planar(RegressionFound found)
    {
        var evidence = found.End is null ? null : RegressionEvidence.Of(found);
        if (evidence?.CovarianceOf(0, 0) is not { } first || evidence.CovarianceOf(1, 1) is not { } second || evidence.CovarianceOf(0, 1) is not { } both)
            return null;
        return new(evidence.Natural[0], evidence.Natural[1], first, both, second);
    }
}
