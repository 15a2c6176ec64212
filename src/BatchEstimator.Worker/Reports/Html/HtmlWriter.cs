using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>Markup that is known to be safe.</summary>
internal readonly record struct Markup(string Value);

/// <summary>
/// Writes a page piece by piece. In <c>page.Write($"&lt;td&gt;{name}&lt;/td&gt;")</c> the literal is markup and everything in
/// braces is text, so a value cannot be forgotten to be encoded.
/// </summary>
internal sealed class HtmlWriter(TextWriter writer)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _piece = new();

    public void Write([InterpolatedStringHandlerArgument("")] Template template)
    {
        writer.Write(template.Piece);
        _piece.Clear();
    }

    [InterpolatedStringHandler]
    internal readonly ref struct Template
    {
        /// <summary>Called by the compiler for every interpolated string.</summary>
        public Template(int literalLength, int formattedCount, HtmlWriter page)
        {
            Piece = page._piece;
            Piece.EnsureCapacity(literalLength + (16 * formattedCount));
        }

        public StringBuilder Piece { get; }

        public void AppendLiteral(string markup) => Piece.Append(markup);

        public void AppendFormatted(string? text)
        {
            if (!string.IsNullOrEmpty(text)) Piece.Append(Encoder.Encode(text));
        }

        public void AppendFormatted(Markup markup) => Piece.Append(markup.Value);
    }
}
