using System.Globalization;

namespace BatchEstimator.Worker.Reports.Pictures;

internal enum Dash { Solid, Dashed, Dotted }

/// <summary>
/// The SVG writer has no dashes: it complains on standard error and writes every dash as a line of its own. So a dashed line is drawn solid
/// with a width that is a hair larger, and the hair becomes a dash pattern when the SVG is cleaned.
/// </summary>
internal static class Dashes
{
    private const double Hair = 0.01;

    public static float Mark(float width, Dash dash) => (float)(width + (int)dash * Hair);

    /// <summary>The width as it was meant, and the pattern; widths are whole tenths.</summary>
    public static (string Width, string? Pattern) Read(string strokeWidth)
    {
        double marked = double.Parse(strokeWidth, CultureInfo.InvariantCulture), width = Math.Floor(marked * 10 + 1e-3) / 10;
        string? pattern = (Dash)(int)Math.Round((marked - width) / Hair) switch
        {
            Dash.Dashed => "7 5",
            Dash.Dotted => "1.5 4",
            _ => null,
        };
        return (width.ToString(CultureInfo.InvariantCulture), pattern);
    }
}
