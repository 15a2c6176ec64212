using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <summary>Robust and clustered standard errors, statistics and p-values, against R 4.2.2 with sandwich 3.0.2 and lmtest 0.9.40.</summary>
public class CovarianceTests
{
    public static TheoryData<string, string, string, double[]> Errors => new()
    {
        { "normal", "y ~ x + z + g", "hc0", [0.283592624112138, 0.175142478311952, 0.129199146609619, 0.536312349766281, 0.413792633771467] },
        { "normal", "y ~ x + z + g", "hc1", [0.305608433437358, 0.188739106289616, 0.139229110490533, 0.577947249362774, 0.445916105789874] },
        { "normal", "y ~ x + z + g", "hc2", [0.308605848423868, 0.196327494270875, 0.14346630295584, 0.599371724470908, 0.451637257508623] },
        { "normal", "y ~ x + z + g", "hc3", [0.336504418026754, 0.220389600869179, 0.159585309601518, 0.670917376905147, 0.493951074550617] },
        { "normal", "y ~ x + z + g", "cluster(a)", [0.246243750614225, 0.179015876794455, 0.147748834465254, 0.544103469212852, 0.421577988793051] },
        { "normal", "y ~ x + z + g", "cluster(a, b)", [0.165088605698047, 0.163538319981841, 0.11660428884678, 0.521869448513372, 0.25976525678467] },
        { "bernoulli", "d ~ x + z", "hc0", [0.426946888176435, 0.261874864628218, 0.243569232325018] },
        { "bernoulli", "d ~ x + z", "hc1", [0.445931481067999, 0.273519375529176, 0.254399766156408] },
        { "bernoulli", "d ~ x + z", "hc2", [0.44892036555374, 0.277207379796809, 0.257672804711419] },
        { "bernoulli", "d ~ x + z", "hc3", [0.472340426700374, 0.293621135026876, 0.272738191892671] },
        { "bernoulli", "d ~ x + z", "cluster(a)", [0.231852759188575, 0.233454291658883, 0.349954697004159] },
        { "bernoulli", "d ~ x + z", "cluster(a, b)", [0.518983273978823, 0.329223887242081, 0.32768423355876] },
        { "poisson", "k ~ x + z + g", "hc0", [0.14306878147544, 0.0617366406837977, 0.0539049265744528, 0.186183176096958, 0.181023247100246] },
        { "poisson", "k ~ x + z + g", "hc1", [0.154175470244994, 0.0665293679767918, 0.0580896637088143, 0.20063691345119, 0.195076409815844] },
        { "poisson", "k ~ x + z + g", "hc2", [0.152343811177879, 0.0723548396843615, 0.0635492831123105, 0.219149419425428, 0.20072971850679] },
        { "poisson", "k ~ x + z + g", "hc3", [0.162930254119677, 0.0859297631054309, 0.0757891153589365, 0.260815483777462, 0.224819817259229] },
        { "poisson", "k ~ x + z + g", "cluster(a)", [0.132806717126768, 0.0590975258724961, 0.0568475827942885, 0.220903172217377, 0.194162314294646] },
        { "poisson", "k ~ x + z + g", "cluster(a, b)", [0.0886447469758663, 0.0586675751078249, 0.0464778787149245, 0.211556605111904, 0.138544315208305] },
    };

    [Theory, MemberData(nameof(Errors))]
    public void Standard_errors_are_those_of_r(string family, string formula, string vcov, double[] errors)
    {
        var result = InferenceData.Fit(family, formula, vcov);
        Assert.Equal(FitStatus.Ok, result.Status);
        Assert.Equal(vcov, result.Vcov);
        for (int i = 0; i < errors.Length; i++)
            Close.To(errors[i], result.Parameters[i].StandardError, 1e-8, $"{vcov} {result.Parameters[i].Name}");
    }

