using System.Globalization;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Laplace errors: the coefficients of the location at the least sum of weighted absolute residuals (<see cref="AbsoluteTop"/>), all other
/// parameters by Newton's method, in turn until nothing moves. The density has its kinks in the location alone, so the end of this is a
/// top; without priors on the location one turn is enough for a scale that is one number.
/// </summary>
/// <remarks>
/// At a kink there is no observed information: standard errors of the location are those of the expected information of Laplace errors,
/// (X'WX)^-1 with weights 1/scale^2 (S. Kotz, T. J. Kozubowski and K. Podgórski, The Laplace Distribution and Generalizations, 2001, section 2.6),
/// which is also the covariance of a median regression whose errors have that density at zero (R. Koenker, Quantile Regression, 2005, p. 74).
/// </remarks>
internal sealed class MedianSearch
{
    private const int MostTurns = 200, OtherWays = 4;

    private readonly RegressionObjective objective;
    private readonly int[] location, others;
    private readonly AbsoluteRows distances;
    private readonly (int Coefficient, double Location, double Slope)[] kinks;

    /// <summary>Prepares a search.</summary>
    /// <param name="objective">What is climbed.</param>
    public MedianSearch(RegressionObjective objective)
    {
        this.objective = objective;
        var design = objective.Likelihood.Channels[0].Design!;
        var columns = design.Blocks.SelectMany(block => Enumerable.Range(block.First, block.Count)).ToHashSet();
        location = [.. objective.Free.Where(columns.Contains)];
        others = [.. objective.Free.Except(location)];
        kinks = [.. location.Where(i => objective.KinkOf(i) is not null).Select(i => (i, objective.KinkOf(i)!.Value.Location, objective.KinkOf(i)!.Value.Slope))];
        distances = new(design, objective.Likelihood.Rows, objective.Likelihood.Size, location, [.. kinks.Select(kink => (kink.Coefficient, kink.Location))]);
    }

    /// <summary>Climbs from a start.</summary>
    public RegressionFound From(double[] start)
    {
        double[] beta = [.. start];
        AbsoluteEnd? end = null;
        int turns = 0, steps = 0;
        // The best medians do not depend on a scale that all rows share, unless priors weigh against it.
        bool depends = objective.Likelihood.Channels[1].Design is not null || location.Any(i => !objective.Coefficients[i].Prior.IsFlat);
        for (bool moves = true; moves && turns < MostTurns; turns++)
        {
            double[] before = beta;
            double[] scales = Scales(beta);
            end = Medians(beta, scales);
            beta = end.Beta;
            if (turns == 0 && MeetsAll(beta, start) && others.Length > 0)
                return new(objective, null) { Refusal = Exact };
            if (others.Length > 0)
            {
                var rest = new RegressionSearch(new(objective.Likelihood, objective.Coefficients, objective.Scale, others)).From(beta);
                if (rest is null)
                    return new(objective, null);
                (beta, steps) = (rest.Top.Beta, steps + rest.Iterations);
            }
            moves = depends && others.Length > 0 && !IsSame(before, beta);
        }
        return Found(beta, end!, turns + steps);
    }

    private static FitCode Exact { get; } = new(FitCodes.DegenerateVariance,
        "The formula meets every response exactly, so the scale goes to zero and the likelihood has no maximum. Leave out terms, add rows, or fix scale.", ["scale"]);

    private bool MeetsAll(double[] beta, double[] start)
    {
        double left = distances.Residuals(beta).Take(distances.Rows).Max(Math.Abs), whole = distances.Residuals(start).Take(distances.Rows).Max(Math.Abs);
        var response = objective.Likelihood.Rows;
        double size = 0;
        foreach (double value in response.Table.Numbers[response.Roles.Response].AsSpan(response.From, response.Count))
            size = Math.Max(size, Math.Abs(value));
        return left <= 1e-13 * Math.Max(whole, size) && objective.Coefficients.All(coefficient => coefficient.Name != "scale" || coefficient.Prior.IsFlat);
    }

