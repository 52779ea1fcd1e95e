using TorchSharp;

namespace Keras.Benchmarks.Workloads;

/// <summary>Saves a model of 500 MB; the others only write as many bytes and flush them to the disk, as saving does: from an array, and from a tensor's memory.</summary>
internal abstract class SaveModel(Func<Model> make, string file) : IWorkload
{
    public abstract string Name { get; }

    public bool OnlyByName => true;

    public IStep Idiomatic()
    {
        var bytes = new byte[ModelFile.Bytes];
        return new PlainStep(() => Write(bytes));
    }

    public IStep Best()
    {
        var memory = torch.zeros(ModelFile.Bytes, torch.uint8);
        return new PlainStep(() => Write(memory.bytes));
    }

    public IStep Keras()
    {
        var model = make();
        return new PlainStep(() => model.save(ModelFile.Name("saved-" + file)));
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(ModelFile.Name("plain-" + file), FileMode.Create, FileAccess.Write, FileShare.None, 0);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }
}
