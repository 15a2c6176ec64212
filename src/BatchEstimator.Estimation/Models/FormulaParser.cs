using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Models;

/// <summary>Reads a formula by recursive descent: sum of crossings (*) of interactions (:) of powered atoms, as R's precedence has it.</summary>
internal sealed class FormulaParser
{
    private static readonly Term InterceptTerm = new([]);

    private readonly FormulaTokens tokens;
    private readonly FormulaArithmetic arithmetic;
    private readonly string text;
    private Expr offset = 0;

    public FormulaParser(string text, IReadOnlyList<ColumnRequest> columns)
    {
        this.text = text;
        tokens = new(text);
        arithmetic = new(tokens, columns);
    }

    public Formula Parse()
    {
        if (tokens.Is("~"))
            throw tokens.Error(1, "the response is missing before '~'");
        int start = tokens.Current.Position;
        var response = arithmetic.Sum();
        string responseName = tokens.Source(start, tokens.Current.Position).Trim('`');
        tokens.Expect("~", "after the response");
        return Predicted(responseName, response);
    }

    public Formula ParsePredictor()
    {
        tokens.Expect("~", "first: the formula of a parameter has no left side, as in '~ x + z'");
        return Predicted("", 0);
    }

    private Formula Predicted(string responseName, Expr response)
    {
        var terms = Sum(top: true);
        if (tokens.Current.Kind != TokenKind.End)
            throw tokens.Error(tokens.Current.Position, $"{FormulaTokens.Describe(tokens.Current)} is not expected here");
        var ordered = terms.OrderBy(term => term.Factors.Count).ToList();
        return new(text, responseName, response, ordered, offset, arithmetic.Columns);
    }

    private List<Term> Sum(bool top)
    {
        var terms = new List<Term>();
        if (top)
            terms.Add(InterceptTerm);
        bool add = !tokens.TryTake("-");
        if (add)
            tokens.TryTake("+");
        do
        {
            if (tokens.Current is { Kind: TokenKind.Number, Value: "0" or "1" } number && !FollowedByArithmetic())
            {
                tokens.Take();
                Apply(terms, [InterceptTerm], add == (number.Value == "1"));
            }
            else
                Apply(terms, Crossing(), add);
            add = !tokens.Is("-");
        }
        while (tokens.TryTake("+") || tokens.TryTake("-"));
        return terms;
    }

    private bool FollowedByArithmetic() => tokens.Following is { Kind: TokenKind.Symbol, Value: "*" or "/" or "^" or ":" };

    private static void Apply(List<Term> terms, IEnumerable<Term> change, bool add)
    {
        foreach (var term in change)
        {
            if (!add)
                terms.RemoveAll(term.SameAs);
            else if (!terms.Any(term.SameAs))
                terms.Add(term);
        }
    }

    private List<Term> Crossing()
    {
        var left = Interaction();
        while (tokens.TryTake("*"))
        {
            var right = Interaction();
            var products = Products(left, right);
            Apply(left, [.. right, .. products], add: true);
        }
        return left;
    }

    private List<Term> Interaction()
    {
        var left = Powered();
        while (tokens.TryTake(":"))
            left = Products(left, Powered());
        return left;
    }

    private static List<Term> Products(List<Term> left, List<Term> right) => [.. from a in left from b in right select a.Times(b)];

    private List<Term> Powered()
    {
        int start = tokens.Current.Position;
        if (tokens.TryTake("("))
        {
            var inner = Sum(top: false);
            tokens.Expect(")", $"to close the bracket opened at position {start}");
            return tokens.TryTake("^") ? ToPower(inner, Degree()) : inner;
        }
        var token = tokens.Take();
        if (token.Kind == TokenKind.Number)
            throw tokens.Error(token.Position, $"the number {token.Value} cannot stand as a term; only 0 and 1 can. Write I({token.Value} * x) for arithmetic");
        if (token.Kind != TokenKind.Name)
            throw tokens.Error(token.Position, $"expected a term, found {FormulaTokens.Describe(token)}");
        return tokens.Is("(") ? Function(token) : Scaled(token, start);
    }

