namespace Keras.Utils;

/// <summary>The size of a part of a dataset: a number of samples (3), or a share of them (0.3).</summary>
public readonly struct SplitSize
{
    private readonly double _value;

    private SplitSize(double value, bool share) => (_value, IsShare) = (value, share);

    internal bool IsShare { get; }

    /// <summary>The number of samples.</summary>
    internal int Samples(int total, string name)
    {
        if (IsShare ? _value is > 0 and < 1 : _value > 0 && _value < total) return IsShare ? (int)Math.Round(_value * total) : (int)_value;
        throw new ArgumentException($"`{name}` should be either a positive integer smaller than {total}, or a float within the range `[0, 1]`. Received: {name}={_value}", name);
    }

    internal double Share => _value;

    /// <summary>A number of samples.</summary>
    public static implicit operator SplitSize(int samples) => new(samples, false);

    /// <summary>A share of the samples.</summary>
    public static implicit operator SplitSize(double share) => new(share, true);
}
