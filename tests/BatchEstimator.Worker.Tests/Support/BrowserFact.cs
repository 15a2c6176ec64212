using Xunit.Abstractions;
using Xunit.Sdk;

namespace BatchEstimator.Worker.Tests.Support;

/// <summary>
/// A test that needs a browser. It exists only where <c>BATCH_ESTIMATOR_BROWSER</c> names one, such as <c>/usr/bin/chromium</c>:
/// a plain <c>dotnet test</c> has nothing to skip.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("BatchEstimator.Worker.Tests.Support.BrowserFactDiscoverer", "BatchEstimator.Worker.Tests")]
public sealed class BrowserFactAttribute : FactAttribute
{
    public static string? Browser { get; } = Environment.GetEnvironmentVariable("BATCH_ESTIMATOR_BROWSER");
}

public sealed class BrowserFactDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    private readonly FactDiscoverer facts = new(diagnostics);

    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        string.IsNullOrEmpty(BrowserFactAttribute.Browser) ? [] : facts.Discover(discoveryOptions, testMethod, factAttribute);
}
