namespace Keras.Layers;

/// <summary>Checks of what dropout layers are given.</summary>
internal static class Rates
{
    internal static double Check(double rate, string name = "rate") => rate is >= 0 and <= 1
        ? rate
        : throw new ArgumentException($"Invalid value received for argument `{name}`. Expected a float value between 0 and 1. Received: {name}={rate}.");

    internal static TensorShape? Check(TensorShape? noiseShape)
    {
        if (noiseShape is { } shape)
            foreach (var (i, dim) in shape.Index())
                if (dim <= 0)
                    throw new ArgumentException($"Invalid value received for argument `noise_shape`. Expected all dimensions to be positive integers or null. Received: noise_shape={shape}, at index {i}: {dim}.");
        return noiseShape;
    }
}
