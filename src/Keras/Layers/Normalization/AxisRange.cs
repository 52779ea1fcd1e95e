namespace Keras.Layers;

/// <summary>Checks the axes of normalizing layers.</summary>
internal static class AxisRange
{
    /// <summary>The shape, which normalizing does not change, where it has all of the axes.</summary>
    /// <exception cref="ArgumentException">An axis lies outside.</exception>
    internal static TensorShape Check(Axes axes, TensorShape shape)
    {
        foreach (var axis in axes)
            if (axis >= shape.Rank || axis < -shape.Rank)
                throw new ArgumentException($"Axis {axis} is out of bounds for input shape {shape}. Received: axis={axes}");
        return shape;
    }
}
