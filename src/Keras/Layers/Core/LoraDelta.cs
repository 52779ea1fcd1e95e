using Keras.Backend;

namespace Keras.Layers;

/// <summary>A low-rank change of a frozen weight: the product of two small trainable matrices, scaled by alpha / rank.</summary>
/// <remarks>Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021, https://arxiv.org/abs/2106.09685.</remarks>
internal sealed class LoraDelta
{
    private readonly double _scale;

    /// <summary>Adds the two matrices to a layer and freezes the weight.</summary>
    /// <param name="layer">The layer that owns the weight.</param>
    /// <param name="weight">The weight, of shape (…, columns).</param>
    /// <param name="prefix">Name of the matrices without their ending, such as <c>lora_kernel</c>.</param>
    /// <param name="constrained">Whether the weight has a constraint, which the sum could not keep.</param>
    /// <param name="regularizer">Penalty on the matrices.</param>
    /// <param name="rank">Inner size of the product.</param>
    /// <param name="alpha">Scale times rank; the rank itself where <see langword="null"/>.</param>
    /// <param name="a_initializer">First values of the first matrix.</param>
    /// <param name="b_initializer">First values of the second matrix.</param>
    /// <param name="shape">The weight's shape where it is stored in another one.</param>
    internal LoraDelta(Layer layer, Variable weight, string prefix, bool constrained, Regularizer? regularizer, int rank, double? alpha, Initializer? a_initializer, Initializer? b_initializer,
        TensorShape? shape = null)
    {
        if (constrained) throw new ArgumentException($"LoRA is incompatible with constraints: the layer '{layer.name}' has one on '{weight.name}'. Leave it out.");
        if (rank < 1) throw new ArgumentException($"The rank of LoRA must be positive. Received: lora_rank={rank} for the layer '{layer.name}'.");
        var dims = shape ?? weight.shape;
        A = layer.add_weight(dims[..^1].Concat(rank), a_initializer ?? "he_uniform", dtype: "float32", regularizer: regularizer, name: prefix + "_a");
        B = layer.add_weight((rank, dims[^1]), b_initializer ?? "zeros", dtype: "float32", regularizer: regularizer, name: prefix + "_b");
        weight.trainable = false;
        _scale = (alpha ?? rank) / rank;
    }

    /// <summary>The matrix of shape (…, rank).</summary>
    internal Variable A { get; }

    /// <summary>The matrix of shape (rank, columns).</summary>
    internal Variable B { get; }

    /// <summary>What is added to the weight.</summary>
    internal Tensor Value => Ops.multiply(Ops.matmul(A.Raw, B.Raw), _scale);

    /// <summary>Takes the change away, as after reading a weight that it was added to.</summary>
    internal void Clear()
    {
        A.assign(Ops.zeros(A.shape));
        B.assign(Ops.zeros(B.shape));
    }

    /// <summary>Adds what the change alone makes of an input to the output of a weight that cannot be added to.</summary>
    /// <param name="output">The output of the weight.</param>
    /// <param name="first">The input times the first matrix.</param>
    /// <param name="dtype">The dtype of the computation.</param>
    internal Tensor AddTo(Tensor output, Tensor first, string dtype) => Ops.cast(Ops.add(output, Ops.multiply(Ops.matmul(first, B), _scale)), dtype);

    /// <summary>The weight with the change added, in the dtype of the computation.</summary>
    internal Tensor Merge(Tensor weight, string dtype) => Ops.cast(Ops.add(weight, Ops.multiply(Ops.matmul(A, B), _scale)), dtype);
}
