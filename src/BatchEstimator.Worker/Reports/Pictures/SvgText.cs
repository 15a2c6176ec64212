using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SkiaSharp;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>
/// A label of a plot. The library places every glyph by itself; a reader's font has other widths, so the label becomes one run of
/// text that is fitted to the width the layout was made for.
/// </summary>
internal static partial class SvgText
{
    public static XElement? Clean(XElement element, Lettering lettering)
    {
        string drawn = element.Value.Trim('\n', '\t', ' ');
        if (drawn.Length == 0) return null;
        double size = Number(element, "font-size"), x = Number(element, "x"), y = Number(element, "y");
        string transform = element.Attribute("transform")?.Value ?? "";
        if (Translate().Match(transform) is { Success: true } match)
        {
            x += double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            y += double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
            transform = "";
        }
        string text = lettering.Decode(drawn);
        XElement label = Text(text, drawn, size, x, y);
        string fill = element.Attribute("fill")?.Value ?? "black";
        if (text == drawn && text.Any(IsHangul)) label = WithOutline(label, drawn, size, x, y, fill);
        else label.SetAttributeValue("fill", fill);
        if (transform.Length > 0) label.SetAttributeValue("transform", InlineSvg.Shorten("transform", transform));
        return label;
    }

    private static XElement Text(string text, string drawn, double size, double x, double y) => new(
        "text",
        new XAttribute("x", InlineSvg.Short(x, 1)), new XAttribute("y", InlineSvg.Short(y, 1)), new XAttribute("font-size", InlineSvg.Short(size, 1)),
        new XAttribute("textLength", InlineSvg.Short(ShippedFont.Measure(drawn, size), 1)), new XAttribute("lengthAdjust", "spacingAndGlyphs"),
        text);

    /// <summary>Many machines have no Korean font: the shipped one's outlines are seen there too, over unpainted text that can be searched and copied.</summary>
    private static XElement WithOutline(XElement text, string drawn, double size, double x, double y, string fill)
    {
        text.SetAttributeValue("fill", "none");
        using var font = new SKFont(ShippedFont.Typeface, (float)size);
        using var outline = font.GetTextPath(drawn, new SKPoint((float)x, (float)y));
        return new XElement("g", text, new XElement("path", new XAttribute("fill", fill), new XAttribute("d", InlineSvg.Shorten("d", outline.ToSvgPathData()))));
    }

    private static bool IsHangul(char c) => c is >= '\u1100' and <= '\u11FF' or >= '\u3130' and <= '\u318F' or >= '\uAC00' and <= '\uD7A3';

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value.Split(',')[0], CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^translate\(([-\d.eE]+) ([-\d.eE]+)\)$")]
    private static partial Regex Translate();
}
