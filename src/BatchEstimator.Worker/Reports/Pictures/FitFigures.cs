using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>All pictures of a fit, in the order of the page.</summary>
internal static class FitFigures
{
    /// <summary>A multinomial of hundreds of levels has as many curves; the first ones show what there is to see.</summary>
    private const int MostCurves = 6;

    public static IReadOnlyList<Figure> Of(FitOutcome outcome, double level, string id) => Studio.Draw(() => Draw(outcome, level, id));

    /// <summary>Data against fit, value by value: small pictures to be read together.</summary>
    public static IReadOnlyList<Figure> Small(FitOutcome outcome, double level, string id) => Studio.Draw<IReadOnlyList<Figure>>(() => outcome.Pictures switch
    {
        { Distribution: { } distribution } pictures => DistributionFigures.Of(distribution, counts: pictures.Bars is not null, id),
        { Diagnostics: { } rows } when outcome.Result.Diagnostics is { } diagnostics => [.. new[]
        {
            DiagnosticFigures.Residuals(rows, id + "-residuals"), DiagnosticFigures.Quantiles(rows, level, id + "-quantiles"), DiagnosticFigures.Influence(rows, id + "-influence"),
            DiagnosticFigures.Calibration(diagnostics, level, id + "-calibration"), DiagnosticFigures.Roc(rows, diagnostics, id + "-roc"), DiagnosticFigures.Predicted(rows, id + "-predicted"),
        }.OfType<Figure>()],
        _ => [],
    });

    private static List<Figure> Draw(FitOutcome outcome, double level, string id)
    {
        var figures = new List<Figure>();
        if (outcome.Pictures is not { } pictures) return figures;
        if (pictures.Density is { X.Length: > 1, Values.Length: > 0 } density) figures.Add(DensityFigure.Draw(density, id + "-density"));
        if (pictures.Bars is { Outcomes.Length: > 0 } bars) figures.Add(BarsFigure.Draw(bars, id + "-bars"));
        if (pictures.Scatter is { } scatter) figures.Add(ScatterFigure.Draw(scatter, id + "-scatter"));
        if (pictures.Regression?.Space is { } space)
        {
            figures.Add(SpaceFigures.Plane(space, id + "-space"));
            if (SpaceFigures.Lines(space, pictures.Regression.Response, id + "-lines") is { } lines) figures.Add(lines);
        }
        if (pictures is { Regression: { } regression, Diagnostics: null })
        {
            if (RegressionFigures.Coefficients(outcome.Result, level, id + "-coefficients") is { } coefficients) figures.Add(coefficients);
            figures.Add(RegressionFigures.Residuals(regression, id + "-residuals"));
        }
        if (pictures.Diagnostics is { } rows)
        {
            if (pictures.Regression?.Space is null && DiagnosticFigures.Curve(rows, level, id + "-curve") is { } fitted) figures.Add(fitted);
            if (outcome.Result.Parameters.Count(p => Coefficient.Is(outcome.Result, p)) > 2 && RegressionFigures.Coefficients(outcome.Result, level, id + "-coefficients", rows.PredictorName) is { } coefficients) figures.Add(coefficients);
        }
        if (pictures.Alpha is { } alpha && AlphaFigure.HasShape(alpha)) figures.Add(AlphaFigure.Draw(alpha, id + "-alpha"));
        bool profile = outcome.Result.IntervalMethod == "profile";
        foreach (var (curve, i) in pictures.Curves.Where(CurveFigure.HasShape).Take(MostCurves).Select((curve, i) => (curve, i)))
            figures.Add(CurveFigure.Draw(curve, level, $"{id}-curve{i}", profile ? outcome.Result.Parameters.FirstOrDefault(p => p.Name == curve.Parameter) : null));
        return figures;
    }
}
