using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>Makes a plot's SVG fit to be one of many within a page: ids of its own, a viewBox, a title, whole text, short numbers.</summary>
internal static partial class InlineSvg
{
    public static string Clean(string xml, Lettering lettering, string id, string title, string description, int width, int height)
    {
        var source = XDocument.Parse(xml.Replace(Lettering.SpaceAsWritten, ' ')).Root!;
        var svg = new XElement(
            "svg",
            new XAttribute("viewBox", FormattableString.Invariant($"0 0 {width} {height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{id}-title {id}-desc"),
            new XElement("title", new XAttribute("id", id + "-title"), title),
            new XElement("desc", new XAttribute("id", id + "-desc"), description));
        var clips = new ClipPaths(id);
        svg.Add(source.Elements().Select(element => Copy(element, lettering, clips)));
        SvgDots.Merge(svg);
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement? Copy(XElement element, Lettering lettering, ClipPaths clips)
    {
        if (element.Name.LocalName == "text") return Text(element, lettering);
        var copy = new XElement(element.Name.LocalName);
        foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration && a.Name.LocalName != "stroke-miterlimit"))
            copy.SetAttributeValue(attribute.Name.LocalName, Shorten(attribute.Name.LocalName, attribute.Value));
        copy.Add(element.Elements().Select(child => Copy(child, lettering, clips)));
        return clips.Rename(copy);
    }

    /// <summary>
    /// The library places every glyph by itself. A reader's font has other widths, so a label becomes one run of text
    /// that is fitted to the width the layout was made for.
    /// </summary>
    private static XElement? Text(XElement element, Lettering lettering)
    {
        string drawn = element.Value.Trim('\n', '\t', ' ');
        if (drawn.Length == 0) return null;
        double size = double.Parse(element.Attribute("font-size")!.Value, CultureInfo.InvariantCulture);
        double x = First(element, "x"), y = First(element, "y");
        string transform = element.Attribute("transform")?.Value ?? "";
        if (Translate().Match(transform) is { Success: true } match)
        {
            x += double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            y += double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture);
            transform = "";
        }
        var text = new XElement(
            "text",
            new XAttribute("x", Short(x, 1)), new XAttribute("y", Short(y, 1)), new XAttribute("font-size", Short(size, 1)),
            new XAttribute("textLength", Short(ShippedFont.Measure(drawn, size), 1)), new XAttribute("lengthAdjust", "spacingAndGlyphs"),
            lettering.Decode(drawn));
        if (transform.Length > 0) text.SetAttributeValue("transform", Shorten("transform", transform));
        if (element.Attribute("fill") is { } fill) text.SetAttributeValue("fill", fill.Value);
        return text;
    }

    private static double First(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value.Split(',')[0], CultureInfo.InvariantCulture);

    /// <summary>A tenth of a pixel is finer than the eye; a rotation needs more digits.</summary>
    private static string Shorten(string attribute, string value) => attribute switch
    {
        "d" or "x" or "y" or "width" or "height" or "cx" or "cy" or "rx" or "ry" => LongNumber().Replace(value, m => Short(Parse(m.Value), 1)),
        "transform" or "stroke-opacity" or "fill-opacity" => LongNumber().Replace(value, m => Short(Parse(m.Value), 3)),
        _ => value,
    };

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);

    private static string Short(double value, int decimals)
    {
        double rounded = Math.Round(value, decimals);
        return (rounded == 0 ? 0 : rounded).ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"-?\d+\.\d{2,}")]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"^translate\(([-\d.eE]+) ([-\d.eE]+)\)$")]
    private static partial Regex Translate();
}
