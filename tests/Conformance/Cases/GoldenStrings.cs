namespace Keras.Conformance.Cases;

/// <summary>An array of strings of a case.</summary>
internal sealed record GoldenStrings(long[] Shape, string[] Values)
{
    internal StringTensor ToTensor() => new(Values, Shape);
}
