using System.Net;
using System.Net.Sockets;
using BatchEstimator.Worker.Settings;

namespace BatchEstimator.Worker.Hosting;

/// <summary>Whether addresses can be listened on.</summary>
public static class Ports
{
    /// <summary>Asked beforehand, so that a taken port is one clear sentence and not an error of the server.</summary>
    /// <exception cref="SettingsException">An address is in use.</exception>
    public static void RequireFree(IReadOnlyList<string> urls)
    {
        string[] taken = [.. urls.Where(url => !IsFree(url)).Select(url =>
            $"Setting Urls: {url} is in use by another program. Stop that one, or choose another port, such as --Urls http://127.0.0.1:{Free()}.")];
        if (taken.Length > 0) throw new SettingsException(taken);
    }

    public static bool IsFree(string url)
    {
        var uri = new Uri(url);
        using var probe = new TcpListener(IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) ? address : IPAddress.Loopback, uri.Port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
