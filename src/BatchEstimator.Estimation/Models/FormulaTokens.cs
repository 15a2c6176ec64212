using System.Text.RegularExpressions;

namespace BatchEstimator.Estimation.Models;

/// <summary>What a piece of a formula is.</summary>
internal enum TokenKind { Name, Number, Text, Symbol, End }

/// <summary>A piece of a formula.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The name without backticks, the number, the text without quotes, or the symbol.</param>
/// <param name="Position">Its first character, from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Value, int Position);

/// <summary>A formula cut into pieces, and a place among them.</summary>
internal sealed partial class FormulaTokens
{
    private readonly List<Token> tokens = [];
    private readonly string text;
    private int place;

    public FormulaTokens(string text)
    {
        this.text = text;
        int at = 0;
        while (at < text.Length)
        {
            var match = Piece().Match(text, at);
            if (!match.Success)
                throw Error(at + 1, text[at] is '`' or '"' or '\'' ? $"what {text[at]} opens here is not closed" : $"'{text[at]}' has no meaning in a formula");
            if (match.Value == ".")
                throw Error(at + 1, "'.' for all other columns is not supported; name the columns");
            var kind = match.Groups["name"].Success || match.Groups["quoted"].Success ? TokenKind.Name
                : match.Groups["number"].Success ? TokenKind.Number
                : match.Groups["text"].Success ? TokenKind.Text : TokenKind.Symbol;
            string value = match.Groups["quoted"].Success ? match.Groups["quoted"].Value
                : match.Groups["text"].Success ? match.Groups["text"].Value[1..^1] : match.Value;
            if (!match.Groups["space"].Success)
                tokens.Add(new(kind, value, at + 1));
            at += match.Length;
        }
        tokens.Add(new(TokenKind.End, "the end", text.Length + 1));
    }

    /// <summary>True for a name that needs no backticks.</summary>
    public static bool IsName(string text) => Piece().Match(text) is { Groups: var groups } match && groups["name"].Success && match.Length == text.Length && text != ".";

    public Token Current => tokens[place];

    public Token Following => tokens[Math.Min(place + 1, tokens.Count - 1)];

    public Token Take() => tokens[place == tokens.Count - 1 ? place : place++];

    public bool Is(string symbol) => Current.Kind == TokenKind.Symbol && Current.Value == symbol;

    public bool TryTake(string symbol)
    {
        bool found = Is(symbol);
        if (found)
            place++;
        return found;
    }

    public void Expect(string symbol, string why)
    {
        if (!TryTake(symbol))
            throw Error(Current.Position, $"expected '{symbol}' {why}, found {Describe(Current)}");
    }

    /// <summary>The source between two positions, without the blanks between its pieces, as coefficient names show it.</summary>
    public string Source(int from, int to) =>
        string.Concat(tokens.Zip(tokens.Skip(1)).Where(pair => pair.First.Position >= from && pair.First.Position < to)
            .Select(pair => text[(pair.First.Position - 1)..(pair.Second.Position - 1)].Trim()));

    public FormatException Error(int position, string what) => new($"At position {position} of '{text}': {what}.");

    public static string Describe(Token token) => token.Kind == TokenKind.End ? "the end" : $"'{token.Value}'";

    [GeneratedRegex(@"\G(?:(?<space>\s+)|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[\p{L}._][\p{L}\p{M}\p{N}._]*)|`(?<quoted>[^`]+)`|(?<text>""[^""]*""|'[^']*')|[~+\-*/:^(),=])")]
    private static partial Regex Piece();
}
