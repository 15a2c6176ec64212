using System.Globalization;

namespace BatchEstimator.Estimation.Models;

/// <summary>Where the scale of the normal prior on all slopes comes from.</summary>
public enum AlphaKind
{
    /// <summary>It is given.</summary>
    Given,

    /// <summary>The one with the greatest Laplace evidence (MacKay, Neural Computation 4, 1992, p. 420).</summary>
    Evidence,

    /// <summary>The one that predicts left-out rows best, in seeded cross-validation.</summary>
    CrossValidation,
}

/// <summary>One normal prior for every slope: mean zero and standard deviation alpha, given or chosen by the data.</summary>
/// <param name="Kind">Where alpha comes from.</param>
/// <param name="Scale">Alpha, above 0, where it is given; else null.</param>
public sealed record AlphaDefinition(AlphaKind Kind, double? Scale = null)
{
    /// <summary>The words that stand for a choice by the data.</summary>
    public static IReadOnlyList<string> Words { get; } = ["evidence", "cv"];

    /// <summary>Reads a number above 0, <c>evidence</c> or <c>cv</c>.</summary>
    /// <param name="text">As written, numbers with a decimal point.</param>
    /// <param name="alpha">What was read; null if nothing could be.</param>
    /// <param name="problem">What is wrong and what would be right; empty if nothing is.</param>
    public static bool TryParse(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AlphaDefinition? alpha, out string problem)
    {
        alpha = text switch
        {
            "evidence" => new(AlphaKind.Evidence),
            "cv" => new(AlphaKind.CrossValidation),
            _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double scale) && double.IsFinite(scale) && scale > 0
                ? new(AlphaKind.Given, scale) : null,
        };
        problem = alpha is null ? $"'{text}' is not a scale for the prior of the slopes. Write a number above 0, evidence or cv." : "";
        return alpha is not null;
    }
}
