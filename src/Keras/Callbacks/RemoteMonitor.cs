using System.Net.Http.Headers;
using System.Text;
using Keras.Saving;
using Keras.Utils;

namespace Keras.Callbacks;

/// <summary>Sends the results of each epoch to a server, by HTTP POST.</summary>
/// <remarks>A server that cannot be reached gives a warning; training goes on. See https://keras.io/api/callbacks/remote_monitor/.</remarks>
[KerasExport("keras.callbacks.RemoteMonitor")]
public sealed class RemoteMonitor : Callback
{
    private static readonly HttpClient s_client = new();

    /// <summary>Makes the callback.</summary>
    /// <param name="root">Address of the server.</param>
    /// <param name="path">What follows the address.</param>
    /// <param name="field">Name of the form's field that holds the results; not used with <paramref name="send_as_json"/>.</param>
    /// <param name="headers">Further HTTP headers.</param>
    /// <param name="send_as_json">Whether the results are the body of the request, as JSON, rather than a field of a form.</param>
    public RemoteMonitor(string root = "http://localhost:9000", string path = "/publish/epoch/end/", string field = "data",
        IReadOnlyDictionary<string, string>? headers = null, bool send_as_json = false)
    {
        this.root = root;
        this.path = path;
        this.field = field;
        this.headers = headers;
        this.send_as_json = send_as_json;
    }

    /// <summary>Address of the server.</summary>
    public string root { get; }

    /// <summary>What follows the address.</summary>
    public string path { get; }

    /// <summary>Name of the form's field that holds the results.</summary>
    public string field { get; }

    /// <summary>Further HTTP headers.</summary>
    public IReadOnlyDictionary<string, string>? headers { get; }

    /// <summary>Whether the results are the body of the request.</summary>
    public bool send_as_json { get; }

    /// <inheritdoc/>
    public override void on_epoch_end(int epoch, Logs? logs = null)
    {
        var send = new Config { ["epoch"] = epoch };
        foreach (var (name, value) in logs ?? []) send[name] = value;
        var json = PythonJson.Dump(send);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, root + path)
            {
                Content = send_as_json ? new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"))
                    : new FormUrlEncodedContent([KeyValuePair.Create(field, json)]),
            };
            foreach (var (name, value) in headers ?? new Dictionary<string, string>())
                if (!request.Headers.TryAddWithoutValidation(name, value))
                {
                    request.Content.Headers.Remove(name);
                    request.Content.Headers.TryAddWithoutValidation(name, value);
                }
            using var answer = s_client.Send(request);
        }
        // A bad address is told apart by none of the programs that use this: they watch, they do not depend on it.
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or UriFormatException or InvalidOperationException or NotSupportedException)
        {
            IoUtils.Warn($"Could not reach RemoteMonitor root server at {root}");
        }
    }
}
