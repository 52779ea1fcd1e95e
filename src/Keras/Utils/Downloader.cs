using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Keras.Utils;

/// <summary>Downloads one file: into <c>name.part</c>, resumed after failures, checked, and renamed when it is complete.</summary>
internal sealed class Downloader(Uri uri, string origin, string target, string? fileHash, bool sha256)
{
    private static readonly Lazy<HttpClient> Direct = new(() => NewClient(useProxy: false));
    private static readonly Lazy<HttpClient> Proxied = new(() => NewClient(useProxy: true));

    private readonly DownloadOptions _options = DownloadOptions.Current;
    private readonly string _part = target + ".part";
    private readonly string _notes = target + ".part.info";
    private Progbar? _bar;
    private long _furthest;

    /// <summary>Downloads the file.</summary>
    /// <exception cref="IOException">The file could not be had.</exception>
    /// <exception cref="InvalidDataException">The file has another hash than expected.</exception>
    public void Run()
    {
        var resumed = File.Exists(_part);
        // On a thread of the pool, so that a caller with a synchronization context (a notebook, a window) cannot deadlock.
        Task.Run(FetchAsync).GetAwaiter().GetResult();
        if (fileHash is not null && Mismatch() is { } found)
        {
            Discard();
            // A part from an earlier call may be of another version of the file: then, and only then, one more try makes sense.
            if (resumed)
            {
                _bar = null;
                Task.Run(FetchAsync).GetAwaiter().GetResult();
                found = Mismatch();
            }
            if (found is not null)
            {
                Discard();
                throw new InvalidDataException($"The file from {origin} is damaged or not the one expected: its {(sha256 ? "sha256" : "md5")} is {found}; expected {fileHash}. It was not kept. {ByHand}");
            }
        }
        File.Move(_part, target, overwrite: true);
        File.Delete(_notes);
    }

    private string ByHand => $"If it cannot be downloaded here, get it by other means and save it as {target}";

    private string? Mismatch()
    {
        var found = FileUtils.HashFile(_part, sha256);
        return string.Equals(found, fileHash, StringComparison.OrdinalIgnoreCase) ? null : found;
    }

    private void Discard()
    {
        File.Delete(_part);
        File.Delete(_notes);
    }

