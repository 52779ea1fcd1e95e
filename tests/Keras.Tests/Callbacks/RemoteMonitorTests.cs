using System.Net;
using System.Net.Sockets;
using System.Text;
using Keras.Callbacks;

namespace Keras.Tests.Callbacks;

public class RemoteMonitorTests
{
    /// <summary>Takes one request and answers 200.</summary>
    private static async Task<string> Receive(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!Complete(text.ToString())) text.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        return text.ToString();
    }

    private static bool Complete(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0) return false;
        var length = request[..end].Split("\r\n").Single(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return request.Length - end - 4 >= int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ResultsOfAnEpochArePosted(bool asJson)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var received = Receive(listener);
        var monitor = new RemoteMonitor($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", field: "results", headers: new Dictionary<string, string> { ["X-Run"] = "7" }, send_as_json: asJson);
        await Task.Run(() => monitor.on_epoch_end(2, new Logs { ["loss"] = 0.5, ["val_loss"] = 2 }));
        var request = await received;
        listener.Stop();

        Assert.StartsWith("POST /publish/epoch/end/ HTTP/1.1\r\n", request);
        Assert.Contains("X-Run: 7\r\n", request);
        var body = request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        const string json = "{\"epoch\": 2, \"loss\": 0.5, \"val_loss\": 2.0}";
        if (asJson) Assert.Equal(json, body);
        else Assert.Equal("results=" + json, WebUtility.UrlDecode(body));
        Assert.Contains(asJson ? "application/json" : "application/x-www-form-urlencoded", request);
    }

    [Fact]
    public void TrainingGoesOnWithoutAServer()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        foreach (var monitor in new[] { new RemoteMonitor($"http://127.0.0.1:{port}"), new RemoteMonitor("no address") })
            Assert.Null(Record.Exception(() => monitor.on_epoch_end(0, new Logs { ["loss"] = 1 })));
    }
}
