namespace Keras;

/// <summary>Methods of layers whose Keras names C# reserves for the accessors of properties.</summary>
public static class LayerExtensions
{
    /// <summary>The values of all weights, in the order of <see cref="Layer.weights"/>.</summary>
    /// <param name="layer">A built layer or model.</param>
    /// <returns>Arrays of their own: changing them changes no weight.</returns>
    // Porting note: a method get_weights beside the property weights cannot stand in the class itself (CS0082).
    public static IReadOnlyList<NumSharp.NDArray> get_weights(this Layer layer) => [.. layer.weights.Select(v => v.numpy())];
}
