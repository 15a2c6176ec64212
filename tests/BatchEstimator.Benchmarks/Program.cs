using BatchEstimator.Benchmarks;
using BatchEstimator.Benchmarks.GroupMeans;
using BatchEstimator.Benchmarks.Groups;
using BatchEstimator.Benchmarks.Regression;
using BenchmarkDotNet.Running;

// group-means [rows] [groups]   the table of rows per second and peak memory, into results/<cpu>.md
// groups [groups] [rows]        seconds for five families in many small groups beside SciPy and MASS, into results/<cpu>-groups.md
// regression [rows]             products of designs and least squares beside NumPy, scikit-learn, statsmodels and R, into results/<cpu>-regression.md
// regression-fits [rows] [groups] [alone]   whole regressions by formula beside scikit-learn, statsmodels and R, into results/<cpu>-regression-fits.md
// anything else                 BenchmarkDotNet's own switches, such as --filter '*'
switch (args)
{
    case ["group-means", .. var sizes]:
        return await GroupMeansCommand.Run(
            rows: sizes.Length > 0 ? int.Parse(sizes[0]) : 10_000_000,
            groups: sizes.Length > 1 ? int.Parse(sizes[1]) : 10_000);
    case ["groups", .. var sizes]:
        return await GroupsCommand.Run(
            groups: sizes.Length > 0 ? int.Parse(sizes[0]) : 1_000,
            rows: sizes.Length > 1 ? int.Parse(sizes[1]) : 200);
    case ["regression", .. var sizes]:
        return await RegressionCommand.Run(rows: sizes.Length > 0 ? int.Parse(sizes[0]) : 1_000_000);
    case ["regression-fits", .. var sizes]:
        return await FormulaCommand.Run(
            rows: sizes.Length > 0 ? int.Parse(sizes[0]) : 1_000_000,
            groups: sizes.Length > 1 ? int.Parse(sizes[1]) : 20_000,
            hasPeers: !sizes.Contains("alone"));
    case [Measurement.Verb, var file, var threads]:
        Measurement.Here(file, int.Parse(threads)).Print();
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(RunBenchmarks).Assembly).Run(args);
        return 0;
}
