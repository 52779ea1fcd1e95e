using System.Globalization;
using System.IO.Compression;
using System.Text;
using Keras.Saving.Hdf5;
using Keras.Saving.State;
using Keras.Utils;

namespace Keras.Saving;

/// <summary>Whole models in <c>.keras</c> files: a zip archive of the configuration, the weights and the vocabularies (keras/src/saving/saving_lib.py).</summary>
internal static class KerasArchive
{
    private const string Metadata = "metadata.json";
    private const string Configuration = "config.json";
    private const string Weights = "model.weights.h5";
    private const string Assets = "assets";

    /// <summary>The bytes that a member may always inflate to, and how often larger than stored it may be beyond: Keras stores without compression.</summary>
    private const long MemberFloor = 64 << 20;
    private const int MaxExpansion = 100;

    /// <summary>What Python's zip files say of members that are written without a time.</summary>
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // ------------------------------------------------------------------ saving

    internal static void Save(Model model, string path)
    {
        using var parts = new Parts(model);
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            WriteMember(archive, Metadata, NoTime, s => s.Write(parts.Metadata));
            WriteMember(archive, Configuration, NoTime, s => s.Write(parts.Config));
            WriteMember(archive, Weights, DateTimeOffset.Now, s => Hdf5Writer.Write(s, parts.Tree));
            foreach (var (name, file) in parts.AssetFiles) WriteMember(archive, Assets + "/" + name, DateTimeOffset.Now, s => CopyFile(file, s));
        });
        GC.KeepAlive(model);
    }

    /// <summary>The same parts as files in a folder.</summary>
    internal static void SaveFolder(Model model, string folder)
    {
        using var parts = new Parts(model);
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, Metadata), s => s.Write(parts.Metadata));
        AtomicFile.Write(Path.Combine(folder, Configuration), s => s.Write(parts.Config));
        Hdf5Writer.Write(Path.Combine(folder, Weights), parts.Tree);
        foreach (var (name, file) in parts.AssetFiles)
        {
            var target = Path.Combine(folder, Assets, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            AtomicFile.Write(target, s => CopyFile(file, s));
        }
        GC.KeepAlive(model);
    }

    private static void CopyFile(string file, Stream to)
    {
        using var from = File.OpenRead(file);
        from.CopyTo(to);
    }

    private static void WriteMember(ZipArchive archive, string name, DateTimeOffset time, Action<Stream> write)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = time;
        using var stream = entry.Open();
        write(stream);
    }

    /// <summary>What a saved model consists of.</summary>
    private sealed class Parts : IDisposable
    {
        private readonly string? _folder;

        internal Parts(Model model)
        {
            // 1. The configuration. An error in it leaves no file behind.
            using (var sharing = SharedObjects.Open())
            {
                var config = Serialization.ObjectToConfig(model);
                sharing.Number(config);
                Config = Encoding.UTF8.GetBytes(PythonJson.Dump(config));
            }
            Metadata = Encoding.UTF8.GetBytes(PythonJson.Dump(new Config
            {
                ["keras_version"] = KerasVersion.Mirrored,
                ["date_saved"] = DateTime.Now.ToString("yyyy-MM-dd@HH:mm:ss", CultureInfo.InvariantCulture),
            }));

            // 2. Vocabularies, if any layer has one; then the weights.
            if (model.FlattenLayers().Any(l => l.HasAssets)) _folder = Directory.CreateTempSubdirectory("keras-assets-").FullName;
            Tree = StateSaver.Tree(StateSaver.Collect(model, _folder));
            AssetFiles = _folder is null ? []
                : [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(_folder, f).Replace('\\', '/'), f)).OrderBy(f => f.Item1, StringComparer.Ordinal)];
        }

        internal byte[] Metadata { get; }

        internal byte[] Config { get; }

        internal H5GroupNode Tree { get; }

        internal IReadOnlyList<(string Name, string File)> AssetFiles { get; }

        public void Dispose()
        {
            if (_folder is not null) Directory.Delete(_folder, recursive: true);
        }
    }

    // ------------------------------------------------------------------ loading

    internal static bool IsZip(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> head = stackalloc byte[4];
        return stream.ReadAtLeast(head, 4, throwOnEndOfStream: false) == 4 && head is [(byte)'P', (byte)'K', 3 or 5, 4 or 6];
    }

    internal static bool IsFolder(string path) => Directory.Exists(path) && File.Exists(Path.Combine(path, Configuration));

    internal static Model Load(string path, bool compile) => Faults(path, () =>
    {
        using var archive = Open(path);
        var model = Revive(ReadText(archive, Configuration, path), path, compile);
        var file = OpenHdf5(archive, path);
        using var source = new H5StateSource(file);
        var folder = ExtractAssets(archive, path);
        try
        {
            StateLoader.Load(model, source, folder);
        }
        finally
        {
            if (folder is not null) Directory.Delete(folder, recursive: true);
        }
        RequireChecksum(archive, file);
        return model;
    });

    internal static Model LoadFolder(string path, bool compile) => Faults(path, () =>
    {
        var model = Revive(File.ReadAllText(Path.Combine(path, Configuration)), path, compile);
        using var source = new H5StateSource(Hdf5File.Open(Path.Combine(path, Weights)));
        var assets = Path.Combine(path, Assets);
        StateLoader.Load(model, source, Directory.Exists(assets) ? assets : null);
        return model;
    });

    /// <summary>Loads the weights of a whole model into another one.</summary>
    internal static void LoadWeights(Model model, string path, bool skipMismatch) => Faults(path, () =>
    {
        using var archive = Open(path);
        var file = OpenHdf5(archive, path);
        using var source = new H5StateSource(file);
        // Before anything is read, because the model that is there must not be left with damaged weights.
        RequireChecksum(archive, file);
        StateLoader.Load(model, source, null, skipMismatch);
        return true;
    });

    private static Model Revive(string json, string path, bool compile)
    {
        if (PythonJson.Parse(json, $"The configuration in '{path}'") is not Config config) throw new InvalidDataException($"The configuration in '{path}' is not an object.");
        if (!compile) config.Remove("compile_config");
        using var sharing = SharedObjects.Open();
        return LegacyH5.Revive(config, path);
    }

    internal static ZipArchive Open(string path)
    {
        // Without a buffer of its own: the members that matter are read in large pieces.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0);
        try
        {
            var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            CheckMembers(archive, stream.Length, path);
            return archive;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or OverflowException)
        {
            stream.Dispose();
            if (e.Message.Contains(path, StringComparison.Ordinal)) throw;
            throw new InvalidDataException($"The file '{path}' is no .keras file: it is no zip archive, or a damaged one. ({e.Message})", e);
        }
    }

    /// <summary>Refuses members that an honest archive does not have: with places outside, twice the same name, encrypted, or larger than the file.</summary>
    private static void CheckMembers(ZipArchive archive, long fileLength, string path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            var name = entry.FullName.Replace('\\', '/');
            var fault = name.StartsWith('/') || name.Split('/').Contains("..") || name is [_, ':', ..] ? "leads out of the folder of the model's files"
                : !names.Add(name) ? "is there twice"
                : entry.IsEncrypted ? "is encrypted"
                : entry.CompressedLength < 0 || entry.CompressedLength > fileLength || entry.Length < 0 ? $"says that it has {entry.CompressedLength} bytes, in a file of {fileLength}"
                : null;
            if (fault is not null) throw new InvalidDataException($"The member '{entry.FullName}' of '{path}' {fault}, which is refused; the file is damaged or made to do harm.");
        }
    }

    internal static string ReadText(ZipArchive archive, string member, string path)
    {
        using var stream = OpenMember(archive, member, path, out _);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static void RequireChecksum(ZipArchive archive, Hdf5File weights) => weights.Source.RequireChecksum(archive.GetEntry(Weights)!.Crc32);

    internal static Hdf5File OpenHdf5(ZipArchive archive, string path)
    {
        if (archive.GetEntry(Weights) is null && archive.GetEntry("model.weights.npz") is not null)
            throw new NotSupportedException($"The file '{path}' keeps its weights in the npz format, which only experiments with Keras used. Save the model again with model.save.");
        // Stored as it is, as Keras does, the member is read where it lies.
        if (archive.GetEntry(Weights) is { } entry && StoredAt(entry, path) is { } start) return Hdf5File.Open(path, start, entry.Length, $"{path}/{Weights}");
        var stream = OpenMember(archive, Weights, path, out var length);
        return Hdf5File.Open(stream, $"{path}/{Weights}", maxLength: length);
    }

    /// <summary>Where the bytes of a member that is not compressed begin in the file; null for other members.</summary>
    private static long? StoredAt(ZipArchiveEntry entry, string path)
    {
        if (entry.CompressedLength != entry.Length || entry.Length < 8) return null;
        // The archive does not tell; the place of a stream of our own after the first byte does.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0);
        using var archive = new ZipArchive(file, ZipArchiveMode.Read);
        using var member = archive.GetEntry(entry.FullName)!.Open();
        if (member.ReadByte() != 0x89) return null;
        var start = file.Position - 1;
        Span<byte> signature = stackalloc byte[4];
        return start >= 0 && RandomAccess.Read(file.SafeFileHandle, signature, start) == 4 && signature[1..].SequenceEqual("HDF"u8) ? start : null;
    }

    /// <summary>Opens a member that is what it says: one that inflates to far more than is stored is refused.</summary>
    private static Stream OpenMember(ZipArchive archive, string member, string path, out long length)
    {
        var entry = archive.GetEntry(member) ?? throw new InvalidDataException($"The file '{path}' is no .keras file: it has no member '{member}'. " +
            $"It has: {string.Join(", ", archive.Entries.Take(10).Select(e => $"'{e.FullName}'"))}.");
        CheckSize(entry, path);
        length = entry.Length;
        return new LimitedStream(entry.Open(), entry.Length, entry.Crc32, $"The member '{member}' of '{path}'");
    }

    private static void CheckSize(ZipArchiveEntry entry, string path)
    {
        if (entry.Length > MemberFloor && entry.Length / MaxExpansion > entry.CompressedLength)
            throw new InvalidDataException($"The member '{entry.FullName}' of '{path}' says that {entry.CompressedLength} bytes inflate to {entry.Length}, which is not believed; the file is damaged or made to fill the memory.");
    }

    /// <summary>Copies vocabularies to a folder of their own; null where there are none.</summary>
    private static string? ExtractAssets(ZipArchive archive, string path)
    {
        var entries = archive.Entries.Where(e => e.FullName.Replace('\\', '/').StartsWith(Assets + "/", StringComparison.Ordinal) && e.Name.Length > 0).ToArray();
        if (entries.Length == 0) return null;
        var folder = Directory.CreateTempSubdirectory("keras-assets-").FullName;
        try
        {
            foreach (var entry in entries)
            {
                CheckSize(entry, path);
                var name = entry.FullName.Replace('\\', '/')[(Assets.Length + 1)..];
                var target = Path.GetFullPath(Path.Combine(folder, name));
                if (!target.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                    throw new InvalidDataException($"The member '{entry.FullName}' of '{path}' leads out of the folder of the model's files, which is refused.");
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                using var from = new LimitedStream(entry.Open(), entry.Length, entry.Crc32, $"The member '{entry.FullName}' of '{path}'");
                using var to = File.Create(target);
                from.CopyTo(to);
            }
            return folder;
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Names the file in errors of the zip reader, which do not.</summary>
    private static T Faults<T>(string path, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (InvalidDataException e) when (!e.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"The file '{path}' is damaged: {e.Message}", e);
        }
    }
}
