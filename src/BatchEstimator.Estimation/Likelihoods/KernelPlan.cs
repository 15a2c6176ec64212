namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>What a compiled loop has to do: expressions with equal parts made one, split into what varies by row and what does not.</summary>
internal sealed class KernelPlan
{
    private readonly Dictionary<Expr, bool> byRow = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Expr, int> uses = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Expr, int> invariantPlaces = new(ReferenceEqualityComparer.Instance);

    /// <summary>Lays out the expressions.</summary>
    public KernelPlan(IReadOnlyList<Expr> expressions)
    {
        var shared = new Interning(lower: true);
        Outputs = [.. expressions.Select(shared.Of)];
        foreach (var output in Outputs)
            Use(output);
        Invariants = new Tape([.. invariantPlaces.Keys]);
        MostOperands = uses.Keys.OfType<Nary>().Select(n => n.Operands.Count).DefaultIfEmpty().Max();
        Columns = [.. uses.Keys.OfType<Variable>().Where(v => v.Kind == VariableKind.Data).Select(v => v.Index).Order()];
    }

    /// <summary>The expressions, equal parts being one object.</summary>
    public IReadOnlyList<Expr> Outputs { get; }

    /// <summary>What does not vary by row: computed once for all rows.</summary>
    public Tape Invariants { get; }

    /// <summary>How many values do not vary by row.</summary>
    public int InvariantCount => invariantPlaces.Count;

    /// <summary>The data columns, by index.</summary>
    public IReadOnlyList<int> Columns { get; }

    /// <summary>The most arguments that a function of many has here.</summary>
    public int MostOperands { get; }

    /// <summary>True if the value depends on the row.</summary>
    public bool VariesByRow(Expr expression) => byRow[expression];

    /// <summary>Where the value stands among those that do not vary by row.</summary>
    public int InvariantPlace(Expr expression) => invariantPlaces[expression];

    /// <summary>True if the value is needed in more than one place.</summary>
    public bool IsShared(Expr expression) => uses[expression] > 1;

    private void Use(Expr expression)
    {
        int count = uses.GetValueOrDefault(expression);
        uses[expression] = count + 1;
        if (count > 0 || expression is Constant)
        {
            byRow.TryAdd(expression, false);
            return;
        }
        if (Varies(expression))
        {
            foreach (var operand in expression.Operands)
                Use(operand);
        }
        else
        {
            invariantPlaces.Add(expression, invariantPlaces.Count);
        }
    }

    private bool Varies(Expr expression)
    {
        if (!byRow.TryGetValue(expression, out bool varies))
        {
            varies = expression is Variable { Kind: VariableKind.Data } || expression.Operands.Any(Varies);
            byRow.Add(expression, varies);
        }
        return varies;
    }
}