    private async Task FetchAsync()
    {
        var pause = _options.FirstPause;
        for (var failures = 0; ;)
        {
            var before = _furthest;
            try
            {
                await FetchOnceAsync().ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (IsTransient(e))
            {
                failures = _furthest > before ? 0 : failures + 1;
                if (failures == 0) pause = _options.FirstPause;
                if (failures >= _options.Attempts) throw Failure(e);
            }
            catch (HttpRequestException e)
            {
                throw Failure(e);
            }
            await Task.Delay(pause).ConfigureAwait(false);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, _options.LongestPause.Ticks));
        }
    }

    private async Task FetchOnceAsync()
    {
        var address = _options.Route(uri);
        if (address.IsFile)
        {
            File.Copy(address.LocalPath, _part, overwrite: true);
            return;
        }

        // 1. Ask for what is missing.
        var known = PartNotes.Read(_notes);
        var have = known?.Url == uri.AbsoluteUri && File.Exists(_part) ? new FileInfo(_part).Length : 0;
        if (have > known?.Total) have = 0;
        using var stall = new CancellationTokenSource(_options.StallTimeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Keras", "3"));
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
            if (known!.Validator is { } validator) request.Headers.TryAddWithoutValidation("If-Range", validator);
        }
        try
        {
            using var response = await (address.IsLoopback ? Direct : Proxied).Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);

            // 2. See what the server sends: the rest, the whole file, or an error.
            var total = response.Content.Headers.ContentLength;
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && have > 0)
            {
                if (response.Content.Headers.ContentRange?.Length == have) return;      // all bytes were here already
                Discard();
                throw new EndedEarlyException("The server has a shorter file than was received before.");
            }
            response.EnsureSuccessStatusCode();
            if (response.StatusCode == HttpStatusCode.PartialContent)
            {
                var range = response.Content.Headers.ContentRange;
                total = range?.Length;
                if (range?.From != have || total is null || (known?.Validator is null && total != known?.Total))
                {
                    Discard();
                    throw new EndedEarlyException($"The server answered with the range {range} where {have}- was asked for.");
                }
            }
            else
            {
                have = 0;
            }
            PartNotes.Write(_notes, new PartNotes(uri.AbsoluteUri, Validator(response), total));

            // 3. Receive.
            await using (var file = new FileStream(_part, have == 0 ? FileMode.Create : FileMode.Append, FileAccess.Write, FileShare.Read))
            await using (var body = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false))
            {
                var buffer = new byte[1 << 17];
                Show(have, total, last: false);
                while (true)
                {
                    stall.CancelAfter(_options.StallTimeout);
                    var count = await body.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
                    if (count == 0) break;
                    await file.WriteAsync(buffer.AsMemory(0, count)).ConfigureAwait(false);
                    have += count;
                    _furthest = Math.Max(_furthest, have);
                    if (have != total) Show(have, total, last: false);
                }
            }
            if (total is not null && have != total) throw new EndedEarlyException($"The connection ended after {have} of {total} bytes.");
            Show(have, total, last: true);
        }
        catch (OperationCanceledException) when (stall.IsCancellationRequested)
        {
            throw new EndedEarlyException(string.Create(CultureInfo.InvariantCulture, $"The server sent nothing for {_options.StallTimeout.TotalSeconds:0.##} seconds."));
        }
    }

    private void Show(long current, long? total, bool last)
    {
        _bar ??= new Progbar(total);
        // Porting note: Keras never ends the line when the size is unknown.
        _bar.update(current, finalize: last);
    }

    private IOException Failure(Exception e)
    {
        var reason = e is HttpRequestException { StatusCode: { } status } ? $"{(int)status} -- {ReasonPhrase(status)}" : e.InnerException is { } inner ? $"{e.Message} ({inner.Message})" : e.Message;
        var kept = File.Exists(_part) && new FileInfo(_part).Length is > 0 and var length ? $" The {length} bytes that came are kept in {_part}; the next call goes on from there." : "";
        var old = File.Exists(target) ? $" The file that was at {target} before is still there." : "";
        return new IOException($"URL fetch failure on {origin}: {reason.TrimEnd('.')}.{kept}{old} {ByHand}", e);
    }

    private static string ReasonPhrase(HttpStatusCode status)
    {
        using var response = new HttpResponseMessage(status);
        return response.ReasonPhrase ?? status.ToString();
    }

    private static string? Validator(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag : response.Content.Headers.LastModified?.ToString("R", CultureInfo.InvariantCulture);

    private static bool IsTransient(Exception e) => e switch
    {
        EndedEarlyException => true,
        HttpRequestException { StatusCode: { } status } => (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } => false,
        HttpRequestException or HttpIOException => true,
        IOException => e.InnerException is System.Net.Sockets.SocketException,
        _ => false,
    };

    private static HttpClient NewClient(bool useProxy) => new(new SocketsHttpHandler { UseProxy = useProxy, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The transfer stopped before its end in a way that may pass.</summary>
    private sealed class EndedEarlyException(string message) : IOException(message);

    /// <summary>What is needed to go on with a part: whose it is, which version, and how long the whole is.</summary>
    private sealed record PartNotes(string Url, string? Validator, long? Total)
    {
        public static PartNotes? Read(string path)
        {
            if (!File.Exists(path)) return null;
            var lines = File.ReadAllLines(path);
            if (lines.Length != 3) return null;
            return new PartNotes(lines[0], lines[1] is "" ? null : lines[1], long.TryParse(lines[2], CultureInfo.InvariantCulture, out var total) ? total : null);
        }

        public static void Write(string path, PartNotes notes) =>
            File.WriteAllLines(path, [notes.Url, notes.Validator ?? "", notes.Total?.ToString(CultureInfo.InvariantCulture) ?? ""]);
    }
}
