using BatchEstimator.Estimation.Results;
using BatchEstimator.Worker.Running;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>The run in a sentence or two, and its counts.</summary>
internal sealed record Verdict(int Ok, int Caution, int Refused, int Failed, string Sentence)
{
    public int Total => Ok + Caution + Refused + Failed;

    /// <summary>The worst status there is, for the colour.</summary>
    public FitStatus Worst => Failed > 0 ? FitStatus.Failed : Refused > 0 ? FitStatus.Refused : Caution > 0 ? FitStatus.Caution : FitStatus.Ok;

    public static Verdict Of(RunResult result)
    {
        var fits = result.Fits.Select(outcome => outcome.Result).ToList();
        int Count(FitStatus status) => fits.Count(fit => fit.Status == status);
        var (ok, caution, refused, failed) = (Count(FitStatus.Ok), Count(FitStatus.Caution), Count(FitStatus.Refused), Count(FitStatus.Failed));
        string sentence = Usable(ok + caution, fits.Count);
        if (refused > 0) sentence += $"; {Wording.Count(refused, "was", "were")} refused: {Reasons(fits, FitStatus.Refused)}";
        if (failed > 0) sentence += $"; {Wording.Count(failed)} failed: {Reasons(fits, FitStatus.Failed)}";
        sentence += ".";
        if (caution > 0) sentence += $" {Reserved(caution, ok + caution)}: {Reasons(fits, FitStatus.Caution)}.";
        if (fits.Count(Misfit.Is) is > 0 and var unlike) sentence += $" {(fits.Count == 1 ? "The data do" : Wording.Count(unlike, "fit has data that do", "fits have data that do"))} not look like the family.";
        return new Verdict(ok, caution, refused, failed, sentence);
    }

    private static string Usable(int usable, int total) => (usable, total) switch
    {
        (_, 0) => "Nothing was fitted",
        (1, 1) => "The fit is usable",
        (0, 1) => "The fit is not usable",
        (0, _) => $"None of {Wording.Count(total)} fits is usable",
        _ when usable == total => $"All {Wording.Count(total)} fits are usable",
        _ => $"{Wording.Count(usable)} of {Wording.Count(total)} fits {(usable == 1 ? "is" : "are")} usable",
    };

    private static string Reserved(int caution, int usable) =>
        usable == 1 ? "It has a reservation" : Wording.Count(caution, "usable fit has a reservation", "usable fits have a reservation");

    /// <summary>The codes in words, the most frequent first, with counts where there are several.</summary>
    private static string Reasons(List<FitResult> fits, FitStatus status)
    {
        var reasons = fits.Where(fit => fit.Status == status).SelectMany(fit => fit.Codes.Select(code => code.Code).Distinct())
            .GroupBy(code => code).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        if (reasons.Count == 0) return "no reason was given";
        return string.Join(", ", reasons.Select(group => reasons.Count == 1 ? Wording.Code(group.Key) : $"{Wording.Code(group.Key)} ({Wording.Count(group.Count())})"));
    }
}
