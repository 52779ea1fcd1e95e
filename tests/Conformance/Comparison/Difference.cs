namespace Keras.Conformance.Comparison;

/// <summary>One thing that is not as the case says.</summary>
/// <param name="What">Which result: <c>outputs</c>, <c>weight_grads[1]</c>, <c>config.units</c>, …</param>
/// <param name="Index">Place inside an array; empty where the whole differs.</param>
/// <param name="Expected">What the case says.</param>
/// <param name="Got">What the library gave.</param>
internal sealed record Difference(string What, string Index, string Expected, string Got)
{
    public override string ToString() => $"{What}{Index}: expected {Expected}, got {Got}";
}
