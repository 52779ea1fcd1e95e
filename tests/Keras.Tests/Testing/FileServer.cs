using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Keras.Tests.Testing;

/// <summary>A small HTTP server on 127.0.0.1 that serves one file, well or badly, as a script of answers says.</summary>
public sealed class FileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<Answer> _script = new();
    private readonly List<string?> _ranges = [];
    private readonly Lock _gate = new();

    /// <summary>Starts the server.</summary>
    /// <param name="content">The file.</param>
    public FileServer(byte[] content)
    {
        Content = content;
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>One answer of the server.</summary>
    public sealed record Answer
    {
        /// <summary>Status to send instead of the file.</summary>
        public int? Status { get; init; }

        /// <summary>Close the connection after so many bytes of the body.</summary>
        public int? BreakAfter { get; init; }

        /// <summary>Send nothing more after so many bytes of the body, but keep the connection open.</summary>
        public int? StallAfter { get; init; }

        /// <summary>Send the whole file whatever range was asked for.</summary>
        public bool IgnoreRange { get; init; }

        /// <summary>Do not tell the length.</summary>
        public bool NoLength { get; init; }

        /// <summary>Pause before the answer.</summary>
        public TimeSpan Delay { get; init; }
    }

    /// <summary>The file.</summary>
    public byte[] Content { get; set; }

    /// <summary>Strong entity tag of the file; null sends none.</summary>
    public string? ETag { get; set; } = "\"1\"";

    /// <summary>Address of the server.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>The Range header of each request so far, null where there was none.</summary>
    public string?[] Ranges
    {
        get { lock (_gate) return [.. _ranges]; }
    }

    /// <summary>Adds answers to the script; after the last one the server behaves well.</summary>
    public void Answers(params Answer[] answers)
    {
        lock (_gate)
        {
            foreach (var answer in answers) _script.Enqueue(answer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested) return;
        _stop.Cancel();
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var headers = await ReadHeadersAsync(stream);
                headers.TryGetValue("range", out var range);
                Answer answer;
                lock (_gate)
                {
                    _ranges.Add(range);
                    answer = _script.TryDequeue(out var next) ? next : new Answer();
                }
                await Task.Delay(answer.Delay, _stop.Token);
                await AnswerAsync(stream, answer, range, headers.GetValueOrDefault("if-range"));
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream, Answer answer, string? range, string? ifRange)
    {
        if (answer.Status is { } status)
        {
            await SendAsync(stream, $"HTTP/1.1 {status} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }
        var from = 0;
        var head = new StringBuilder();
        if (range is not null && !answer.IgnoreRange && (ifRange is null || ifRange == ETag))
        {
            from = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            if (from >= Content.Length)
            {
                await SendAsync(stream, $"HTTP/1.1 416 X\r\nContent-Range: bytes */{Content.Length}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                return;
            }
            head.Append("HTTP/1.1 206 Partial Content\r\n").Append(CultureInfo.InvariantCulture, $"Content-Range: bytes {from}-{Content.Length - 1}/{Content.Length}\r\n");
        }
        else
        {
            head.Append("HTTP/1.1 200 OK\r\n");
        }
        if (!answer.NoLength) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Content.Length - from}\r\n");
        if (ETag is not null) head.Append("ETag: ").Append(ETag).Append("\r\n");
        head.Append("Connection: close\r\n\r\n");
        await SendAsync(stream, head.ToString());

        var body = Content.AsMemory(from);
        var count = Math.Min(answer.BreakAfter ?? answer.StallAfter ?? body.Length, body.Length);
        await stream.WriteAsync(body[..count], _stop.Token);
        if (answer.StallAfter is not null) await Task.Delay(Timeout.Infinite, _stop.Token);
    }

    private static Task SendAsync(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    private static async Task<Dictionary<string, string>> ReadHeadersAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await reader.ReadLineAsync();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':');
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
        return headers;
    }
}
