using System.Globalization;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Models;

/// <summary>A term joined with the data: a number, and a label from each of some columns.</summary>
/// <param name="Numeric">The product of its numeric factors; the constant 1 if there are none.</param>
/// <param name="Parts">Its factors in order: the name, and the index of the label column, or -1 for a number.</param>
/// <param name="References">For each part the reference level that was asked for; null = the first.</param>
/// <param name="Source">Its term in the formula as written, in which all columns of a spline, and all powers of a polynomial, are one.</param>
public sealed record DesignTerm(Expr Numeric, IReadOnlyList<(string Name, int Label)> Parts, IReadOnlyList<string?> References, int Source)
{
    /// <summary>The columns of splines that multiply <see cref="Numeric"/>, known only once the rows are.</summary>
    public IReadOnlyList<SplineColumn> Splines { get; init; } = [];

    /// <summary>The label columns of the term, in order.</summary>
    public IReadOnlyList<int> Labels { get; } = [.. Parts.Where(part => part.Label >= 0).Select(part => part.Label)];
}

/// <summary>A column of the design.</summary>
/// <param name="Name">The coefficient's name.</param>
/// <param name="Term">The index of the term.</param>
/// <param name="Levels">The number of the level for each label column of the term.</param>
public sealed record DesignColumn(string Name, int Term, IReadOnlyList<int> Levels);

/// <summary>
/// A formula joined with the kinds its columns turned out to have. Labels are coded by treatment: a column for each level but the
/// reference where earlier terms span the term without the label, else a column for every level.
/// </summary>
public sealed class Design
{
    /// <summary>Joins.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="resolved">For each of the formula's columns, Number or Text.</param>
    public Design(Formula formula, IReadOnlyList<ColumnRequest> resolved)
    {
        var written = formula.Terms.Select(term => term.Written).ToList();
        var expanded = formula.Terms.SelectMany(term => WithoutSplines(term).Select(column => (Term: column, Source: written.IndexOf(term.Written)))).ToList();
        Formula = formula with { Terms = [.. expanded.Select(pair => pair.Term)] };
        var labels = Enumerable.Range(0, formula.Columns.Count).Where(i => resolved[i].Kind == ColumnKind.Text).ToList();
        LabelColumns = labels;
        Terms = [.. expanded.Select(pair => Join(pair.Term, labels, pair.Source))];
        Response = formula.Response - formula.Offset;
    }

    /// <summary>The formula.</summary>
    public Formula Formula { get; }

    /// <summary>The terms.</summary>
    public IReadOnlyList<DesignTerm> Terms { get; }

    /// <summary>The response less the offset.</summary>
    public Expr Response { get; }

    /// <summary>The label columns, as indices among the formula's columns.</summary>
    public IReadOnlyList<int> LabelColumns { get; }

    /// <summary>True if some column is computed and so carries a rounding of its own.</summary>
    public bool IsComputed => Response is not Variable || Terms.Any(term => term.Numeric is not (Variable or Constant));

    /// <summary>The columns of the design, once the levels are known.</summary>
    /// <param name="levels">The levels of each label column.</param>
    public IReadOnlyList<DesignColumn> Columns(IReadOnlyList<LevelIndex> levels)
    {
        var columns = new List<DesignColumn>();
        for (int t = 0; t < Terms.Count; t++)
        {
            var coded = new List<IReadOnlyList<int>>();
            for (int k = 0; k < Terms[t].Parts.Count; k++)
            {
                if (Terms[t].Parts[k].Label < 0)
                    continue;
                coded.Add([.. Ordered(levels[Terms[t].Parts[k].Label], Terms[t].References[k]).Skip(HasMargin(t, k) ? 1 : 0)]);
            }
            columns.AddRange(Combinations(coded).Select(combination => new DesignColumn(NameOf(t, combination, levels), t, combination)));
        }
        return columns;
    }

    /// <summary>The reference levels that were asked for and do not occur.</summary>
    public IEnumerable<string> MissingReferences(IReadOnlyList<LevelIndex> levels) =>
        from term in Terms
        from k in Enumerable.Range(0, term.Parts.Count)
        where term.References[k] is { } reference && term.Parts[k].Label >= 0 && !levels[term.Parts[k].Label].Labels.Contains(reference)
        select $"{term.Parts[k].Name}={term.References[k]}";

    /// <summary>The offset at given predictor values.</summary>
    public double OffsetAt(IReadOnlyDictionary<string, string> values) => new Tape(Formula.Offset).Evaluate(NumbersAt(values), [])[0];

    /// <summary>The row of the design at given predictor values; not a number where a spline says nothing about them.</summary>
    /// <param name="values">The values by column, numbers or labels as written.</param>
    /// <param name="columns">The columns of the design.</param>
    /// <param name="levels">The levels of each label column.</param>
    /// <param name="basisOf">The splines with their knots; null for a design without any.</param>
    public double[] RowAt(
        IReadOnlyDictionary<string, string> values, IReadOnlyList<DesignColumn> columns, IReadOnlyList<LevelIndex> levels, Func<SplineFactor, SplineBasis>? basisOf = null)
    {
        double[] numbers = NumbersAt(values), numeric = new Tape([.. Terms.Select(term => term.Numeric)]).Evaluate(numbers, []);
        for (int t = 0; t < numeric.Length; t++)
        {
            foreach (var part in Terms[t].Splines)
                numeric[t] *= ValueOf(part, numbers, basisOf!(part.Spline));
        }
        return [.. columns.Select(column =>
        {
            var term = Terms[column.Term];
            bool here = term.Labels.Select((label, k) =>
                values.GetValueOrDefault(Formula.Columns[LabelColumns[label]].Name) == levels[label].Labels[column.Levels[k]]).All(same => same);
            return here ? numeric[column.Term] : 0;
        })];
    }

