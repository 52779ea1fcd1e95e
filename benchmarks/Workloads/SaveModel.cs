using TorchSharp;

namespace Keras.Benchmarks.Workloads;

/// <summary>Saves a model of 500 MB; the others only write as many bytes and flush them to the disk, as saving does: from an array, and from a tensor's memory.</summary>
internal sealed class SaveModel : IWorkload
{
    public string Name => "save-500mb";

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
        var model = ModelFile.Make();
        return new PlainStep(() => model.save(ModelFile.Path + ".saved.keras"));
    }

    private static void Write(ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(ModelFile.Path + ".plain", FileMode.Create, FileAccess.Write, FileShare.None, 0);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }
}
