using Keras.Backend;
using NumSharp;

namespace Keras.Utils;

/// <summary>Datasets of sounds (keras/src/utils/audio_dataset_utils.py).</summary>
public static class AudioDatasetUtils
{
    // Porting note: the orders of later passes are those of NumPy's generator with the seed, not of TensorFlow's or Grain's.
    /// <summary>Makes a dataset of the sounds (<c>.wav</c>) in a folder with a folder for each class.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="labels"><c>inferred</c> from the folders, null for none, or one number a file in the order of the paths.</param>
    /// <param name="label_mode"><c>int</c>, <c>categorical</c> (one column a class), <c>binary</c> (one column), or null for no labels.</param>
    /// <param name="class_names">Names of the folders to read, in the order of the classes; all, by name, where null.</param>
    /// <param name="batch_size">Sounds a batch; single ones where null.</param>
    /// <param name="sampling_rate">Samples a second to which sounds are brought; their own where null.</param>
    /// <param name="output_sequence_length">Samples to which sounds are cut off or filled up; null fills them up to the longest of their batch.</param>
    /// <param name="ragged">Kept for Keras's signature: there are no ragged tensors.</param>
    /// <param name="shuffle">Whether the sounds come in random order, another in every pass; else by path.</param>
    /// <param name="seed">Seed of the orders.</param>
    /// <param name="validation_split">Part of the sounds that is held back.</param>
    /// <param name="subset"><c>training</c>, <c>validation</c>, or <c>both</c>: <c>var (training, validation) = …</c>.</param>
    /// <param name="follow_links">Whether links to folders are followed.</param>
    /// <param name="format">Kept for Keras's signature: <c>tf</c> or <c>grain</c>.</param>
    /// <param name="verbose">Whether the number of files is printed.</param>
    /// <returns>Batches of float32 sounds of shape (batch, samples, channels) with values from -1 to 1, and labels.</returns>
    /// <exception cref="ArgumentException">An argument has no meaning, or there are no sounds.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    [KerasExport("keras.utils.audio_dataset_from_directory")]
    public static Dataset audio_dataset_from_directory(string directory, LabelsArgument labels = default, string? label_mode = "int", string[]? class_names = null, int? batch_size = 32, int? sampling_rate = null,
        int? output_sequence_length = null, bool ragged = false, bool shuffle = true, long? seed = null, double? validation_split = null, string? subset = null, bool follow_links = false, string format = "tf", bool verbose = true)
    {
        if (format is not ("tf" or "grain")) throw new ArgumentException($"`format` should be either \"tf\" or \"grain\". Received: format={format}", nameof(format));
        if (ragged) throw new ArgumentException("Ragged datasets are not supported. Leave `ragged` out: sounds are filled up with zeros to the longest of their batch.", nameof(ragged));
        if (sampling_rate is < 1) throw new ArgumentException($"`sampling_rate` should be higher than 0. Received: sampling_rate={sampling_rate}", nameof(sampling_rate));
        if (output_sequence_length is < 1) throw new ArgumentException($"`output_sequence_length` should be higher than 0. Received: output_sequence_length={output_sequence_length}", nameof(output_sequence_length));
        return FileDatasets.Make(new(directory, labels, label_mode, class_names, batch_size, shuffle, seed, validation_split, subset, follow_links, verbose), "audio files", [".wav"], paths =>
        {
            var sounds = Array.ConvertAll(paths, path => Read(path, sampling_rate));
            var channels = sounds[0].Channels;
            if (Array.FindIndex(sounds, s => s.Channels != channels) is >= 0 and var other)
                throw new InvalidDataException($"'{paths[other]}' has {sounds[other].Channels} channels, '{paths[0]}' {channels}: the sounds of a dataset must have equally many.");
            var length = output_sequence_length ?? sounds.Max(s => s.Samples.Length / channels);
            var all = new float[sounds.Length * length * channels];
            for (var i = 0; i < sounds.Length; i++) sounds[i].Samples.AsSpan(0, Math.Min(sounds[i].Samples.Length, length * channels)).CopyTo(all.AsSpan(i * length * channels));
            return (new NDArray(all, new Shape(sounds.Length, length, channels)), null);
        });
    }

    private static (float[] Samples, int Channels) Read(string path, int? rate)
    {
        var (samples, channels, own) = WavReader.Read(path);
        var length = samples.Length / channels;
        if (rate is not { } wanted || wanted == own || length == 0) return (samples, channels);
        var count = Math.Max(1, (int)Math.Round((double)length * wanted / own));
        var result = new float[count * channels];
        for (var c = 0; c < channels; c++)
        {
            var line = new float[length];
            for (var i = 0; i < length; i++) line[i] = samples[i * channels + c];
            line = Resample(line, count);
            for (var i = 0; i < count; i++) result[i * channels + c] = line[i];
        }
        return (result, channels);
    }

    /// <summary>A sound with another number of samples and the same frequencies, those left out that no longer fit.</summary>
    private static float[] Resample(float[] line, int count)
    {
        using var scope = new TensorScope();
        var parts = (TensorList)Ops.rfft(Kernel.FromArray(line));
        float[] real = Kernel.ToArray<float>(parts[0]), imaginary = Kernel.ToArray<float>(parts[1]);
        var (kept, frequencies) = (Math.Min(line.Length, count), count / 2 + 1);
        Array.Resize(ref real, Math.Min(kept / 2 + 1, real.Length));
        Array.Resize(ref imaginary, real.Length);
        // The highest frequency of an even number of samples stands for two, its own and the negative one.
        if (kept % 2 == 0 && line.Length != count)
        {
            var factor = count < line.Length ? 2f : 0.5f;
            real[kept / 2] *= factor;
            imaginary[kept / 2] *= factor;
        }
        Array.Resize(ref real, frequencies);
        Array.Resize(ref imaginary, frequencies);
        var scale = (float)count / line.Length;
        return Array.ConvertAll(Kernel.ToArray<float>(Ops.irfft(new TensorList([Kernel.FromArray(real), Kernel.FromArray(imaginary)]), count)), v => v * scale);
    }
}
