using System.Collections;
using Keras.Backend;

namespace Keras.Quantizers;

/// <summary>Samples of equal length out of the data of a calibration (keras/src/quantizers/gptq_core.py).</summary>
internal static class CalibrationTokens
{
    // Where the first sample begins, modulo the number of places. Porting note: in Keras it differs from one run of Python to the next.
    private const long Offset = 42;

    /// <summary>Samples of shape (1, length), spread evenly over all tokens; data that is too short is repeated.</summary>
    /// <exception cref="ArgumentException">There is no data, or it holds something else than strings and tokens.</exception>
    internal static IEnumerable<Tensor> Samples(CalibratedQuantizationConfig config)
    {
        var tokens = All(config);
        int count = config.num_samples, length = config.sequence_length;
        var available = Math.Max(tokens.Length, ((long)count * length + tokens.Length - 1) / tokens.Length * tokens.Length);
        long places = available - length + 1, stride = Math.Max(1, places / count), offset = Offset % places;
        for (var i = 0; i < count; i++)
        {
            var start = (offset + i * stride) % places;
            var sample = new int[length];
            for (var j = 0; j < length; j++) sample[j] = tokens[(start + j) % tokens.Length];
            yield return Ops.reshape((Tensor)sample, (1, length));
        }
    }

    private static int[] All(CalibratedQuantizationConfig config)
    {
        if (config.dataset is Tensor one) return Tokens(one, config) is { Length: > 0 } all ? all : throw Empty();
        if (config.dataset is string or not IEnumerable)
            throw new ArgumentException($"The `dataset` argument must be an iterable, such as an array of strings or of tokens, or a tensor. Received: {config.dataset!.GetType().Name}. Put it into an array.");
        List<int> tokens = [];
        foreach (var piece in (IEnumerable)config.dataset) tokens.AddRange(Tokens(piece, config));
        return tokens.Count > 0 ? [.. tokens] : throw Empty();
    }

    private static ArgumentException Empty() => new("Provided dataset is empty. Give strings, or tokens as tensors or arrays.");

    private static int[] Tokens(object? piece, CalibratedQuantizationConfig config) => piece switch
    {
        string text => Flat(config.tokenizer!(text)),
        StringTensor text => [.. text.Values.SelectMany(t => Flat(config.tokenizer!(t)))],
        Tensor tensor => Flat(tensor),
        int token => [token],
        long token => [checked((int)token)],
        IEnumerable<int> list => [.. list],
        IEnumerable<long> list => [.. list.Select(t => checked((int)t))],
        _ => throw new ArgumentException($"The `dataset` argument must hold strings, or tokens as tensors or arrays of integers. Received: {piece?.GetType().Name ?? "null"}."),
    };

    private static int[] Flat(Tensor tokens) => Ops.cast(tokens, "int32").numpy().ToArray<int>();
}
