using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>Contours of a normal distribution in the plane.</summary>
internal static class Ellipse
{
    /// <summary>The radius, in standard deviations, within which a plane normal has a given probability: sqrt(-2 ln(1 - p)).</summary>
    public static double Radius(double probability) => Math.Sqrt(-2 * Math.Log(1 - probability));

    /// <summary>Points of the contour at a radius, by the Cholesky factor of the covariance; the first and last agree for a closed outline.</summary>
    public static (double[] X, double[] Y) Contour(PlanarNormal normal, double radius, int points = 73)
    {
        double a = Math.Sqrt(Math.Max(0, normal.VarianceX));
        double b = a > 0 ? normal.Covariance / a : 0;
        double c = Math.Sqrt(Math.Max(0, normal.VarianceY - b * b));
        double[] x = new double[points], y = new double[points];
        for (int i = 0; i < points; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * i / (points - 1));
            x[i] = normal.MeanX + radius * a * cos;
            y[i] = normal.MeanY + radius * (b * cos + c * sin);
        }
        return (x, y);
    }

    /// <summary>Draws the contours that hold half and 95 % of the probability, and the centre.</summary>
    public static void Draw(Chart chart, PlanarNormal normal, ScottPlot.Color color, Dash dash = Dash.Solid)
    {
        foreach (double probability in new[] { 0.95, 0.5 })
        {
            var (x, y) = Contour(normal, Radius(probability));
            chart.Line(x, y, color, 2, dash);
        }
        chart.Points([normal.MeanX], [normal.MeanY], color, 8);
    }
}
