namespace BatchEstimator.Estimation.Regression;

/// <summary>A direction in which the coefficients can grow for ever while the likelihood never falls: there is no maximum-likelihood estimate.</summary>
/// <param name="Vector">The direction, a value a coefficient, the largest of size 1; zero outside the support.</param>
/// <param name="Support">The coefficients that move, ascending; none of them can be spared without separating fewer rows.</param>
/// <param name="Complete">True if every constraint is strict (complete separation), false if some hold with equality (quasi-complete).</param>
/// <param name="StrictRows">Rows of the data with a strict constraint: those the direction fits ever better.</param>
/// <param name="Rows">Rows of the data in all.</param>
internal sealed record RecessionDirection(IReadOnlyList<double> Vector, IReadOnlyList<int> Support, bool Complete, long StrictRows, long Rows);

/// <summary>The answer of the search for a direction of recession.</summary>
/// <param name="Direction">A direction; null if there is none.</param>
/// <param name="Proven">
/// True if the answer holds for the numbers as given: for a direction, signs beyond any rounding error and ties that are ties exactly;
/// for none, positive multipliers under which the constraints cancel. False if it hangs on the 26th digit.
/// </param>
internal sealed record RecessionAnswer(RecessionDirection? Direction, bool Proven);
