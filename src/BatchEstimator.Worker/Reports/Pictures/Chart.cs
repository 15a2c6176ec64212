using ScottPlot;
using ScottPlot.TickGenerators;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>A plot in the house style, drawn to an SVG for inlining. Not for several threads at once: see <see cref="Studio"/>.</summary>
internal sealed class Chart : IDisposable
{
    public const int Width = 420, Height = 270;

    /// <summary>A figure is for the eye: more points than this only make the file larger.</summary>
    private const int MaxPoints = 1_000;

    /// <summary>One of three side by side: drawn at the size it is shown in, so that its letters are not.</summary>
    public const int SmallWidth = 320, SmallHeight = 270;

    private const float LabelOverhang = 16;

    private readonly Lettering _lettering = new();
    private readonly Unit _x, _y;

    public Chart(string x, string y, Unit xUnit = default, Unit yUnit = default)
    {
        (_x, _y) = (xUnit, yUnit);
        ShippedFont.Register();
        Plot.Font.Set(ShippedFont.Name);
        Plot.FigureBackground.Color = Colors.Transparent;
        Plot.DataBackground.Color = Colors.Transparent;
        Plot.HideLegend();
        Plot.Grid.MajorLineColor = Palette.Grid;
        // An empty axis on the right: room for the half of the last label that reaches beyond the frame.
        Plot.Axes.Right.TickGenerator = new NumericManual();
        Plot.Axes.Right.FrameLineStyle.Width = 0;
        Plot.Axes.Right.MinimumSize = LabelOverhang;
        Plot.Axes.Top.IsVisible = false;
        foreach (IAxis axis in new IAxis[] { Plot.Axes.Bottom, Plot.Axes.Left }) Style(axis);
        Plot.Axes.Left.TickGenerator = new NumericAutomatic { TickDensity = 0.6 };
        Plot.Axes.Left.Label.Padding = 3;
        Name(Plot.Axes.Bottom, x, xUnit);
        Name(Plot.Axes.Left, y, yUnit);
    }

    public Plot Plot { get; } = new();

    public void Line(double[] xs, double[] ys, Color color, float width = 2, Dash dash = Dash.Solid, Color? fill = null)
    {
        int[] finite = [.. Enumerable.Range(0, xs.Length).Where(i => double.IsFinite(xs[i]) && double.IsFinite(ys[i]))];
        if (finite.Length < 2) return;
        var line = Plot.Add.ScatterLine(Array.ConvertAll(finite, i => _x.Of(xs[i])), Array.ConvertAll(finite, i => _y.Of(ys[i])), color);
        line.LineWidth = Dashes.Mark(width, dash);
        if (fill is not { } area) return;
        line.FillY = true;
        line.FillYColor = area;
    }

    public void Points(double[] xs, double[] ys, Color color, float size = 5)
    {
        int step = (xs.Length + MaxPoints - 1) / MaxPoints;
        int[] drawn = [.. Enumerable.Range(0, xs.Length).Where(i => i % step == 0 && double.IsFinite(xs[i]) && double.IsFinite(ys[i]))];
        if (drawn.Length > 0) Plot.Add.ScatterPoints(Array.ConvertAll(drawn, i => _x.Of(xs[i])), Array.ConvertAll(drawn, i => _y.Of(ys[i])), color).MarkerSize = size;
    }

    /// <summary>A filled outline; it closes itself.</summary>
    public void Area(double[] xs, double[] ys, Color fill)
    {
        if (xs.Length < 3) return;
        var area = Plot.Add.Polygon(xs.Zip(ys, (x, y) => new Coordinates(_x.Of(x), _y.Of(y))).ToArray());
        area.FillColor = fill;
        area.LineWidth = 0;
        area.MarkerSize = 0;
    }

    public void Bar(double from, double to, double height, Color fill)
    {
        var bar = Plot.Add.Rectangle(_x.Of(from), _x.Of(to), 0, _y.Of(height));
        bar.FillColor = fill;
        bar.LineColor = Colors.White;
        bar.LineWidth = 1;
    }

    /// <summary>A range without width, as of equal values, is widened: it could not be drawn.</summary>
    public void Limits(double left, double right, double bottom, double top)
    {
        (left, right) = Widened(_x.Of(left), _x.Of(right));
        (bottom, top) = Widened(_y.Of(bottom), _y.Of(top));
        Plot.Axes.SetLimits(left, right, bottom, top);
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

    /// <summary>Beside a range this narrow the digits of a double run out.</summary>
    private static (double From, double To) Widened(double from, double to)
    {
        double least = 1e-9 * Math.Max(Math.Abs(from), Math.Abs(to)), middle = from + (to - from) / 2;
        double half = middle == 0 ? 1 : 0.1 * Math.Abs(middle);
        return to - from > least ? (from, to) : (middle - half, middle + half);
    }

    private void Name(IAxis axis, string name, Unit unit)
    {
        // A unit must not be cut off with the end of a long name.
        string suffix = unit.Label("");
        axis.Label.Text = _lettering.Encode(unit.Label(Lettering.Shorten(name, 36 - suffix.Length)), 37);
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