    [Fact]
    public void A_normal_model_has_t_and_others_z()
    {
        var normal = InferenceData.Fit("normal", "y ~ x + z + g", "hc1");
        Assert.Equal("t(31)", normal.TestDistribution);
        Check(normal, [3.18168428725278, 4.81094697903144, -1.95838335866124, 0.322999078518443, -0.314314394203774], [0.00331896294105138, 3.69005849563482e-05, 0.0592356468903998, 0.74886461563003, 0.755387916507556]);
        Assert.Null(normal.Parameters[^1].PValue);
        var plain = InferenceData.Fit("normal", "y ~ x + z + g");
        Assert.Equal(("iid", "t(31)"), (plain.Vcov, plain.TestDistribution));
        Check(plain, [3.43525817006829, 6.81028662501434, -2.13956582377079, 0.39190323518955, -0.317595485476449], [0.00170371544147965, 1.2527170671276e-07, 0.0403713171637919, 0.697811013633715, 0.752921219312693]);
        var logistic = InferenceData.Fit("bernoulli", "d ~ x + z");
        Assert.Equal(("iid", "z"), (logistic.Vcov, logistic.TestDistribution));
        Check(logistic, [0.430843091462249, 1.36366569624783, -1.58095218091424], [0.666582464755142, 0.172672805163772, 0.113888971884059]);
        Check(InferenceData.Fit("poisson", "k ~ x + z + g", "hc1"), [2.8441388897894, 5.91662766048871, 2.42825044637923, -0.921693932661676, 1.01920954411298], [0.0044531631689738, 3.28609438480249e-09, 0.015171862344834, 0.356688246251952, 0.308103496570187]);
    }

    [Theory, InlineData("hc0"), InlineData("hc1"), InlineData("hc3"), InlineData("cluster(a)")]
    public void Frequency_weights_are_repetition(string vcov)
    {
        double[] weights = InferenceData.Rows.Numbers("w");
        var repeated = InferenceData.Rows.Take(Enumerable.Range(0, weights.Length).SelectMany(row => Enumerable.Repeat(row, (int)weights[row])));
        Assert.True(VcovDefinition.TryParse(vcov, out var covariance, out _));
        var definition = new FitDefinition { Name = "fit", Family = "poisson", Formula = "k ~ x + z", Vcov = covariance };
        var plain = Fits.Of(definition, repeated);
        var weighted = Fits.Of(definition with { Weights = new("w", WeightKind.Frequency) }, InferenceData.Rows);
        for (int i = 0; i < 3; i++)
            Close.To(plain.Parameters[i].StandardError!.Value, weighted.Parameters[i].StandardError, 1e-10, $"{vcov} {i}");
    }

    [Fact]
    public void What_has_no_value_is_left_out_and_said()
    {
        var frame = InferenceData.Rows.With("one", [.. Enumerable.Range(0, 36).Select(i => i == 5 ? 1.0 : 0)]).With("c", [.. Enumerable.Repeat("c", 36)]);
        var definition = new FitDefinition { Name = "fit", Family = "normal", Formula = "y ~ x + one", Vcov = new(VcovKind.Hc3, []) };
        foreach (var (fit, fragment) in new[] { (definition, "leverage 1"), (definition with { Vcov = new(VcovKind.Cluster, ["c"]) }, "at least two clusters") })
        {
            var result = Fits.Of(fit, frame);
            Assert.All(result.Parameters, parameter => Assert.Null(parameter.StandardError));
            Assert.Null(result.Vcov);
            Assert.Contains(fragment, Assert.Single(result.Notes), StringComparison.Ordinal);
        }
        Assert.NotNull(Fits.Of(definition with { Vcov = new(VcovKind.Hc1, []) }, frame).Parameters[1].StandardError);
    }

    [Theory, InlineData(1), InlineData(2.5), InlineData(4), InlineData(31), InlineData(1e3), InlineData(1e7)]
    public void The_tail_of_students_t_is_that_of_its_quadrature(double df)
    {
        foreach (double t in (double[])[1e-8, 0.01, 0.3, 1, 1.5, 2, 3, 7, 40, 1e4])
            Close.To(2 * Math.Exp(StudentT.At(df, t).Upper.Value), Significance.Student(df).PValue(t), 1e-11, $"P(|T| > {t}) at {df}");
    }

    private static void Check(FitResult result, double[] statistics, double[] tails)
    {
        for (int i = 0; i < statistics.Length; i++)
        {
            Close.To(statistics[i], result.Parameters[i].Statistic, 1e-8, $"statistic of {result.Parameters[i].Name}");
            Close.To(tails[i], result.Parameters[i].PValue, 1e-7, $"p of {result.Parameters[i].Name}");
        }
    }
}
