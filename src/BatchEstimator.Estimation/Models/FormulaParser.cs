using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Models;

/// <summary>Reads a formula by recursive descent: sum of crossings (*) of interactions (:) of powered atoms, as R's precedence has it.</summary>
internal sealed class FormulaParser
{
    private static readonly Term InterceptTerm = new([]);

    private readonly FormulaTokens tokens;
    private readonly FormulaArithmetic arithmetic;
    private readonly FormulaFactors functions;
    private readonly List<Factor> appeared = [];
    private readonly string text;
    private Expr offset = 0;

    public FormulaParser(string text, IReadOnlyList<ColumnRequest> columns)
    {
        this.text = text;
        tokens = new(text);
        arithmetic = new(tokens, columns);
        functions = new(tokens, arithmetic);
    }

    public Formula Parse()
    {
        if (tokens.Current.Kind == TokenKind.End)
            throw tokens.Error(1, "the formula is empty; write it like 'y ~ x + z'");
        if (tokens.Is("~"))
            throw tokens.Error(1, "the response is missing before '~'");
        int start = tokens.Current.Position;
        var response = arithmetic.Sum();
        string responseName = response is Variable column ? column.Name : tokens.Source(start, tokens.Current.Position);
        tokens.Expect("~", "after the response");
        arithmetic.Predictors.Clear();
        return Predicted(responseName, response);
    }

    public Formula ParsePredictor()
    {
        tokens.Expect("~", "first: the formula of a parameter has no left side, as in '~ x + z'");
        return Predicted("", 0);
    }

    private Formula Predicted(string responseName, Expr response)
    {
        if (tokens.Current.Kind == TokenKind.End)
            throw tokens.Error(tokens.Current.Position, "the right side is empty; write '~ 1' where nothing predicts");
        int start = tokens.Current.Position;
        var terms = Sum(top: true);
        if (tokens.Current.Kind != TokenKind.End)
            throw tokens.Error(tokens.Current.Position, Unexpected());
        CheckResponse(responseName, response, start);
        CheckReferences(start);
        var ordered = terms.Select(InOrder).OrderBy(term => term.Factors.Count).ToList();
        return new(text, responseName, response, ordered, offset, arithmetic.Columns);
    }

    private string Unexpected() => tokens.Current switch
    {
        { Kind: TokenKind.Symbol, Value: "~" } => "a formula has one '~'",
        { Kind: TokenKind.Symbol, Value: ")" } => "')' closes no bracket",
        { Kind: TokenKind.Symbol, Value: "^" } => "'^' is not expected here; write I(...) for arithmetic with several powers",
        var token => $"{FormulaTokens.Describe(token)} is not expected here",
    };

    // A column cannot explain itself; a computed response, such as the gain after - before, may well depend on its parts.
    private void CheckResponse(string name, Expr response, int start)
    {
        if (name.Length == 0)
            return;
        bool isColumn = response is Variable;
        if (appeared.Any(factor => factor.Name == name) || (isColumn && arithmetic.Predictors.Contains(name)))
            throw tokens.Error(start, $"the response {name} stands on the right side too");
    }

    private void CheckReferences(int start)
    {
        foreach (var column in appeared.OfType<LabelFactor>().GroupBy(factor => factor.Column))
        {
            if (column.Select(factor => factor.Reference).Distinct().Count() > 1)
                throw tokens.Error(start, $"C({column.First().Name}) is there with different references; write the same ref= each time");
        }
    }

    // R's order: as the formula first names the factors.
    private Term InOrder(Term term) => new([.. term.Factors.OrderBy(factor => appeared.FindIndex(other => Term.IsSame(factor, other)))]);

    private Term Single(Factor factor)
    {
        appeared.Add(factor);
        return new([factor]);
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
                if (!top)
                    throw tokens.Error(number.Position, "the intercept is put in or left out outside of brackets");
                tokens.Take();
                Apply(terms, [InterceptTerm], add == (number.Value == "1"));
            }
            else if (tokens.Current is { Kind: TokenKind.Name, Value: "offset" } && tokens.Following is { Kind: TokenKind.Symbol, Value: "(" })
                Offset(top && add);
            else
                Apply(terms, Crossing(), add);
            add = !tokens.Is("-");
        }
        while (tokens.TryTake("+") || tokens.TryTake("-"));
        return terms;
    }

    private bool FollowedByArithmetic() => tokens.Following is { Kind: TokenKind.Symbol, Value: "*" or "/" or "^" or ":" };

    private void Offset(bool added)
    {
        var name = tokens.Take();
        tokens.Expect("(", "after offset");
        offset += arithmetic.Sum();
        tokens.Expect(")", $"to close offset( at position {name.Position}");
        if (!added || !(tokens.Is("+") || tokens.Is("-") || tokens.Is("~") || tokens.Is(")") || tokens.Current.Kind == TokenKind.End))
            throw tokens.Error(name.Position, "offset(...) is added as it is: it stands between + signs, outside of brackets; write offset(-x) to subtract x");
    }

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

    private static List<Term> Products(List<Term> left, List<Term> right)
    {
        var products = new List<Term>();
        Apply(products, from a in left from b in right select a.Times(b), add: true);
        return products;
    }

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
            throw tokens.Error(token.Position, $"the number {token.Value} cannot stand as a term; only + 1 and + 0 can, for the intercept. Write I({token.Value} * x) for arithmetic");
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
            return [Single(new ColumnFactor(name.Value, arithmetic.Column(name.Value, ColumnKind.Auto)))];
        return [Single(Arithmetic(arithmetic.Number(name.Value), start))];
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

    private List<Term> Function(Token name) => name.Value switch
    {
        "C" => [Single(functions.Labels(name))],
        "poly" => [.. functions.Polynomial(name).Select(Single)],
        "bs" or "ns" => [Single(functions.Spline(name))],
        "offset" => throw tokens.Error(name.Position, "offset(...) stands between + signs, not in products"),
        _ => [Single(Arithmetic(arithmetic.Call(name), name.Position))],
    };
}
