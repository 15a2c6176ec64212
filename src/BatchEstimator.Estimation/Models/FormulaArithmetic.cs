using System.Globalization;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Models;

/// <summary>Reads the arithmetic inside a formula, where operators mean what they mean in arithmetic, and collects the columns.</summary>
internal sealed class FormulaArithmetic(FormulaTokens tokens, IReadOnlyList<ColumnRequest> before)
{
    private static readonly Dictionary<string, Func<Expr, Expr>> FunctionsByName = new()
    {
        ["log"] = Functions.Log,
        ["log1p"] = Functions.Log1P,
        ["log2"] = x => Functions.Log(x) / Math.Log(2),
        ["log10"] = x => Functions.Log(x) / Math.Log(10),
        ["exp"] = Functions.Exp,
        ["sqrt"] = Functions.Sqrt,
        ["abs"] = Functions.Abs,
        ["I"] = x => x,
    };

    private readonly List<ColumnRequest> columns = [.. before];

    /// <summary>The columns met so far.</summary>
    public IReadOnlyList<ColumnRequest> Columns => columns;

    /// <summary>What people may be used to from elsewhere, and what says it here.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["cbind"] = "write the successes as the response, and their trials with the key trials",
        ["Surv"] = "write the time as the response, and the key event, or the keys left and right",
        ["factor"] = "write C(...)",
        ["as.factor"] = "write C(...)",
        ["s"] = "write ns(x, 5)",
        ["ln"] = "write log(...)",
    };

    private static readonly string[] TermsOfTheirOwn = ["poly", "bs", "ns", "C", "offset"];

    /// <summary>The names of the columns of the right side.</summary>
    public HashSet<string> Predictors { get; } = [];

    /// <summary>The place of a column among those of the formula.</summary>
    public int Column(string name, ColumnKind kind)
    {
        Predictors.Add(name);
        int place = columns.FindIndex(c => c.Name == name && c.Kind == kind);
        if (place >= 0)
            return place;
        columns.Add(new(name, kind));
        return columns.Count - 1;
    }

    /// <summary>A column of numbers as an expression.</summary>
    public Expr Number(string column) => new Variable(VariableKind.Data, Column(column, ColumnKind.Number), column);

    /// <summary>A sum of products.</summary>
    public Expr Sum()
    {
        var value = Product();
        while (tokens.Is("+") || tokens.Is("-"))
            value = tokens.Take().Value == "+" ? value + Product() : value - Product();
        return value;
    }

    private Expr Product()
    {
        var value = Signed();
        while (tokens.Is("*") || tokens.Is("/"))
            value = tokens.Take().Value == "*" ? value * Signed() : value / Signed();
        return value;
    }

    private Expr Signed() => tokens.TryTake("-") ? -Signed() : tokens.TryTake("+") ? Signed() : Powered(Atom());

    /// <summary>A value, raised to a number if one follows.</summary>
    public Expr Powered(Expr value)
    {
        if (!tokens.TryTake("^"))
            return value;
        double exponent = SignedNumber("as an exponent");
        return exponent == 2 ? Functions.Square(value) : Functions.Power(value, exponent);
    }

    /// <summary>A number that may have a sign.</summary>
    public double SignedNumber(string role)
    {
        bool negative = tokens.TryTake("-");
        var token = tokens.Take();
        if (token.Kind != TokenKind.Number)
            throw tokens.Error(token.Position, $"expected a number {role}, found {FormulaTokens.Describe(token)}");
        double value = double.Parse(token.Value, CultureInfo.InvariantCulture);
        return negative ? -value : value;
    }

    private Expr Atom()
    {
        var token = tokens.Take();
        if (token.Kind == TokenKind.Number)
            return double.Parse(token.Value, CultureInfo.InvariantCulture);
        if (token is { Kind: TokenKind.Symbol, Value: "(" })
        {
            var inner = Sum();
            tokens.Expect(")", $"to close the bracket opened at position {token.Position}");
            return inner;
        }
        if (token.Kind != TokenKind.Name)
            throw tokens.Error(token.Position, $"expected a column, a number or a function, found {FormulaTokens.Describe(token)}");
        return tokens.Is("(") ? Call(token) : Number(token.Value);
    }

    /// <summary>A function whose name has been taken, with its argument in brackets.</summary>
    public Expr Call(Token name)
    {
        if (!FunctionsByName.TryGetValue(name.Value, out var function))
            throw tokens.Error(name.Position, NoFunction(name.Value));
        tokens.Expect("(", $"after {name.Value}");
        var argument = Sum();
        tokens.Expect(")", $"to close {name.Value}( at position {name.Position}");
        return function(argument);
    }

    private static string NoFunction(string name)
    {
        if (TermsOfTheirOwn.Contains(name))
            return $"{name}(...) is a term of its own on the right side and cannot stand inside arithmetic";
        string[] known = [.. FunctionsByName.Keys, .. TermsOfTheirOwn];
        string help = Elsewhere.GetValueOrDefault(name) ?? (Nearest.To(name, known) is { } near ? $"did you mean {near}(...)? Known: {string.Join(", ", known)}" : $"known: {string.Join(", ", known)}");
        return $"there is no function '{name}' here; {help}";
    }
}
