using static TorchSharp.torch;

namespace Keras.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Tensors in the order of an optimizer's variables, as the fused updates take them.</summary>
internal sealed class NativeList
{
    private readonly Tensor[] _tensors;

    internal NativeList(int count) => _tensors = new Tensor[count];

    private NativeList(Tensor[] tensors) => _tensors = tensors;

    internal int Count => _tensors.Length;

    internal Tensor[] Tensors => _tensors;

    /// <summary>The memory of variables, which stays theirs for their life. A missing variable must not be used.</summary>
    internal static NativeList Of(IReadOnlyList<Variable?> variables)
    {
        var list = new NativeList(variables.Count);
        for (int i = 0; i < variables.Count; i++)
            list._tensors[i] = variables[i]?.Raw.T!;
        return list;
    }

    internal void Set(int place, Keras.Tensor tensor) => _tensors[place] = tensor.T;

    internal void Clear() => Array.Clear(_tensors);

    /// <summary>Those at some places; all of them, without a copy, where <paramref name="places"/> is null.</summary>
    internal NativeList At(int[]? places) => places is null ? this : new(Array.ConvertAll(places, i => _tensors[i]));
}
