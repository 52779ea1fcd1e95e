namespace Keras;

/// <summary>Stands for "this input has no mask" in a list of masks.</summary>
internal sealed class NoMask : Tensor
{
    internal static readonly NoMask Instance = new();

    private NoMask()
    {
    }
}
