using Microsoft.Win32.SafeHandles;
using TorchSharp;

namespace Keras.Benchmarks.Workloads;

/// <summary>Loads a model file of 500 MB; the others only read the file into memory: into an array, and straight into tensors' memory.</summary>
internal abstract class LoadModel(Func<Model> make, string file) : IWorkload
{
    public abstract string Name { get; }

    public bool OnlyByName => true;

    public IStep Idiomatic()
    {
        var path = ModelFile.Of(make, file);
        return new PlainStep(() => GC.KeepAlive(File.ReadAllBytes(path)));
    }

    public IStep Best()
    {
        var path = ModelFile.Of(make, file);
        return new PlainStep(() =>
        {
            using SafeFileHandle handle = File.OpenHandle(path);
            using var memory = torch.empty(RandomAccess.GetLength(handle), torch.uint8);
            var bytes = memory.bytes;
            for (int done = 0; done < bytes.Length;)
                done += RandomAccess.Read(handle, bytes[done..], done);
        });
    }

    public IStep Keras()
    {
        var path = ModelFile.Of(make, file);
        return new PlainStep(() =>
        {
            GC.KeepAlive(keras.models.load_model(path, compile: false));
            // Python frees a model with its last reference; here it is what the collector would do in time.
            GC.Collect();
            GC.WaitForPendingFinalizers();
        });
    }
}
