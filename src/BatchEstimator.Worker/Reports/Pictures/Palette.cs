using ScottPlot;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>Okabe and Ito's colours, told apart by colour-blind readers; the same thing has the same colour in every picture and in the page's keys.</summary>
internal static class Palette
{
    public static readonly Color Data = Color.FromHex("#8B95A1");
    public static readonly Color DataDot = Color.FromHex("#4A535E");
    public static readonly Color DataFill = Color.FromHex("#CCD3DA");
    public static readonly Color Likelihood = Color.FromHex("#0072B2");
    public static readonly Color Prior = Color.FromHex("#D98200");
    public static readonly Color Posterior = Color.FromHex("#00875F");
    public static readonly Color Ink = Color.FromHex("#3A424C");
    public static readonly Color Axis = Color.FromHex("#9AA4AF");
    public static readonly Color Grid = Color.FromHex("#E9EDF1");
}
