using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>Makes a plot's SVG fit to be one of many within a page: ids of its own, a viewBox, a title, whole text, short numbers.</summary>
internal static partial class InlineSvg
{
    /// <summary>The plot's own margin cuts the topmost label of the axis in half.</summary>
    private const int HeadRoom = 8;

    public static string Clean(string xml, Lettering lettering, string id, string title, string description, int width, int height)
    {
        var source = XDocument.Parse(xml.Replace(Lettering.SpaceAsWritten, ' ')).Root!;
        var svg = new XElement(
            "svg",
            new XAttribute("viewBox", FormattableString.Invariant($"-2 {-HeadRoom} {width + 4} {height + HeadRoom}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", $"{id}-title {id}-desc"),
            new XElement("title", new XAttribute("id", id + "-title"), Lettering.Printable(title)),
            new XElement("desc", new XAttribute("id", id + "-desc"), Lettering.Printable(description)));
        var clips = new ClipPaths(id);
        svg.Add(source.Elements().Select(element => Copy(element, lettering, clips)));
        SvgDots.Merge(svg);
        return svg.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement? Copy(XElement element, Lettering lettering, ClipPaths clips)
    {
        if (element.Name.LocalName == "text") return SvgText.Clean(element, lettering);
        var copy = new XElement(element.Name.LocalName);
        foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration && a.Name.LocalName != "stroke-miterlimit"))
            copy.SetAttributeValue(attribute.Name.LocalName, Shorten(attribute.Name.LocalName, attribute.Value));
        if (copy.Attribute("stroke-width") is { } stroke)
        {
            var (width, pattern) = Dashes.Read(stroke.Value);
            stroke.Value = width;
            if (pattern is not null) copy.SetAttributeValue("stroke-dasharray", pattern);
        }
        copy.Add(element.Elements().Select(child => Copy(child, lettering, clips)));
        return clips.Rename(copy);
    }

    /// <summary>A tenth of a pixel is finer than the eye; a rotation needs more digits.</summary>
    internal static string Shorten(string attribute, string value) => attribute switch
    {
        "d" or "x" or "y" or "width" or "height" or "cx" or "cy" or "rx" or "ry" => LongNumber().Replace(value, m => Short(Parse(m.Value), 1)),
        "transform" or "stroke-opacity" or "fill-opacity" => LongNumber().Replace(value, m => Short(Parse(m.Value), 3)),
        _ => value,
    };

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);

    internal static string Short(double value, int decimals)
    {
        double rounded = Math.Round(value, decimals);
        return (rounded == 0 ? 0 : rounded).ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"-?\d+\.\d{2,}")]
    private static partial Regex LongNumber();
}
