namespace BatchEstimator.Estimation.Numerics;

/// <summary>A number with its first and second derivatives in up to two shape parameters a, b and in a point x; most often the logarithm of a probability.</summary>
/// <param name="Value">The number.</param>
/// <param name="A">d/da.</param>
/// <param name="B">d/db; 0 where the distribution has one shape parameter.</param>
/// <param name="X">d/dx.</param>
/// <param name="AA">d²/da².</param>
/// <param name="AB">d²/da db.</param>
/// <param name="BB">d²/db².</param>
/// <param name="AX">d²/da dx.</param>
/// <param name="BX">d²/db dx.</param>
/// <param name="XX">d²/dx².</param>
public readonly record struct Partials(double Value, double A, double B, double X, double AA, double AB, double BB, double AX, double BX, double XX)
{
    /// <summary>Certainty: log 1, with no slope.</summary>
    public static readonly Partials Certain;

    /// <summary>The same probability named from the other end: b for a and 1 - x for x.</summary>
    public Partials Mirror() => new(Value, B, A, -X, BB, AB, AA, -BX, -AX, XX);

    /// <summary>The first derivative along an axis: 0 for a, 1 for b, 2 for x.</summary>
    public double First(int axis) => axis switch { 0 => A, 1 => B, _ => X };

    /// <summary>The second derivative along two axes.</summary>
    public double Second(int one, int other) => (Math.Min(one, other), Math.Max(one, other)) switch
    {
        (0, 0) => AA,
        (0, 1) => AB,
        (1, 1) => BB,
        (0, 2) => AX,
        (1, 2) => BX,
        _ => XX,
    };

    /// <summary>For the logarithm of a probability, that of its complement: with r = p/(1-p), first derivatives -r p_i, second -r (p_ij + p_i p_j) - r² p_i p_j.</summary>
    public Partials Complement()
    {
        double value = SpecialFunctions.Log1MExp(Value), odds = Math.Exp(Value - value);
        return new(value, Slope(A), Slope(B), Slope(X), Bend(AA, A, A), Bend(AB, A, B), Bend(BB, B, B), Bend(AX, A, X), Bend(BX, B, X), Bend(XX, X, X));
        double Slope(double slope) => odds == 0 ? 0 : -odds * slope;
        double Bend(double bend, double one, double other) => odds == 0 ? 0 : -odds * bend - odds * one * (other * (1 + odds));
    }
}
