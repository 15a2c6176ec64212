using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The posterior of a regression along sigma, the coefficients following at their best for each sigma. Its slope in log sigma is
/// -n + RSS(theta(sigma)) / sigma^2 + sigma d log prior / d sigma; every sign change from up to down is a top.
/// </summary>
internal sealed class SigmaProfile
{
    private const int Scan = 60;

    private readonly double n;
    private readonly Prior prior;
    private readonly Func<double, double> residualSquares;
    private readonly Func<double, double> logPosterior;
    private readonly Tape priorSlope;

    public SigmaProfile(double n, Prior prior, Func<double, double> residualSquares, Func<double, double> logPosterior)
    {
        (this.n, this.prior, this.residualSquares, this.logPosterior) = (n, prior, residualSquares, logPosterior);
        var sigma = new Variable(VariableKind.Parameter, 0, "sigma");
        priorSlope = new(prior.LogDensity(sigma).Derivative(sigma));
    }

    /// <summary>The highest top, and whether it is an end of the values the prior allows; null if the posterior keeps growing as sigma goes to 0.</summary>
    /// <param name="least">A sigma known to be about the smallest possible, such as that of least squares.</param>
    /// <param name="most">A sigma known to be large.</param>
    public (double Sigma, int Iterations, bool OnEdge)? Maximise(double least, double most)
    {
        double from = Math.Log(Math.Max(1e-8 * least, 1e-150)), to = Math.Max(from, Math.Log(Math.Max(most, least))) + 7;
        if (prior.Lower > 0)
            (from, to) = (Math.Max(from, Math.Log(prior.Lower)), Math.Max(to, Math.Log(prior.Lower) + 7));
        // A prior may want a sigma far above anything the data say.
        for (double reach = 7; Slope(to) >= 0 && to < 300; reach *= 2)
            to += reach;
        if (double.IsFinite(prior.Upper))
            to = Math.Min(to, Math.Log(prior.Upper));
        if (from >= to)
            from = prior.Lower > 0 ? Math.Log(prior.Lower) : to - 20;
        double[] grid = [.. Enumerable.Range(0, Scan + 1).Select(i => from + (to - from) * i / Scan)];
        double[] slopes = [.. grid.Select(Slope)];
        if (slopes[0] < 0 && prior.Lower <= 0)
            return null;
        var tops = new List<double>();
        int steps = Scan;
        if (slopes[0] < 0)
            tops.Add(grid[0]);
        for (int i = 0; i < Scan; i++)
        {
            if (slopes[i] >= 0 && slopes[i + 1] < 0)
                tops.Add(Root(grid[i], grid[i + 1], ref steps));
        }
        if (slopes[^1] >= 0)
            tops.Add(grid[^1]);
        double best = tops.MaxBy(t => logPosterior(Math.Exp(t)));
        // An end of the scan that the prior does not set is no edge: the checks after the solver will say that it is no top.
        bool edge = (best == grid[0] && prior.Lower > 0) || (best == grid[^1] && double.IsFinite(prior.Upper));
        return (edge ? best == grid[0] ? prior.Lower : prior.Upper : Math.Exp(best), steps, edge);
    }

    private double Slope(double logSigma)
    {
        double sigma = Math.Exp(logSigma);
        return -n + residualSquares(sigma) / (sigma * sigma) + sigma * priorSlope.Evaluate([], [sigma])[0];
    }

    // Newton with a numerical slope would do; a bracket cannot fail (regula falsi, Illinois variant: M. Dowell and P. Jarratt, BIT 11 (1971) 168).
    private double Root(double a, double b, ref int steps)
    {
        double fa = Slope(a), fb = Slope(b);
        for (int i = 0; i < 200 && Math.Abs(b - a) > 1e-15 * (1 + Math.Abs(a)); i++, steps++)
        {
            double c = (a * fb - b * fa) / (fb - fa), fc = Slope(c);
            if (fc == 0)
                return c;
            if (Math.Sign(fc) != Math.Sign(fb))
                (a, fa) = (b, fb);
            else
                fa /= 2;
            (b, fb) = (c, fc);
        }
        return b;
    }
}
