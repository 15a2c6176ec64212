using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Models;

/// <summary>A part of a term.</summary>
/// <param name="Name">As it appears in coefficient names.</param>
public abstract record Factor(string Name)
{
    /// <summary>What the formula says in one piece: the same for all powers of a polynomial.</summary>
    public string Written { get; init; } = Name;
}

/// <summary>A column as it is: numbers or labels, as the data turn out.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Column">Its index among the formula's columns.</param>
public sealed record ColumnFactor(string Name, int Column) : Factor(Name);

/// <summary>Numbers computed from columns.</summary>
/// <param name="Name">The expression as written.</param>
/// <param name="Value">The expression; its data variables are indices among the formula's columns.</param>
public sealed record NumericFactor(string Name, Expr Value) : Factor(Name);

/// <summary>A column taken as labels.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Column">Its index among the formula's columns.</param>
/// <param name="Reference">The reference level; null = the first in sorted order.</param>
public sealed record LabelFactor(string Name, int Column, string? Reference) : Factor(Name);

/// <summary>A term: the product of its factors; none = the intercept.</summary>
public sealed record Term(IReadOnlyList<Factor> Factors)
{
    /// <summary>True if both are products of the same factors, in whatever order.</summary>
    public bool SameAs(Term other) =>
        Factors.Count == other.Factors.Count && Factors.All(f => other.Factors.Any(g => IsSame(f, g)));

    /// <summary>The product of two terms; a factor times itself is itself.</summary>
    public Term Times(Term other) => new([.. Factors, .. other.Factors.Where(f => !Factors.Any(g => IsSame(f, g)))]);

    /// <summary>The names of its columns as far as the formula tells them: a spline has several, labels are told by the data.</summary>
    public IReadOnlyList<string> ColumnNames =>
        Factors.Count == 0 ? ["(Intercept)"] : [.. Factors.Aggregate<Factor, IEnumerable<string>>([""], (names, factor) =>
            factor is SplineFactor spline
                ? Enumerable.Range(0, spline.Df).SelectMany(column => names.Select(name => Joined(name, spline.ColumnName(column))))
                : names.Select(name => Joined(name, factor.Name)))];

    private static string Joined(string before, string name) => before.Length == 0 ? name : $"{before}:{name}";

    // x and C(x) have one name but are not the same.
    internal static bool IsSame(Factor a, Factor b) => a.Name == b.Name && a.GetType() == b.GetType();

    /// <summary>What the formula says in one piece: terms that are equal in this are one term to a test.</summary>
    public string Written => string.Join(":", Factors.Select(factor => factor.Written));

    /// <summary>As written in coefficient names.</summary>
    public override string ToString() => Factors.Count == 0 ? "(Intercept)" : string.Join(":", Factors.Select(f => f.Name));
}

/// <summary>A model formula, read but not yet joined with data.</summary>
/// <param name="Text">As written.</param>
/// <param name="ResponseName">The left side as written.</param>
/// <param name="Response">The left side.</param>
/// <param name="Terms">The terms in R's order: the intercept if there is one, then by number of factors; the factors of each in the order in which
/// the formula first names them.</param>
/// <param name="Offset">What is added to the linear predictor with coefficient 1; the constant 0 if nothing is.</param>
/// <param name="Columns">The columns all expressions are about.</param>
public sealed record Formula(string Text, string ResponseName, Expr Response, IReadOnlyList<Term> Terms, Expr Offset, IReadOnlyList<ColumnRequest> Columns)
{
    /// <summary>True if there is an intercept.</summary>
    public bool HasIntercept => Terms.Any(term => term.Factors.Count == 0);

    /// <summary>A column's name as a formula has it: in backticks where it is not a plain name.</summary>
    public static string Quoted(string column) => FormulaTokens.IsName(column) ? column : $"`{column}`";

    /// <summary>Reads a formula in R's dialect, as the contract describes it.</summary>
    /// <exception cref="FormatException">With what is wrong, the position and what would be right.</exception>
    public static Formula Parse(string text) => new FormulaParser(text, []).Parse();

    /// <summary>Reads the right side alone, as <c>~ x + z</c>, for a parameter that is not the response's location.</summary>
    /// <param name="text">As written; its <see cref="Response"/> is the constant 0 without a name.</param>
    /// <param name="columns">Columns met before, of other formulas of the same fit: they keep their indices, new ones come after.</param>
    /// <exception cref="FormatException">With what is wrong, the position and what would be right.</exception>
    public static Formula ParsePredictor(string text, IReadOnlyList<ColumnRequest> columns) => new FormulaParser(text, columns).ParsePredictor();
}
