using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using BatchEstimator.Worker.Hosting;

namespace BatchEstimator.Worker.Tests.Support;

/// <summary>A worker in a process of its own.</summary>
public sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(240);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private WorkerProcess(Process process, string address)
    {
        this.process = process;
        Address = address;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Address { get; }
    public string Output => string.Join('\n', output);
    public int ExitCode => process.ExitCode;

    /// <summary>Starts the verb on a folder that holds <c>jobs/</c>; the workspace is <c>ws/</c> in it. The estimator is a stand-in.</summary>
    public static WorkerProcess Start(TempFolder folder, string verb = "serve", params string[] more) =>
        StartProgram(typeof(TestWorker).Assembly.Location, folder, verb, more);

    /// <summary>The same with the program that is shipped.</summary>
    public static WorkerProcess StartReal(TempFolder folder, string verb = "serve", params string[] more) =>
        StartProgram(typeof(WorkerHost).Assembly.Location, folder, verb, more);

    private static WorkerProcess StartProgram(string program, TempFolder folder, string verb, string[] more)
    {
        string address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Root,
        };
        string[] arguments =
        [
            program, .. verb.Split(' '),
            "--Workspace:Root", folder.Path("ws"), "--Workspace:Jobs", folder.Path("jobs"), "--Urls", address,
            "--Intake:QuietPeriod", "300ms", "--Intake:ScanInterval", "500ms", .. more,
        ];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return new WorkerProcess(Process.Start(start)!, address);
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void WaitFor(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Limit, $"Waited in vain for {what}. The worker said:\n{Output}");
            Thread.Sleep(20);
        }
    }

    public async Task WaitUntilReady()
    {
        using var client = new HttpClient();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(Address + "/health/ready"));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (!process.HasExited && clock.Elapsed < Limit)
            {
                // Not listening yet.
            }
            Assert.True(clock.Elapsed < Limit, "It never became ready:\n" + Output);
            await Task.Delay(50);
        }
    }

    /// <summary>SIGKILL: no chance to tidy up.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>SIGTERM, as a service manager or a container stops it.</summary>
    public void Terminate()
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) kill.WaitForExit();
        WaitForExit();
    }

    public void WaitForExit()
    {
        Assert.True(process.WaitForExit(Limit), "It did not end:\n" + Output);
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
    }
}
