using System.Collections;
using Keras.Saving.Hdf5;

namespace Keras.Saving.State;

/// <summary>Weights in several files and an index of them, <c>name.weights.json</c>.</summary>
internal sealed class ShardedStateSource : IStateSource
{
    private const long MaxIndexBytes = 64 << 20;

    private readonly Config _map;
    private readonly string _folder;
    private readonly Dictionary<string, H5StateSource> _shards = new(StringComparer.Ordinal);

    internal ShardedStateSource(string path)
    {
        Name = path;
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (new FileInfo(path).Length > MaxIndexBytes) throw new InvalidDataException($"The index of weights '{path}' has more than {MaxIndexBytes} bytes; it is damaged.");
        _map = PythonJson.Parse(File.ReadAllText(path), $"The index of weights '{path}'") is Config index && index.Get("weight_map") is Config map ? map
            : throw new InvalidDataException($"The index of weights '{path}' has no 'weight_map'; it is damaged.");
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool Has(string path) => _map.Keys.Any(k => k == "/" + path || k.StartsWith("/" + path + "/", StringComparison.Ordinal));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, H5Dataset> Get(string path)
    {
        var all = new Dictionary<string, H5Dataset>(StringComparer.Ordinal);
        var files = _map.Get(path.Length == 0 ? "/vars" : $"/{path}/vars") switch
        {
            null => [],
            string one => [one],
            IList list and not Config => list.OfType<string>().ToArray(),
            var other => throw new InvalidDataException($"The index of weights '{Name}' has {ConfigReflection.Show(other)} for '{path}', expected the name of a file."),
        };
        foreach (var file in files)
            foreach (var (key, data) in Shard(file).Get(path)) all.TryAdd(key, data);
        return all;
    }

    private H5StateSource Shard(string file)
    {
        if (_shards.TryGetValue(file, out var known)) return known;
        // A shard stands beside the index: a name that leads elsewhere is refused.
        if (file != Path.GetFileName(file) || file is "." or "..") throw new InvalidDataException($"The index of weights '{Name}' names the file '{file}', which is not beside it.");
        var path = Path.Combine(_folder, file);
        if (!File.Exists(path)) throw new FileNotFoundException($"The index of weights '{Name}' names the file '{file}', which is missing.", path);
        return _shards[file] = new H5StateSource(Hdf5File.Open(path));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shard in _shards.Values) shard.Dispose();
    }
}
