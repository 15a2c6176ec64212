using System.Globalization;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The scale of the slopes' prior, how it was come by, and the curve that was looked at.</summary>
/// <param name="Kind">How it was come by.</param>
/// <param name="Alpha">The scale.</param>
/// <param name="Score">Its log evidence, or the mean log-likelihood of a row left out.</param>
/// <param name="Grid">The scales looked at, ascending.</param>
/// <param name="Scores">The score of each.</param>
/// <param name="Errors">The standard errors of those scores, for cross-validation.</param>
/// <param name="Folds">The parts, for cross-validation.</param>
/// <param name="Limit"><c>zero</c> or <c>infinity</c> if no scale between is best.</param>
internal sealed record AlphaCurve(AlphaKind Kind, double Alpha, double Score, double[] Grid, double[] Scores, double[]? Errors, int? Folds, string? Limit)
{
    private string Word => Kind == AlphaKind.Evidence ? "evidence" : "cv";

    private string Text => Alpha.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>A scale that the user gave.</summary>
    public static AlphaCurve Given(double alpha) => new(AlphaKind.Given, alpha, double.NaN, [], [], null, null, null);

    /// <summary>Why there is no estimate if no scale could be judged.</summary>
    public static FitCode Unknown { get; } = new(FitCodes.ImproperMode,
        "No scale of the slopes' prior could be judged: under every one that was tried, likelihood times prior has no verified top, or rows left out could not be predicted. Give alpha as a number, or proper priors to the other parameters.", ["alpha"]);

    /// <summary>The result with what a reader must know of the choice; as it is if there was none.</summary>
    /// <param name="fit">The fit at this scale.</param>
    /// <param name="drawn">Whether the curve is wanted as a picture.</param>
    public EstimatedFit Explained(EstimatedFit fit, bool drawn)
    {
        if (Kind == AlphaKind.Given)
            return fit;
        var result = fit.Result with { Alpha = new(Alpha, Word, Score, Folds, Limit), Notes = [.. fit.Result.Notes, Note] };
        if (Limit is not null)
            result = result with { Status = result.Status == FitStatus.Ok ? FitStatus.Caution : result.Status, Codes = [.. result.Codes, Reservation] };
        return new(result, drawn ? (fit.Pictures ?? new FitPictures()) with { Alpha = new(Word, Grid, Scores, Errors, Alpha) } : fit.Pictures);
    }

    private string Note => (Kind == AlphaKind.Evidence
            ? $"alpha = {Text} has the greatest evidence by Laplace's approximation"
            : $"alpha = {Text} gives rows left out the greatest mean log-likelihood, {Score.ToString("G6", CultureInfo.InvariantCulture)} in {Folds} parts drawn by a hash of the rows' places and the seed")
        + "; standard errors and intervals take it as known and do not account for its choice.";

    private FitCode Reservation => new(FitCodes.LimitModel, Limit == "zero"
        ? $"{Better} the smaller alpha is: the data see no use in the slopes that it scales. They are shown at alpha = {Text}, where they are zero for all purposes; a formula without them says the same."
        : $"{Better} the larger alpha is: the data want no shrinkage. The estimates are shown at alpha = {Text}, where the prior says hardly anything; method: mle says the same.", ["alpha"]);

    private string Better => Kind == AlphaKind.Evidence ? "The evidence is the greater" : "Rows left out are predicted the better";
}
