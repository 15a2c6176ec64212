using System.Xml.Linq;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>Gives clip paths ids that are unique in the page, and one id to all that are equal: the library writes the same one for every line.</summary>
internal sealed class ClipPaths(string prefix)
{
    private readonly Dictionary<string, string> _idByShape = [];
    private readonly Dictionary<string, string> _newByOld = [];

    /// <summary>The element with its new id or reference; null for a clip path that is already there.</summary>
    public XElement? Rename(XElement element)
    {
        if (element.Name.LocalName == "clipPath") return Define(element);
        if (element.Attribute("clip-path") is not { } use) return element;
        string old = use.Value.Replace("url(#", "", StringComparison.Ordinal).TrimEnd(')');
        use.Value = $"url(#{_newByOld[old]})";
        return element;
    }

    private XElement? Define(XElement clip)
    {
        string old = clip.Attribute("id")!.Value;
        string shape = string.Concat(clip.Elements().Select(child => child.ToString(SaveOptions.DisableFormatting)));
        if (_idByShape.TryGetValue(shape, out string? id))
        {
            _newByOld[old] = id;
            return null;
        }
        _newByOld[old] = _idByShape[shape] = id = $"{prefix}-clip{_idByShape.Count}";
        clip.SetAttributeValue("id", id);
        return clip;
    }
}
