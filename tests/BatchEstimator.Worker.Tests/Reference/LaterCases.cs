namespace BatchEstimator.Worker.Tests.Reference;

/// <summary>The kinds of cases this version does not fit yet, each with the reason. Shrinks as models arrive; never holds a case that merely fails.</summary>
internal static class LaterCases
{
    public static readonly IReadOnlyList<(string Reason, Func<ReferenceCase, bool> Covers)> Kinds =
    [
        ("regression on labels of more than two levels comes with the multinomial logit", problem => problem.Model.Name == "multinomial-logistic"),
    ];

    /// <summary>Why a case is not run; null if it is.</summary>
    public static string? Reason(ReferenceCase problem) => Kinds.FirstOrDefault(kind => kind.Covers(problem)).Reason;
}