    private static bool IsSame(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y) <= 1e-13 * Math.Max(Math.Abs(x), Math.Abs(y))).All(same => same);

    private double[] Scales(double[] beta)
    {
        var scales = new double[distances.Rows];
        var channel = objective.Likelihood.Channels[1];
        var rows = objective.Likelihood.Rows;
        if (channel.Design is null)
            Array.Fill(scales, beta[channel.Coefficient]);
        else
            objective.Likelihood.Visit(beta, (from, count, tile) =>
            {
                for (int row = 0; row < count; row++)
                    scales[from - rows.From + row] = channel.Link.Invert(tile.Predictor(1)[row]);
            });
        return scales;
    }

    private double WeightOf(int row) => objective.Likelihood.Rows.WeightOf(objective.Likelihood.Rows.From + row);

    private AbsoluteEnd Medians(double[] beta, double[] scales)
    {
        double[] weights = [.. scales.Select((scale, row) => WeightOf(row) / scale), .. kinks.Select(kink => kink.Slope)];
        double[] at = beta;
        AbsoluteEnd end;
        int turns = 0;
        bool curved;
        do
        {
            var (slope, bend) = objective.SmoothPriors(at, location);
            curved = Array.Exists(bend, value => value != 0);
            double[] before = at;
            var search = () => new AbsoluteTop(distances, weights, curved || Array.Exists(slope, value => value != 0) ? slope : [], curved ? bend : []);
            end = search().Climb(at, location.Length);
            // Where rows are tied, other ways to keep them apart lead to other points, if there are any as good.
            for (int seed = 1; end.IsUnique && end.HasTies && !curved && seed <= OtherWays; seed++)
                end = end with { IsUnique = end.IsAt(search().Climb(at, location.Length, seed)) };
            at = end.Beta;
            // Normal priors are quadratic: the second turn changes nothing but rounding. Others need a few.
            curved &= !IsSame(before, at) && ++turns < 50;
        }
        while (curved);
        return end;
    }

    private RegressionFound Found(double[] beta, AbsoluteEnd end, int iterations)
    {
        var point = objective.At(beta, KernelOrder.Hessian);
        double[] scales = Scales(beta), gram = distances.Gram([.. scales.Select((scale, row) => WeightOf(row) / (scale * scale))]);
        var (_, bend) = objective.SmoothPriors(beta, location);
        int count = objective.Free.Count, size = beta.Length;
        double[] gradient = [.. point.Gradient], curvature = [.. point.Curvature];
        for (int a = 0; a < count; a++)
        {
            int i = Array.IndexOf(location, objective.Free[a]);
            if (i >= 0)
                gradient[a] = PushAt(objective.Free[a], end);
            for (int b = 0; b < count; b++)
            {
                int j = Array.IndexOf(location, objective.Free[b]);
                if (i >= 0 && j >= 0)
                    curvature[a * count + b] = gram[objective.Free[a] * size + objective.Free[b]] + bend[i * location.Length + j];
                else if (i >= 0 || j >= 0)
                    curvature[a * count + b] = 0;
            }
        }
        var found = RegressionFound.OfKinked(objective, new(point with { Gradient = gradient, Curvature = curvature }, iterations, []));
        int met = end.Met.Count(i => distances.KinkOf(i) < 0);
        return found with
        {
            Fault = end.Holds ? null : "a sum of absolute residuals can still be made smaller",
            Codes = end.IsUnique ? [] : [new(FitCodes.NonUnique, "Other coefficients have the same likelihood: the least sum of absolute residuals is reached along a whole line, whose middle is shown, or on a larger set.", [])],
            Information = "expected",
            Remark = string.Create(CultureInfo.InvariantCulture,
                $"A median regression: the fit goes exactly through {met} row(s), and no direction makes the sum of absolute residuals smaller (multipliers up to {end.MostPushed:G4}; at most 1 proves it). Standard errors of the coefficients take the errors to be Laplace: scale^2 (X'X)^-1."),
        };
    }

    // On the kink of its prior a coefficient is pushed by everything else as hard as the multiplier says.
    private double PushAt(int coefficient, AbsoluteEnd end)
    {
        for (int k = 0; k < end.Met.Count; k++)
        {
            if (distances.KinkOf(end.Met[k]) == coefficient)
                return end.Multipliers[k] * objective.KinkOf(coefficient)!.Value.Slope;
        }
        return 0;
    }
}