    /// <summary>What is wrong with given predictor values, now that the columns' kinds and levels are known; null = nothing.</summary>
    public string? ObjectionTo(IReadOnlyDictionary<string, string> values, IReadOnlyList<LevelIndex> levels)
    {
        for (int i = 0; i < Formula.Columns.Count; i++)
        {
            string name = Formula.Columns[i].Name;
            if (!values.TryGetValue(name, out string? text))
                continue;
            int label = LabelColumns.ToList().IndexOf(i);
            if (label < 0 && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                return $"at: {name} is '{text}', which is not a number";
            if (label >= 0 && !levels[label].Labels.Contains(text))
                return $"at: {name} is '{text}', a label that does not occur in the data";
        }
        return null;
    }

    // The formula's columns as numbers; those that are labels, or not given, do not enter any number.
    private double[] NumbersAt(IReadOnlyDictionary<string, string> values) =>
        [.. Formula.Columns.Select(column => values.TryGetValue(column.Name, out string? text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : 0)];

    // Whether an earlier term spans the term without this part: one that has all its other factors, and besides those only labels, whose
    // columns sum to one. (R takes any earlier term with the other factors, also one with a number more, and so loses columns of x:g in x:z + x:g.)
    private bool HasMargin(int term, int part)
    {
        var rest = Formula.Terms[term].Factors.Where((_, k) => k != part).ToList();
        return Enumerable.Range(0, term).Any(t =>
            rest.All(factor => Formula.Terms[t].Factors.Any(other => Term.IsSame(factor, other)))
            && Enumerable.Range(0, Terms[t].Parts.Count).All(k => Terms[t].Parts[k].Label >= 0 || rest.Any(factor => Term.IsSame(factor, Formula.Terms[t].Factors[k]))));
    }

    private static IEnumerable<int> Ordered(LevelIndex levels, string? reference)
    {
        var sorted = levels.Sorted();
        return reference is null ? sorted : [.. sorted.Where(i => levels.Labels[i] == reference), .. sorted.Where(i => levels.Labels[i] != reference)];
    }

    // All combinations of one level from each, the first varying fastest.
    private static IEnumerable<IReadOnlyList<int>> Combinations(List<IReadOnlyList<int>> choices)
    {
        IEnumerable<IReadOnlyList<int>> result = [[]];
        foreach (var choice in Enumerable.Reverse(choices))
            result = [.. from tail in result from level in choice select (IReadOnlyList<int>)[level, .. tail]];
        return result;
    }

    private string NameOf(int term, IReadOnlyList<int> combination, IReadOnlyList<LevelIndex> levels)
    {
        int next = 0;
        return Terms[term].Parts.Count == 0 ? "(Intercept)" : string.Join(":",
            Terms[term].Parts.Select(part => part.Label < 0 ? part.Name : $"{part.Name}={levels[part.Label].Labels[combination[next++]]}"));
    }

    private static double ValueOf(SplineColumn part, double[] numbers, SplineBasis basis)
    {
        var values = new double[basis.Count];
        basis.Evaluate(new Tape(part.Spline.Inner).Evaluate(numbers, [])[0], values);
        return values[part.Column];
    }

    // A term for every combination of the columns of its splines.
    private static IEnumerable<Term> WithoutSplines(Term term)
    {
        IEnumerable<IReadOnlyList<Factor>> products = [[]];
        foreach (var factor in term.Factors)
        {
            IReadOnlyList<Factor> columns = factor is SplineFactor spline
                ? [.. Enumerable.Range(0, spline.Df).Select(column => new SplineColumn(spline.ColumnName(column), spline, column))] : [factor];
            products = [.. from column in columns from product in products select (IReadOnlyList<Factor>)[.. product, column]];
        }
        return products.Select(product => new Term(product));
    }

    private static DesignTerm Join(Term term, List<int> labels, int source)
    {
        Expr numeric = 1;
        var parts = new List<(string, int)>();
        foreach (var factor in term.Factors)
        {
            int label = factor switch
            {
                LabelFactor chosen => labels.IndexOf(chosen.Column),
                ColumnFactor column => labels.IndexOf(column.Column),
                _ => -1,
            };
            if (label < 0 && factor is not SplineColumn)
                numeric *= factor is NumericFactor computed ? computed.Value : new Variable(VariableKind.Data, ((ColumnFactor)factor).Column, factor.Name);
            parts.Add((factor.Name, label));
        }
        return new(numeric, parts, [.. term.Factors.Select(factor => (factor as LabelFactor)?.Reference)], source) { Splines = [.. term.Factors.OfType<SplineColumn>()] };
    }
}
