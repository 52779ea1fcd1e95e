using System.Buffers.Binary;
using System.Globalization;

namespace Keras.Callbacks.TensorBoardEvents;

/// <summary>Writes summaries that TensorBoard shows, as TensorFlow 2 does: every value is a tensor with the name of the plugin that draws it.</summary>
internal sealed class SummaryWriter : IDisposable
{
    private const int FloatType = 1, DoubleType = 2, StringType = 7;
    private const int ScalarClass = 1, TensorClass = 2, BlobsClass = 3;
    private static int s_files;

    private readonly RecordFile _file;

    /// <summary>Starts a file of its own in a folder, which is made where it is missing.</summary>
    /// <param name="folder">The folder.</param>
    internal SummaryWriter(string folder)
    {
        Directory.CreateDirectory(folder);
        var number = Interlocked.Increment(ref s_files) - 1;
        var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds}.{Environment.MachineName}.{Environment.ProcessId}.{number}.v2");
        _file = new(Path.Combine(folder, name));
        _file.Write(Event().Text(3, "brain.Event:2").ToArray());
        _file.Flush();
    }

    internal void Scalar(string tag, double value, long step)
    {
        var content = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(content, (float)value);
        Write(tag, step, Metadata("scalars", ScalarClass), Numbers(FloatType, content));
    }

    /// <summary>Writes how many values lie in each of equally wide intervals between the smallest and the largest.</summary>
    internal void Histogram(string tag, ReadOnlySpan<float> values, long step, int buckets = 30)
    {
        var rows = Histograms.Of(values, buckets);
        var content = new byte[rows.Length * 24];
        for (var i = 0; i < rows.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(content.AsSpan(i * 24), rows[i].Left);
            BinaryPrimitives.WriteDoubleLittleEndian(content.AsSpan(i * 24 + 8), rows[i].Right);
            BinaryPrimitives.WriteDoubleLittleEndian(content.AsSpan(i * 24 + 16), rows[i].Count);
        }
        Write(tag, step, Metadata("histograms", TensorClass), Numbers(DoubleType, content, rows.Length, 3));
    }

    /// <summary>Writes pictures, the first three at most.</summary>
    /// <param name="tag">Name.</param>
    /// <param name="pixels">Values from 0 to 1, of shape (pictures, height, width, channels).</param>
    /// <param name="shape">That shape.</param>
    /// <param name="step">Step.</param>
    internal void Images(string tag, ReadOnlySpan<float> pixels, (int Pictures, int Height, int Width, int Channels) shape, long step)
    {
        var shown = Math.Min(shape.Pictures, 3);
        var tensor = new ProtoMessage().Integer(1, StringType).Message(2, Shape(2 + shown));
        tensor.Text(8, shape.Width.ToString(CultureInfo.InvariantCulture)).Text(8, shape.Height.ToString(CultureInfo.InvariantCulture));
        var size = shape.Height * shape.Width * shape.Channels;
        var bytes = new byte[size];
        for (var i = 0; i < shown; i++)
        {
            var picture = pixels.Slice(i * size, size);
            // A value of 1 stands for 255; half a step is added before the fraction falls away.
            for (var p = 0; p < size; p++) bytes[p] = (byte)Math.Clamp(picture[p] * 255.5f, 0f, 255f);
            tensor.Bytes(8, PngImage.Encode(bytes, shape.Height, shape.Width, shape.Channels));
        }
        Write(tag, step, Metadata("images", BlobsClass), tensor);
    }

    /// <summary>Writes the configuration of a model, of which the graph page draws the layers.</summary>
    internal void Model(string tag, string json, long step) =>
        Write(tag, step, new ProtoMessage().Message(1, new ProtoMessage().Text(1, "graph_keras_model").Text(2, "1")),
            new ProtoMessage().Integer(1, StringType).Message(2, Shape()).Text(8, json));

    internal void Flush() => _file.Flush();

    public void Dispose() => _file.Dispose();

    private void Write(string tag, long step, ProtoMessage metadata, ProtoMessage tensor)
    {
        var value = new ProtoMessage().Text(1, tag).Message(8, tensor).Message(9, metadata);
        _file.Write(Event().Integer(2, step).Message(5, new ProtoMessage().Message(1, value)).ToArray());
    }

    private static ProtoMessage Event() => new ProtoMessage().Double(1, (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds);

    private static ProtoMessage Metadata(string plugin, int dataClass) => new ProtoMessage().Message(1, new ProtoMessage().Text(1, plugin)).Integer(4, dataClass);

    private static ProtoMessage Numbers(int type, byte[] content, params ReadOnlySpan<int> shape) =>
        new ProtoMessage().Integer(1, type).Message(2, Shape(shape)).Bytes(4, content);

    private static ProtoMessage Shape(params ReadOnlySpan<int> shape)
    {
        var message = new ProtoMessage();
        foreach (var size in shape) message.Message(2, new ProtoMessage().Integer(1, size));
        return message;
    }
}
