using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Keras.Tests.Testing;
using Keras.Utils;

namespace Keras.Tests.Utils;

public sealed class GetFileTests : IDisposable
{
    private const string Origin = "https://example.org/files/data.bin?version=1";
    private static readonly byte[] Content = Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7 + i / 251)).ToArray();
    private static readonly string Sha256Hash = Convert.ToHexStringLower(SHA256.HashData(Content));

    private readonly TempFolder _home = new();
    private readonly FileServer _server = new(Content);
    private readonly StringWriter _out = new();

    public GetFileTests()
    {
        Progbar.Writer = _out;
        Progbar.DynamicDisplay = false;
        DownloadOptions.Current = new DownloadOptions
        {
            Route = uri => new Uri(_server.Address, uri.AbsolutePath),
            StallTimeout = TimeSpan.FromSeconds(0.3),
            Attempts = 3,
            FirstPause = TimeSpan.FromMilliseconds(5),
        };
    }

    public void Dispose()
    {
        DownloadOptions.Current = new();
        Progbar.Writer = null;
        Progbar.DynamicDisplay = null;
        _server.Dispose();
        _home.Dispose();
    }

    [Fact]
    public void DownloadsOnceIntoTheCache()
    {
        var path = Get();
        Assert.Equal(_home["datasets", "data.bin"], path);
        Assert.Equal(Content, File.ReadAllBytes(path));
        Assert.Matches(@"^Downloading data from https://example\.org/files/data\.bin\?version=1\n300000/300000 ━{20} 0s \d+us/step\n$", _out.ToString());
        Assert.Equal(path, Get());
        Assert.Single(_server.Ranges);
        Assert.Equal([path], Directory.GetFiles(_home["datasets"]));

        Get(force: true);
        Assert.Equal(2, _server.Ranges.Length);
    }

    [Fact]
    public void HashesOfBothKindsAreChecked()
    {
        Assert.True(File.Exists(Get(fname: "a", hash: Sha256Hash)));
        Assert.True(File.Exists(Get(fname: "b", hash: Sha256Hash.ToUpperInvariant(), algorithm: "sha256")));
        var md5 = Convert.ToHexStringLower(MD5.HashData(Content));
        Assert.True(File.Exists(Get(fname: "c", hash: md5)));
        Assert.True(File.Exists(FileUtils.get_file("d", Origin, md5_hash: md5, cache_dir: _home.Path)));
    }

    [Fact]
    public void WrongBytesLeaveNoFile()
    {
        var error = Assert.Throws<InvalidDataException>(() => Get(hash: new string('0', 64)));
        Assert.Contains(Sha256Hash, error.Message);
        Assert.Contains(Origin, error.Message);
        Assert.Contains(_home["datasets", "data.bin"], error.Message);
        Assert.Empty(Directory.GetFiles(_home["datasets"]));
        Assert.Single(_server.Ranges);
    }

    [Fact]
    public void CachedFileWithAnotherHashIsReplaced()
    {
        Directory.CreateDirectory(_home["datasets"]);
        File.WriteAllText(_home["datasets", "data.bin"], "old");
        Assert.Equal(Content, File.ReadAllBytes(Get(hash: Sha256Hash)));
        Assert.Contains("expected hash " + Sha256Hash, _out.ToString());
    }

    [Fact]
    public void CachedFileStaysWhenItsReplacementFails()
    {
        Directory.CreateDirectory(_home["datasets"]);
        File.WriteAllText(_home["datasets", "data.bin"], "old");
        _server.Answers(new FileServer.Answer { Status = 404 });
        Assert.Contains("still there", Assert.Throws<IOException>(() => Get(hash: Sha256Hash)).Message);
        Assert.Equal("old", File.ReadAllText(_home["datasets", "data.bin"]));
    }

    [Fact]
    public void BrokenConnectionIsResumed()
    {
        _server.Answers(new() { BreakAfter = 100_000 }, new() { BreakAfter = 50_000 });
        Assert.Equal(Content, File.ReadAllBytes(Get(hash: Sha256Hash)));
        Assert.Equal([null, "bytes=100000-", "bytes=150000-"], _server.Ranges);
        Assert.EndsWith("step\n", _out.ToString());
    }

    [Fact]
    public void BrokenDownloadIsResumedByALaterCall()
    {
        _server.Answers([.. Enumerable.Repeat(new FileServer.Answer { Status = 500 }, 3)]);
        _server.Answers(new FileServer.Answer { BreakAfter = 120_000 });
        _server.Answers([.. Enumerable.Repeat(new FileServer.Answer { Status = 503 }, 3)]);
        Assert.Contains("500 -- Internal Server Error", Assert.Throws<IOException>(() => Get()).Message);
        var error = Assert.Throws<IOException>(() => Get());
        Assert.Contains("503 -- Service Unavailable", error.Message);
        Assert.Contains("120000 bytes", error.Message);
        Assert.False(File.Exists(_home["datasets", "data.bin"]));

        Assert.Equal(Content, File.ReadAllBytes(Get()));
        Assert.Equal("bytes=120000-", _server.Ranges[^1]);
        Assert.Equal([_home["datasets", "data.bin"]], Directory.GetFiles(_home["datasets"]));
    }

    [Fact]
    public void ChangedFileIsNotPutTogetherFromTwoVersions()
    {
        _server.Answers(new() { BreakAfter = 120_000 }, new() { Status = 500 }, new() { Status = 500 }, new() { Status = 500 });
        Assert.Throws<IOException>(() => Get());
        _server.Content = [.. Content.Reverse()];
        _server.ETag = "\"2\"";
        Assert.Equal(_server.Content, File.ReadAllBytes(Get()));
    }

    [Fact]
    public void PartOfAnotherVersionIsFoundOutByTheHash()
    {
        _server.ETag = null;
        _server.Answers(new() { BreakAfter = 120_000 }, new() { Status = 500 }, new() { Status = 500 }, new() { Status = 500 });
        Assert.Throws<IOException>(() => Get());
        _server.Content = [.. Content.Reverse()];
        var hash = Convert.ToHexStringLower(SHA256.HashData(_server.Content));
        Assert.Equal(_server.Content, File.ReadAllBytes(Get(hash: hash)));
        Assert.Equal([null, null, null, null, "bytes=120000-", null], _server.Ranges.Select((r, i) => i is > 0 and < 4 ? null : r));
    }

    [Fact]
    public void ServerThatIgnoresRangesIsReadFromTheStart()
    {
        _server.Answers(new() { BreakAfter = 100_000 }, new() { IgnoreRange = true });
        Assert.Equal(Content, File.ReadAllBytes(Get(hash: Sha256Hash)));
        Assert.Equal([null, "bytes=100000-"], _server.Ranges);
    }

    [Fact]
    public void StalledConnectionIsGivenUpAndResumed()
    {
        _server.Answers(new FileServer.Answer { StallAfter = 10_000 });
        Assert.Equal(Content, File.ReadAllBytes(Get()));
        Assert.Equal([null, "bytes=10000-"], _server.Ranges);
    }

    [Fact]
    public void ServerThatNeverSendsIsAnError()
    {
        _server.Answers([.. Enumerable.Repeat(new FileServer.Answer { StallAfter = 0 }, 3)]);
        Assert.Contains("sent nothing for 0.3 seconds", Assert.Throws<IOException>(() => Get()).Message);
    }

    [Fact]
    public void MissingFileIsAnErrorAtOnce()
    {
        _server.Answers(new FileServer.Answer { Status = 404 });
        var error = Assert.Throws<IOException>(() => Get());
        Assert.Contains($"URL fetch failure on {Origin}: 404 -- Not Found", error.Message);
        Assert.Contains(_home["datasets", "data.bin"], error.Message);
        Assert.Single(_server.Ranges);
        Assert.Empty(Directory.GetFiles(_home["datasets"]));
    }

    [Fact]
    public void UnknownLengthIsRead()
    {
        _server.Answers(new FileServer.Answer { NoLength = true });
        Assert.Equal(Content, File.ReadAllBytes(Get(hash: Sha256Hash)));
        Assert.Matches(@"\n 300000/Unknown 0s \d+us/step\n$", _out.ToString());
    }

    [Fact]
    public void RefusedConnectionIsAnError()
    {
        _server.Dispose();
        Assert.Contains("URL fetch failure", Assert.Throws<IOException>(() => Get()).Message);
    }

    [Fact]
    public void ManyAtOnceDownloadOnce()
    {
        _server.Answers(new FileServer.Answer { Delay = TimeSpan.FromSeconds(0.2) });
        // Threads of their own: waiting ones must not take the pool's threads from the server.
        var lengths = new long[6];
        var threads = Enumerable.Range(0, lengths.Length).Select(i => new Thread(() => lengths[i] = new FileInfo(Get()).Length)).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.All(lengths, length => Assert.Equal(Content.Length, length));
        Assert.Single(_server.Ranges);
        Assert.Contains("Waiting for another download", _out.ToString());
    }

    [Fact]
    public void FileUrlsAreCopied()
    {
        DownloadOptions.Current = new();
        File.WriteAllText(_home["source.txt"], "here");
        var path = FileUtils.get_file(origin: new Uri(_home["source.txt"]).AbsoluteUri, cache_dir: _home.Path, cache_subdir: "copies");
        Assert.Equal("here", File.ReadAllText(path));
        Assert.Equal(_home["copies", "source.txt"], path);
    }

    [Fact]
    public void KerasHomeIsTheDefaultFolder()
    {
        var before = Environment.GetEnvironmentVariable("KERAS_HOME");
        try
        {
            Environment.SetEnvironmentVariable("KERAS_HOME", _home.Path);
            Assert.Equal(_home["models", "m.h5"], FileUtils.get_file("m.h5", Origin, cache_subdir: "models"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("KERAS_HOME", before);
        }
    }

    [Fact]
    public void CachedFileOfAReadOnlyFolderIsUsed()
    {
        Get();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_home["datasets"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Assert.Equal(_home["datasets", "data.bin"], Get());
        }
        finally
        {
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_home["datasets"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Theory]
    [InlineData(null, null, "needs origin")]
    [InlineData(null, "data.bin", "not an absolute URL")]
    [InlineData(null, "https://example.org/", "Give fname")]
    [InlineData("a/b", Origin, "a mere name")]
    [InlineData("..", Origin, "a mere name")]
    public void WrongArgumentsAreNamed(string? fname, string? origin, string text) =>
        Assert.Contains(text, Assert.Throws<ArgumentException>(() => FileUtils.get_file(fname, origin, cache_dir: _home.Path)).Message);

    // Extraction

    [Theory]
    [InlineData(null, "data.bin", "data.bin_archive")]
    [InlineData("flowers", "flowers", "flowers_archive")]
    [InlineData("flowers.tar.gz", "flowers_extracted", "flowers.tar.gz")]
    public void ArchivesAreExtractedWhereKerasDoes(string? fname, string folder, string archive)
    {
        _server.Content = TarGz(("photos/", null), ("photos/a.txt", "A"), ("b.txt", "B"));
        var path = Get(fname: fname, extract: true);
        Assert.Equal(_home["datasets", folder], path);
        Assert.True(File.Exists(_home["datasets", archive]));
        Assert.Equal("A", File.ReadAllText(Path.Combine(path, "photos", "a.txt")));
        Assert.Equal("B", File.ReadAllText(Path.Combine(path, "b.txt")));

        // The second call neither downloads nor unpacks again.
        File.WriteAllText(Path.Combine(path, "b.txt"), "changed");
        Assert.Equal(path, Get(fname: fname, extract: true));
        Assert.Single(_server.Ranges);
        Assert.Equal("changed", File.ReadAllText(Path.Combine(path, "b.txt")));
    }

    [Fact]
    public void ZipAndPlainTarAreExtracted()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(archive.CreateEntry("in/zip.txt").Open());
            writer.Write("Z");
        }
        _server.Content = zip.ToArray();
        Assert.Equal("Z", File.ReadAllText(Path.Combine(Get(fname: "z", extract: true), "in", "zip.txt")));
        Assert.Contains("not a tar archive", Assert.Throws<InvalidDataException>(() => FileUtils.get_file("z", Origin, untar: true, cache_dir: _home.Path, cache_subdir: "other")).Message);

        _server.Content = Tar(("t.txt", "T"));
        Assert.Equal("T", File.ReadAllText(Path.Combine(FileUtils.get_file("t", Origin, untar: true, cache_dir: _home.Path), "t.txt")));
    }

    [Fact]
    public void FilesThatAreNoArchivesAreRefused()
    {
        Assert.Contains("is not a tar or zip archive", Assert.Throws<InvalidDataException>(() => Get(extract: true)).Message);
        _server.Content = Encoding.ASCII.GetBytes("BZh91AY&SY");
        Assert.Contains("bzip2", Assert.Throws<InvalidDataException>(() => Get(fname: "b", extract: true)).Message);
    }

    [Theory]
    [InlineData("../evil.txt")]
    [InlineData("a/../../evil.txt")]
    [InlineData("/tmp/keras-test-evil.txt")]
    public void EntriesOutsideTheFolderAreRefused(string name)
    {
        _server.Content = TarGz(("good.txt", "G"), (name, "E"));
        Assert.Contains("reaches outside", Assert.Throws<InvalidDataException>(() => Get(fname: "evil", extract: true)).Message);
        Assert.False(Directory.Exists(_home["datasets", "evil"]));
        Assert.Equal([_home["datasets", ".get_file"]], Directory.GetDirectories(_home["datasets"]));
        Assert.Empty(Directory.EnumerateFiles(_home.Path, "evil.txt", SearchOption.AllDirectories));
    }

    [Fact]
    public void EntriesOfZipsOutsideTheFolderAreRefused()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true)) archive.CreateEntry("../evil.txt").Open().Dispose();
        _server.Content = zip.ToArray();
        Assert.Contains("reaches outside", Assert.Throws<InvalidDataException>(() => Get(fname: "evil", extract: true)).Message);
    }

    [Theory]
    [InlineData("/etc", null)]
    [InlineData("../..", null)]
    [InlineData("x/../../..", null)]
    [InlineData("sub", "link/through.txt")]
    public void LinksThatLeadOutOrAreWrittenThroughAreRefused(string target, string? file)
    {
        _server.Content = Tar(("sub/", null), ("link", "->" + target), (file ?? "last.txt", "E"));
        Assert.Contains("reaches outside", Assert.Throws<InvalidDataException>(() => Get(fname: "evil", extract: true)).Message);
    }

    [Fact]
    public void LinksWithinTheFolderAreKept()
    {
        _server.Content = Tar(("sub/a.txt", "A"), ("sub/link.txt", "->a.txt"));
        Assert.Equal("A", File.ReadAllText(Path.Combine(Get(fname: "good", extract: true), "sub", "link.txt")));
    }

    [Fact]
    public void DamagedArchiveLeavesNothing()
    {
        var archive = TarGz(("a.txt", new string('a', 100_000) + Convert.ToBase64String(Content)));
        _server.Content = archive[..(archive.Length / 2)];
        Assert.Throws<InvalidDataException>(() => Get(fname: "cut", extract: true));
        Assert.False(Directory.Exists(_home["datasets", "cut"]));
    }

    private string Get(string? fname = null, string? hash = null, string algorithm = "auto", bool extract = false, bool force = false) =>
        FileUtils.get_file(fname, Origin, file_hash: hash, hash_algorithm: algorithm, extract: extract, cache_dir: _home.Path, force_download: force);

    private static byte[] TarGz(params (string Name, string? Text)[] entries)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest)) gzip.Write(Tar(entries));
        return stream.ToArray();
    }

    private static byte[] Tar(params (string Name, string? Text)[] entries)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                if (text is null) writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, name));
                else if (text.StartsWith("->", StringComparison.Ordinal)) writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = text[2..] });
                else writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }
        return stream.ToArray();
    }
}
