using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>Writes runs of equal round markers as one path of round-capped points: a fifth of the size of an element each.</summary>
internal static class SvgDots
{
    public static void Merge(XElement parent)
    {
        foreach (var group in parent.Elements("g").ToList()) Merge(group);
        var run = new List<XElement>();
        foreach (var element in parent.Elements().ToList())
        {
            if (run.Count > 0 && Style(run[0]) != Style(element)) Replace(run);
            if (Style(element) is not null) run.Add(element);
        }
        Replace(run);
    }

    /// <summary>What two markers must share to be one path; null for anything else.</summary>
    private static string? Style(XElement element)
    {
        string? Value(string name) => element.Attribute(name)?.Value;
        return element.Name.LocalName == "ellipse" && Value("rx") == Value("ry") && Value("stroke") is null && Value("transform") is null
            ? $"{Value("fill")} {Value("fill-opacity")} {Value("rx")}" : null;
    }

    private static void Replace(List<XElement> run)
    {
        if (run.Count > 1)
        {
            var path = new StringBuilder();
            foreach (var dot in run) path.Append('M').Append(dot.Attribute("cx")!.Value).Append(' ').Append(dot.Attribute("cy")!.Value).Append("h0");
            double radius = double.Parse(run[0].Attribute("rx")!.Value, CultureInfo.InvariantCulture);
            var merged = new XElement(
                "path", new XAttribute("d", path.ToString()), new XAttribute("fill", "none"), new XAttribute("stroke-linecap", "round"),
                new XAttribute("stroke-width", (2 * radius).ToString(CultureInfo.InvariantCulture)),
                new XAttribute("stroke", run[0].Attribute("fill")?.Value ?? "black"));
            if (run[0].Attribute("fill-opacity") is { } opacity) merged.SetAttributeValue("stroke-opacity", opacity.Value);
            run[0].AddBeforeSelf(merged);
            run.ForEach(dot => dot.Remove());
        }
        run.Clear();
    }
}
