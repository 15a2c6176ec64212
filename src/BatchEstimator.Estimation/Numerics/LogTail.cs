namespace BatchEstimator.Estimation.Numerics;

/// <summary>
/// The logarithm of a probability, with its first and second derivatives in up to two shape parameters a, b and in the point x.
/// </summary>
/// <param name="Value">The logarithm, at most 0.</param>
/// <param name="A">d/da.</param>
/// <param name="B">d/db; 0 where the distribution has one shape parameter.</param>
/// <param name="X">d/dx.</param>
/// <param name="AA">d²/da².</param>
/// <param name="AB">d²/da db.</param>
/// <param name="BB">d²/db².</param>
/// <param name="AX">d²/da dx.</param>
/// <param name="BX">d²/db dx.</param>
/// <param name="XX">d²/dx².</param>
public readonly record struct LogTail(double Value, double A, double B, double X, double AA, double AB, double BB, double AX, double BX, double XX)
{
    /// <summary>Certainty: log 1, with no slope.</summary>
    public static readonly LogTail Certain;

    /// <summary>The logarithm of one minus this probability: with r = p/(1-p), first derivatives -r p_i, second -r (p_ij + p_i p_j) - r² p_i p_j.</summary>
    public LogTail Complement()
    {
        double value = SpecialFunctions.Log1MExp(Value), odds = Math.Exp(Value - value);
        double Second(double ij, double i, double j) => odds == 0 ? 0 : -odds * ij - odds * i * (j * (1 + odds));
        return new(value, Scaled(A), Scaled(B), Scaled(X),
            Second(AA, A, A), Second(AB, A, B), Second(BB, B, B), Second(AX, A, X), Second(BX, B, X), Second(XX, X, X));
        double Scaled(double slope) => odds == 0 ? 0 : -odds * slope;
    }
}
