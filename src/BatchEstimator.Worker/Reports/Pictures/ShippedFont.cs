using ScottPlot;
using SkiaSharp;

namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>The embedded font: text is measured with it on every machine alike, also on one that has no fonts.</summary>
internal sealed class ShippedFont : IFontResolver
{
    public const string Name = "NanumGothic";

    private static readonly SKData Data = Read();

    public static readonly SKTypeface Typeface = SKTypeface.FromData(Data);

    /// <summary>The character that the SVG writer gives for each glyph: the first one that the font maps to it.</summary>
    private static readonly Dictionary<ushort, int> Characters = FirstCharacters();

    private ShippedFont() { }

    public static void Register()
    {
        if (!Fonts.FontResolvers.OfType<ShippedFont>().Any()) Fonts.FontResolvers.Insert(0, new ShippedFont());
    }

    /// <summary>Whether a character comes out of the SVG writer as it went in.</summary>
    public static bool Keeps(int character)
    {
        ushort glyph = Typeface.GetGlyph(character);
        return glyph != 0 && Characters.TryGetValue(glyph, out int first) && first == character;
    }

    public static double Measure(string text, double size)
    {
        using var font = new SKFont(Typeface, (float)size);
        return font.MeasureText(text);
    }

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName == Name ? SKTypeface.FromData(Data) : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName == Name ? SKTypeface.FromData(Data) : null;

    private static SKData Read()
    {
        using var stream = typeof(ShippedFont).Assembly.GetManifestResourceStream("NanumGothic.ttf")
            ?? throw new InvalidOperationException("The embedded font NanumGothic.ttf is missing from the program.");
        return SKData.Create(stream);
    }

    private static Dictionary<ushort, int> FirstCharacters()
    {
        var characters = new Dictionary<ushort, int>();
        for (int c = 1; c <= char.MaxValue; c++)
        {
            if (Typeface.GetGlyph(c) is var glyph and not 0) characters.TryAdd(glyph, c);
        }
        return characters;
    }
}