    private int Degree()
    {
        int position = tokens.Current.Position;
        double degree = arithmetic.SignedNumber("as a degree of crossing");
        return degree is >= 1 and <= 9 && degree == Math.Floor(degree) ? (int)degree
            : throw tokens.Error(position, "the degree of crossing must be a whole number from 1 to 9");
    }

    private static List<Term> ToPower(List<Term> terms, int degree)
    {
        var result = new List<Term>(terms);
        for (int i = 1; i < degree; i++)
            Apply(result, Products(result, terms), add: true);
        return result;
    }

    // x, x^2, x/10, x*2: arithmetic on a single column may stand bare.
    private List<Term> Scaled(Token name, int start)
    {
        bool times = tokens.Is("*") && tokens.Following.Kind == TokenKind.Number;
        if (!tokens.Is("^") && !tokens.Is("/") && !times)
            return [new([new ColumnFactor(name.Value, arithmetic.Column(name.Value, ColumnKind.Auto))])];
        return [new([Arithmetic(arithmetic.Number(name.Value), start)])];
    }

    private NumericFactor Arithmetic(Expr value, int start)
    {
        value = arithmetic.Powered(value);
        while (tokens.Is("/") || (tokens.Is("*") && tokens.Following.Kind == TokenKind.Number))
        {
            var sign = tokens.Take();
            double number = arithmetic.SignedNumber(sign.Value == "/" ? "after '/' (nested factors are not supported: write a + a:b)" : "after '*'");
            value = sign.Value == "/" ? value / number : value * number;
        }
        return new(tokens.Source(start, tokens.Current.Position), value);
    }

    private List<Term> Function(Token name)
    {
        switch (name.Value)
        {
            case "C":
                return [new([Labels(name)])];
            case "poly":
                return Polynomial(name);
            case "offset":
                tokens.Expect("(", "after offset");
                offset += arithmetic.Sum();
                tokens.Expect(")", "to close offset(");
                return [];
            case "factor" or "as.factor":
                throw tokens.Error(name.Position, $"write C(...) instead of {name.Value}(...)");
            default:
                return [new([Arithmetic(arithmetic.Call(name), name.Position)])];
        }
    }

    private LabelFactor Labels(Token name)
    {
        tokens.Expect("(", "after C");
        var column = tokens.Take();
        if (column.Kind != TokenKind.Name)
            throw tokens.Error(column.Position, $"C() takes a column, found {FormulaTokens.Describe(column)}");
        string? reference = null;
        if (tokens.TryTake(","))
        {
            var key = tokens.Take();
            if (key.Value != "ref")
                throw tokens.Error(key.Position, $"C() takes ref=, found {FormulaTokens.Describe(key)}");
            tokens.Expect("=", "after ref");
            var level = tokens.Take();
            if (level.Kind is TokenKind.End or TokenKind.Symbol)
                throw tokens.Error(level.Position, "ref= takes a level, such as ref = \"b\"");
            reference = level.Value;
        }
        tokens.Expect(")", $"to close C( at position {name.Position}");
        return new(column.Value, arithmetic.Column(column.Value, ColumnKind.Text), reference);
    }

    private List<Term> Polynomial(Token name)
    {
        tokens.Expect("(", "after poly");
        int start = tokens.Current.Position;
        var value = arithmetic.Sum();
        string inner = tokens.Source(start, tokens.Current.Position);
        tokens.Expect(",", "and a degree, as in poly(x, 3)");
        double degree = arithmetic.SignedNumber("as a degree");
        if (degree is < 1 or > 30 || degree != Math.Floor(degree))
            throw tokens.Error(name.Position, "the degree of poly must be a whole number from 1 to 30");
        tokens.Expect(")", $"to close poly( at position {name.Position}");
        return [.. Enumerable.Range(1, (int)degree).Select(k => new Term([new NumericFactor($"poly({inner},{degree}){k}", k == 1 ? value : Functions.Power(value, k))]))];
    }
}
