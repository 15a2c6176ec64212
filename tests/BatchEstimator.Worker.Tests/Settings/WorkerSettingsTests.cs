using BatchEstimator.Worker.Settings;
using BatchEstimator.Worker.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace BatchEstimator.Worker.Tests.Settings;

public sealed class WorkerSettingsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public WorkerSettingsTests() => Directory.CreateDirectory(folder.Path("config", "jobs"));

    public void Dispose() => folder.Dispose();

    private WorkerSettings Read(params (string Key, string Value)[] given) => WorkerSettings.From(
        new ConfigurationBuilder().AddInMemoryCollection(given.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build(), folder.Root);

    [Fact]
    public void Nothing_given_means_the_documented_defaults_below_the_base_folder()
    {
        var settings = Read();

        Assert.Equal(folder.Path("workspace"), settings.Root);
        Assert.Equal(folder.Path("config", "jobs"), settings.Jobs);
        Assert.Equal(["http://127.0.0.1:5080"], settings.Urls);
        Assert.Equal(2, settings.Workers);
        Assert.Equal(Environment.ProcessorCount, settings.Threads);
        Assert.Null(settings.MemoryBudget);
    }

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("2s", 2)]
    [InlineData("1.5m", 90)]
    [InlineData("00:00:07", 7)]
    public void Durations_are_read_with_their_unit(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(("Intake:QuietPeriod", text)).QuietPeriod);

    [Theory]
    [InlineData("512MB", 512L << 20)]
    [InlineData("1.5gb", 1536L << 20)]
    public void Memory_is_read_with_its_unit(string text, long bytes) => Assert.Equal(bytes, Read(("Memory:Budget", text)).MemoryBudget);

    [Theory]
    [InlineData("http://localhost:1")]
    [InlineData("http://[::1]:5080")]
    [InlineData("http://127.0.0.1:5080;http://127.3.2.1:5081")]
    public void Addresses_of_this_machine_only_are_fine(string urls) => Assert.NotEmpty(Read(("Urls", urls)).Urls);

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://[::]:5080")]
    [InlineData("http://192.168.1.4:5080")]
    [InlineData("http://127.0.0.1:5080;http://example.org:5080")]
    [InlineData("127.0.0.1:5080")]
    public void Any_other_address_is_refused(string urls) =>
        Assert.StartsWith("Setting Urls:", Assert.Throws<SettingsException>(() => Read(("Urls", urls))).Problems.Single(), StringComparison.Ordinal);

    [Fact]
    public void A_misspelt_setting_is_refused_wherever_only_we_could_have_meant_it()
    {
        string section = Assert.Throws<SettingsException>(() => Read(("Intake:QuitePeriod", "1s"))).Problems.Single();
        Assert.Contains("Intake:QuitePeriod: there is no such setting", section, StringComparison.Ordinal);
        Assert.Contains("Intake:QuietPeriod", section, StringComparison.Ordinal);
        var empty = new ConfigurationBuilder().Build();
        Assert.Contains("Wrokers", Assert.Throws<SettingsException>(() => WorkerSettings.From(empty, folder.Root, "--Wrokers", "3")).Message, StringComparison.Ordinal);
        Assert.Equal(2, WorkerSettings.From(empty, folder.Root, "--Logging:LogLevel:Default", "Warning").Workers);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var refusal = Assert.Throws<SettingsException>(() => Read(
            ("Workers", "0"), ("Cpu:Threads", "two"), ("Memory:Budget", "7"), ("Intake:ScanInterval", "2"), ("Intake:QuietPeriod", "-1s"),
            ("Workspace:Jobs", "nowhere")));

        Assert.Equal(
            ["Workers", "Cpu:Threads", "Memory:Budget", "Intake:ScanInterval", "Intake:QuietPeriod", "Workspace:Jobs"],
            refusal.Problems.Select(problem => problem["Setting ".Length..problem.IndexOf(": ", StringComparison.Ordinal)]));
    }
}

public sealed class BaseFolderTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Make(params string[] parts) => Directory.CreateDirectory(folder.Path(parts)).FullName;

    [Fact]
    public void From_the_project_folder_of_a_checkout_it_is_the_checkout()
    {
        Make("checkout", "config", "jobs");
        Assert.Equal(folder.Path("checkout"), BaseFolder.Find(Make("checkout", "src", "Worker"), Make("elsewhere")));
    }

    [Fact]
    public void In_a_container_it_is_the_working_folder()
    {
        Make("data", "config", "jobs");
        Assert.Equal(folder.Path("data"), BaseFolder.Find(folder.Path("data"), Make("app")));
    }

    [Fact]
    public void Started_from_elsewhere_it_is_where_the_program_was_installed()
    {
        Make("app", "config", "jobs");
        Assert.Equal(folder.Path("app"), BaseFolder.Find(Make("home"), Make("app", "bin")));
    }

    [Fact]
    public void With_no_jobs_anywhere_it_is_the_working_folder() =>
        Assert.Equal(folder.Path("home"), BaseFolder.Find(Make("home"), Make("app")));
}
