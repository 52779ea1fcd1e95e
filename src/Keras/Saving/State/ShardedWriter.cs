using System.Text;
using Keras.Saving.Hdf5;
using Keras.Utils;

namespace Keras.Saving.State;

/// <summary>Writes weights into several files of a limited size, and the index of them.</summary>
internal static class ShardedWriter
{
    private const double Gigabyte = 1024.0 * 1024 * 1024;

    /// <summary>Writes the shards <c>name_00000.weights.h5</c>, … and then the index.</summary>
    /// <param name="path">The index: a name that ends in <c>.weights.json</c>; <c>.weights.h5</c> is changed to it with a warning.</param>
    /// <param name="entries">The state.</param>
    /// <param name="maxShardSize">The most gigabytes of a shard.</param>
    /// <exception cref="ArgumentException">One variable alone is larger.</exception>
    internal static void Write(string path, IReadOnlyList<StateEntry> entries, double maxShardSize)
    {
        // 1. The names.
        if (path.EndsWith(".h5", StringComparison.Ordinal))
        {
            var renamed = path[..^".h5".Length] + ".json";
            IoUtils.Warn($"Saving sharded weights requires `*.json` as the extension. The original path: {path} will be renamed to {renamed}.");
            path = renamed;
        }
        var folder = Path.GetDirectoryName(path) ?? "";
        var stem = Path.GetFileNameWithoutExtension(path).Replace(".weights", "", StringComparison.Ordinal);

        // 2. Which variable goes where, in order.
        var shards = new List<H5GroupNode> { new() };
        var map = new Config();
        long size = 0, total = 0;
        foreach (var entry in entries)
        {
            var group = shards[^1].Group(entry.Group);
            group.Attributes.Add(H5Attribute.String("name", entry.Name, utf8: true));
            foreach (var (key, data) in entry.Variables)
            {
                if (data.ByteLength > maxShardSize * Gigabyte)
                    throw new ArgumentException($"The size of '{entry.Group}/{key}' is {data.ByteLength} bytes, which exceeds the maximum shard size {maxShardSize} GB. Increase `max_shard_size`.");
                total += data.ByteLength;
                size += data.ByteLength;
                if (size > maxShardSize * Gigabyte)
                {
                    shards.Add(new H5GroupNode());
                    group = shards[^1].Group(entry.Group);
                    size = data.ByteLength;
                }
                group.Add(key, data);
                var file = FileName(shards.Count - 1);
                map["/" + entry.Group] = map.Get("/" + entry.Group) switch
                {
                    null => file,
                    string one when one == file => file,
                    string one => new List<object?> { one, file },
                    List<object?> list when !list.Contains(file) => list.Append(file).ToList(),
                    var same => same,
                };
            }
        }

        // 3. The shards, then the index, which makes them count.
        for (var i = 0; i < shards.Count; i++) Hdf5Writer.Write(Path.Combine(folder, FileName(i)), shards[i]);
        var index = new Config { ["metadata"] = new Config { ["total_size"] = (double)total }, ["weight_map"] = map };
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(PythonJson.Dump(index))));

        string FileName(int shard) => $"{stem}_{shard:D5}.weights.h5";
    }
}
