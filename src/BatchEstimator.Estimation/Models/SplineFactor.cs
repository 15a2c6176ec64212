using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Models;

/// <summary>A kind of spline.</summary>
public enum SplineKind
{
    /// <summary><c>bs</c>: B-splines of some degree, without the first, which the intercept makes superfluous.</summary>
    BSpline,

    /// <summary><c>ns</c>: natural cubic splines, straight lines beyond the boundary knots.</summary>
    Natural,
}

/// <summary>
/// A spline of some numbers: a factor of several columns. Where its knots are not given they follow from the data (see <see cref="SplineBasis"/>).
/// </summary>
/// <param name="Name">As it appears in coefficient names, before the number of the column: <c>bs(x,5)</c>.</param>
/// <param name="Inner">The numbers; its data variables are indices among the formula's columns.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Df">The number of columns.</param>
/// <param name="Degree">The degree of the pieces; 3 for a natural spline.</param>
/// <param name="Knots">The inner knots, ascending; null = at quantiles of the data.</param>
/// <param name="Boundary">The boundary knots; null = the least and the greatest value of the data.</param>
public sealed record SplineFactor(string Name, Expr Inner, SplineKind Kind, int Df, int Degree, IReadOnlyList<double>? Knots, (double Lower, double Upper)? Boundary)
    : Factor(Name)
{
    /// <summary>The name of a column in coefficient names: <c>bs(x,5)1</c>.</summary>
    /// <param name="column">Its number, from 0.</param>
    public string ColumnName(int column) => $"{Name}{column + 1}";

    /// <summary>How many inner knots there are.</summary>
    public int InnerKnots => Kind == SplineKind.Natural ? Df - 1 : Df - Degree;
}

/// <summary>One column of a spline, as a factor of a term of its own.</summary>
/// <param name="Name">As it appears in coefficient names: <c>bs(x,5)1</c>.</param>
/// <param name="Spline">The spline.</param>
/// <param name="Column">The column, from 0.</param>
public sealed record SplineColumn(string Name, SplineFactor Spline, int Column) : Factor(Name);
