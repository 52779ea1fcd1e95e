using System.Runtime.InteropServices;
using Keras.Saving.Hdf5;

namespace Keras.Conformance;

/// <summary>Saves one file over and over until the process is killed: a test kills it, and looks whether the file is whole.</summary>
internal static class SaveForever
{
    internal const int Values = 200_000;

    /// <summary>Writes the file again and again, each time filled with another number.</summary>
    internal static void Run(string file)
    {
        var values = new float[Values];
        for (var round = 1f; ; round++)
        {
            // From the second save on, the process may be killed at any time.
            if (round == 2f)
            {
                Console.Out.WriteLine("ready");
                Console.Out.Flush();
            }
            Array.Fill(values, round);
            var root = new H5GroupNode();
            var data = MemoryMarshal.AsBytes<float>(values).ToArray();
            root.Add("layers/dense/vars/0", H5DatasetNode.FromMemory(H5DType.Float32, [Values / 2], data.AsMemory(0, data.Length / 2)));
            root.Add("layers/dense/vars/1", H5DatasetNode.FromMemory(H5DType.Float32, [Values / 2], data.AsMemory(data.Length / 2)));
            Hdf5Writer.Write(file, root);
        }
    }
}
