using Microsoft.Win32.SafeHandles;
using TorchSharp;

namespace Keras.Benchmarks.Workloads;

/// <summary>Loads a model file of 500 MB; the others only read the file into memory: into an array, and straight into tensors' memory.</summary>
internal sealed class LoadModel : IWorkload
{
    public string Name => "load-500mb";

    public bool OnlyByName => true;

    public IStep Idiomatic()
    {
        var file = ModelFile.Path;
        return new PlainStep(() => GC.KeepAlive(File.ReadAllBytes(file)));
    }

    public IStep Best()
    {
        var file = ModelFile.Path;
        return new PlainStep(() =>
        {
            using SafeFileHandle handle = File.OpenHandle(file);
            using var memory = torch.empty(RandomAccess.GetLength(handle), torch.uint8);
            var bytes = memory.bytes;
            for (int done = 0; done < bytes.Length;)
                done += RandomAccess.Read(handle, bytes[done..], done);
        });
    }

    public IStep Keras()
    {
        var file = ModelFile.Path;
        return new PlainStep(() =>
        {
            GC.KeepAlive(keras.models.load_model(file));
            // Python frees a model with its last reference; here it is what the collector would do in time.
            GC.Collect();
            GC.WaitForPendingFinalizers();
        });
    }
}
