namespace BatchEstimator.Worker.Cli;

/// <summary><c>health</c>: asks a running worker on this machine whether it is alive, for container health checks in images without curl.</summary>
public static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="address">Where the worker listens, such as <c>http://127.0.0.1:5080</c>.</param>
    /// <returns>0 if it answered that it is alive, else 1, with the reason on <paramref name="errors"/>.</returns>
    public static async Task<int> RunAsync(Uri address, TextWriter errors, CancellationToken cancellation)
    {
        Uri question = new(address, "/health/live");
        // A proxy set for the machine must not be asked about its own loopback.
        using HttpClientHandler direct = new() { UseProxy = false };
        using HttpClient client = new(direct) { Timeout = Patience };
        string fault;
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(question, cancellation);
            if (answer.IsSuccessStatusCode) return 0;
            fault = $"answered {(int)answer.StatusCode} {answer.ReasonPhrase}";
        }
        catch (HttpRequestException refused)
        {
            fault = $"cannot be reached ({refused.Message})";
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            fault = $"did not answer within {Patience.TotalSeconds:0} seconds";
        }
        await errors.WriteLineAsync($"{question} {fault}. Is the worker running with this address in its Urls setting?");
        return 1;
    }
}
