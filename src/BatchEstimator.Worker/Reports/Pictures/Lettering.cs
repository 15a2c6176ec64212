using System.Text;
using System.Xml;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>
/// Carries labels in any script through the plotting library. It writes text back from glyphs, so a character that the shipped
/// font lacks would be lost: it is drawn as a stand-in that the font has, and put back when the SVG is cleaned.
/// </summary>
internal sealed class Lettering
{
    /// <summary>In the shipped font the space shares its glyph with this control character, which is what comes out.</summary>
    public const char SpaceAsWritten = '\u0001';

    private readonly Dictionary<Rune, char> _standIns = [];
    private readonly Dictionary<char, Rune> _originals = [];
    private readonly HashSet<char> _used = [];

    public string Encode(string text, int maxLength = 36)
    {
        var label = new StringBuilder();
        foreach (Rune rune in Shorten(text, maxLength).EnumerateRunes())
        {
            if (!IsPrintable(rune) || Rune.IsWhiteSpace(rune)) label.Append(' ');
            else if (rune.IsBmp && !_originals.ContainsKey((char)rune.Value) && ShippedFont.Keeps(rune.Value)) label.Append(Native((char)rune.Value));
            else label.Append(StandIn(rune));
        }
        return label.ToString().Trim();
    }

    public string Decode(string text)
    {
        var original = new StringBuilder();
        foreach (char c in text)
        {
            if (_originals.TryGetValue(c, out Rune rune)) original.Append(rune);
            else original.Append(c);
        }
        return original.ToString();
    }

    /// <summary>The text without what XML cannot hold, whatever a column is called.</summary>
    public static string Printable(string text) => string.Concat(text.EnumerateRunes().Select(rune => IsPrintable(rune) ? rune.ToString() : " "));

    private static bool IsPrintable(Rune rune) => !Rune.IsControl(rune) && (!rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value));

    internal static string Shorten(string text, int maxLength)
    {
        var elements = System.Globalization.StringInfo.ParseCombiningCharacters(text);
        return elements.Length <= maxLength ? text : string.Concat(text.AsSpan(0, elements[maxLength - 1]), "…");
    }

    private char Native(char c)
    {
        _used.Add(c);
        return c;
    }

    private char StandIn(Rune rune)
    {
        if (_standIns.TryGetValue(rune, out char known)) return known;
        char c = Candidates(rune).First(c => !_used.Contains(c) && ShippedFont.Keeps(c));
        _used.Add(c);
        _originals[c] = rune;
        return _standIns[rune] = c;
    }

    /// <summary>Characters of about the same width: accented Latin for the narrow scripts, Hangul for the wide ones and when those are used up.</summary>
    private static IEnumerable<char> Candidates(Rune rune)
    {
        const int wide = 0x1100, superscripts = 0x2070, symbols = 0x20A0;
        var hangul = Enumerable.Range(0, 0xD7A3 - 0xAC00 + 1).Select(i => (char)(0xD7A3 - i));
        return rune.Value is < wide or (>= superscripts and < symbols) ? Enumerable.Range(0, 64).Select(i => (char)(0xFF - i)).Concat(hangul) : hangul;
    }
}
