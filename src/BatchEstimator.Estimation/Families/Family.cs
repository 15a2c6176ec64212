using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Families;

/// <summary>How a parameter moves when the data do: x becomes shift + scale x.</summary>
public enum ParameterRole
{
    /// <summary>It stays.</summary>
    Shape,

    /// <summary>It becomes shift + scale times itself.</summary>
    Location,

    /// <summary>It becomes scale times itself.</summary>
    Scale,

    /// <summary>It is divided by the scale.</summary>
    Rate,

    /// <summary>The logarithm of the scale is added to it.</summary>
    LogScale,
}

/// <summary>A natural parameter of a family.</summary>
/// <param name="Name">Its name; <c>p[level]</c> stands for one a level.</param>
/// <param name="Lower">The infimum of its values.</param>
/// <param name="Upper">The supremum of its values.</param>
/// <param name="Meaning">What it is, in a few words.</param>
/// <param name="Role">How it moves with the data.</param>
public sealed record ParameterInfo(string Name, double Lower, double Upper, string Meaning, ParameterRole Role = ParameterRole.Shape)
{
    /// <summary>Any number, in the units of the data and moving with their origin.</summary>
    public static ParameterInfo Location(string name, string meaning) => new(name, double.NegativeInfinity, double.PositiveInfinity, meaning, ParameterRole.Location);

    /// <summary>Above zero, in the units of the data.</summary>
    public static ParameterInfo Scale(string name, string meaning) => new(name, 0, double.PositiveInfinity, meaning, ParameterRole.Scale);

    /// <summary>Above zero, in one over the units of the data.</summary>
    public static ParameterInfo Rate(string name, string meaning) => new(name, 0, double.PositiveInfinity, meaning, ParameterRole.Rate);

    /// <summary>Any number.</summary>
    public static ParameterInfo Real(string name, string meaning) => new(name, double.NegativeInfinity, double.PositiveInfinity, meaning);

    /// <summary>Above zero.</summary>
    public static ParameterInfo Positive(string name, string meaning) => new(name, 0, double.PositiveInfinity, meaning);

    /// <summary>Between zero and one.</summary>
    public static ParameterInfo Probability(string name, string meaning) => new(name, 0, 1, meaning);

    /// <summary>Where estimation begins, if it leaves out values that the parameter can have but where the likelihood has no bound; else null.</summary>
    public double? EstimatedFrom { get; init; }

    /// <summary>True if its values go round, the one end being the other: a search may pass there.</summary>
    public bool IsCircular { get; init; }

    /// <summary>The set of its values, for people.</summary>
    public string Domain => (Lower, Upper) switch
    {
        (0, 1) => "0..1",
        (0, double.PositiveInfinity) => "> 0",
        (double.NegativeInfinity, double.PositiveInfinity) => "real",
        _ => FormattableString.Invariant($"{Lower:G5}..{Upper:G5}"),
    };
}

/// <summary>The parts columns can play in a fit.</summary>
public enum DataRole
{
    /// <summary>The one column that is modelled.</summary>
    Response,

    /// <summary>The columns that are modelled together.</summary>
    Responses,

    /// <summary>The number of trials behind a count of successes.</summary>
    Trials,

    /// <summary>Whether the response was observed (1) or right-censored (0); every continuous family takes it, those that list it have a fast path.</summary>
    Event,

    /// <summary>The levels a label can have.</summary>
    Levels,
}

/// <summary>
/// A family of distributions. Its file tells the whole story in one order: what it is, parameters, density, statistics,
/// when the maximum-likelihood estimate exists, closed forms with priors, references.
/// </summary>
public abstract class Family
{
    /// <summary>The name in job files.</summary>
    public abstract string Name { get; }

    /// <summary>What it is for, in a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>The values it can produce, for people.</summary>
    public abstract string Support { get; }

    /// <summary>When the maximum-likelihood estimate exists, for people.</summary>
    public abstract string Existence { get; }

    /// <summary>The natural parameters, in the contract's order.</summary>
    public abstract IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>The columns a fit of it can name, the first being the one it needs.</summary>
    public virtual IReadOnlyList<DataRole> Roles => [DataRole.Response];

    /// <summary>The joint priors this family has a closed form for, by the key they are given under.</summary>
    public virtual IReadOnlyDictionary<string, string> JointPriors => new Dictionary<string, string>();

    /// <summary>The links a formula for its location can have; empty = it takes no formula yet.</summary>
    public virtual IReadOnlyList<string> Links => [];

    /// <summary>The family with that many components, for one whose parameters depend on their number (from 2 to <see cref="NormalMixture.Most"/>).</summary>
    public virtual Family OfComponents(int count) => this;

    /// <summary>The family of one row whose parameters follow a formula; null if it takes none.</summary>
    /// <param name="levels">The levels of the response, for the families of labels and counts; the first of nominal ones is the reference.</param>
    /// <param name="link">The link asked for; null = the family's own.</param>
    internal virtual ScalarFamily? OfRow(IReadOnlyList<string> levels, string? link) => null;

    /// <summary>
    /// The log density (or probability) of one row with every constant: the definition of the family and the oracle of its fast paths.
    /// </summary>
    /// <param name="dimension">The number of levels or columns, for the families that have several; else 1.</param>
    public abstract Expr LogDensity(int dimension);

    /// <summary>The <paramref name="index"/>-th data column of a row.</summary>
    protected static Variable Data(int index, string name = "x") => new(VariableKind.Data, index, name);

    /// <summary>The <paramref name="index"/>-th natural parameter.</summary>
    protected static Variable Parameter(int index, string name) => new(VariableKind.Parameter, index, name);

    /// <summary>The <paramref name="index"/>-th summary.</summary>
    protected static Variable Summarised(int index, string name) => new(VariableKind.Summary, index, name);
}
