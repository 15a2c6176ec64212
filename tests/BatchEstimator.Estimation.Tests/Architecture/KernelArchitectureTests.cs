using System.Reflection;
using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Tests.Architecture;

public class KernelArchitectureTests
{
    private static readonly Assembly Kernel = typeof(FitDefinition).Assembly;

    [Fact]
    public void No_folder_of_the_kernel_depends_on_itself_through_others() =>
        Checkout.HasNone(FolderGraph.Of(Kernel, "BatchEstimator.Estimation").Cycles());

    [Fact]
    public void The_kernel_references_the_framework_and_MathNet_only() =>
        Checkout.HasNone(Kernel.GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => name is not "MathNet.Numerics" && !IsFramework(name)));

    // What ships with the runtime itself lies in the runtime's own folder; packages lie beside the test.
    private static bool IsFramework(string name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name + ".dll"));
}
