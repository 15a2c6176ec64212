using ScottPlot;
using ScottPlot.TickGenerators;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>A plot in the house style, drawn to an SVG for inlining. Not for several threads at once: see <see cref="Studio"/>.</summary>
internal sealed class Chart : IDisposable
{
    public const int Width = 420, Height = 270;

    /// <summary>A figure is for the eye: more points than this only make the file larger.</summary>
    private const int MaxPoints = 1_000;

    private readonly Lettering _lettering = new();

    public Chart(string x, string y)
    {
        ShippedFont.Register();
        Plot.Font.Set(ShippedFont.Name);
        Plot.FigureBackground.Color = Colors.Transparent;
        Plot.DataBackground.Color = Colors.Transparent;
        Plot.HideLegend();
        Plot.Grid.MajorLineColor = Palette.Grid;
        Plot.Axes.Right.IsVisible = false;
        Plot.Axes.Top.IsVisible = false;
        foreach (IAxis axis in new IAxis[] { Plot.Axes.Bottom, Plot.Axes.Left }) Style(axis);
        Plot.Axes.Left.TickGenerator = new NumericAutomatic { TickDensity = 0.6 };
        Plot.Axes.Left.Label.Padding = 3;
        Name(Plot.Axes.Bottom, x);
        Name(Plot.Axes.Left, y);
    }

    public Plot Plot { get; } = new();

    public void Line(double[] xs, double[] ys, Color color, float width = 2, Dash dash = Dash.Solid, Color? fill = null)
    {
        int[] finite = [.. Enumerable.Range(0, xs.Length).Where(i => double.IsFinite(xs[i]) && double.IsFinite(ys[i]))];
        if (finite.Length < 2) return;
        var line = Plot.Add.ScatterLine(Array.ConvertAll(finite, i => xs[i]), Array.ConvertAll(finite, i => ys[i]), color);
        line.LineWidth = Dashes.Mark(width, dash);
        if (fill is not { } area) return;
        line.FillY = true;
        line.FillYColor = area;
    }

    public void Points(double[] xs, double[] ys, Color color, float size = 5)
    {
        int step = (xs.Length + MaxPoints - 1) / MaxPoints;
        int[] drawn = [.. Enumerable.Range(0, xs.Length).Where(i => i % step == 0 && double.IsFinite(xs[i]) && double.IsFinite(ys[i]))];
        if (drawn.Length > 0) Plot.Add.ScatterPoints(Array.ConvertAll(drawn, i => xs[i]), Array.ConvertAll(drawn, i => ys[i]), color).MarkerSize = size;
    }

    public void VerticalMark(double x, double from, double to, Color color, Dash dash = Dash.Solid) =>
        Line([x, x], [from, to], color, 1.5f, dash);

    public void Names(IAxis axis, IEnumerable<(double Position, string Name)> names, int maxLength = 24)
    {
        var ticks = new NumericManual();
        foreach (var (position, name) in names) ticks.AddMajor(position, _lettering.Encode(name, maxLength));
        axis.TickGenerator = ticks;
        axis.MajorTickStyle.Length = 0;
    }

    public string ToSvg(string id, string title, string description, int width = Width, int height = Height) =>
        InlineSvg.Clean(Plot.GetSvgXml(width, height), _lettering, id, title, description, width, height);

    public void Dispose() => Plot.Dispose();

    private void Name(IAxis axis, string name)
    {
        axis.Label.Text = _lettering.Encode(name);
        axis.Label.FontSize = 13;
        axis.Label.Bold = false;
        axis.Label.ForeColor = Palette.Ink;
    }

    private static void Style(IAxis axis)
    {
        axis.TickLabelStyle.FontSize = 12;
        axis.TickLabelStyle.ForeColor = Palette.Ink;
        axis.FrameLineStyle.Color = Palette.Axis;
        axis.MajorTickStyle.Color = Palette.Axis;
        axis.MajorTickStyle.Length = 3;
        axis.MinorTickStyle.Length = 0;
    }
}
