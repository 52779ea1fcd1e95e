using Keras.Backend;

namespace Keras.Layers;

/// <summary>What SimpleRNN, GRU and LSTM share: their cell's arguments, and all steps in one call of the engine where the options allow.</summary>
public abstract class GatedRNN : RNN
{
    private protected GatedRNN(GatedCell cell, bool return_sequences, bool return_state, bool go_backwards, bool stateful, bool unroll, CudnnChoice use_cudnn,
        bool zero_output_for_mask, Regularizer? activity_regularizer, string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape, TensorShape? batch_input_shape)
        : base(cell, return_sequences, return_state, go_backwards, stateful, unroll, zero_output_for_mask, activity_regularizer, name, trainable, dtype, input_shape, batch_input_shape)
    {
        Choice = use_cudnn;
        input_spec = new InputSpec(ndim: 3);
    }

    private GatedCell Cell => (GatedCell)cell;

    /// <summary>Whether the engine's fused kernel is used. It is no part of the configuration.</summary>
    internal CudnnChoice Choice { get; set; }

    /// <summary>Size of the output and of each state.</summary>
    public int units => Cell.units;

    /// <summary>Function of the candidate values and the output.</summary>
    public ActivationFunction activation => Cell.activation;

    /// <summary>Whether a bias is added.</summary>
    public bool use_bias => Cell.use_bias;

    /// <summary>First values of the kernel.</summary>
    public Initializer kernel_initializer => Cell.kernel_initializer;

    /// <summary>First values of the recurrent kernel.</summary>
    public Initializer recurrent_initializer => Cell.recurrent_initializer;

    /// <summary>First values of the bias.</summary>
    public Initializer bias_initializer => Cell.bias_initializer;

    /// <summary>Penalty on the kernel.</summary>
    public Regularizer? kernel_regularizer => Cell.kernel_regularizer;

    /// <summary>Penalty on the recurrent kernel.</summary>
    public Regularizer? recurrent_regularizer => Cell.recurrent_regularizer;

    /// <summary>Penalty on the bias.</summary>
    public Regularizer? bias_regularizer => Cell.bias_regularizer;

    /// <summary>Allowed values of the kernel.</summary>
    public Constraint? kernel_constraint => Cell.kernel_constraint;

    /// <summary>Allowed values of the recurrent kernel.</summary>
    public Constraint? recurrent_constraint => Cell.recurrent_constraint;

    /// <summary>Allowed values of the bias.</summary>
    public Constraint? bias_constraint => Cell.bias_constraint;

    /// <summary>Part of the input elements that are dropped.</summary>
    public double dropout => Cell.dropout;

    /// <summary>Part of the state elements that are dropped.</summary>
    public double recurrent_dropout => Cell.recurrent_dropout;

    /// <summary>Whether the engine has a kernel for the activations and the form of the cell.</summary>
    private protected abstract bool HasKernel { get; }

    /// <summary>Whether the outputs tell all states, so that masked sequences need none of the kernel's.</summary>
    private protected virtual bool OutputIsState => true;

    /// <summary>All steps of sequences without a mask.</summary>
    private protected abstract (Tensor Outputs, Tensor[] States) Fused(Tensor sequences, Tensor[] states, Tensor kernel, Tensor recurrent, Tensor? bias, bool training);

    private protected override (Tensor Last, Tensor? Outputs, Tensor[] States) InnerLoop(Tensor sequences, Tensor[] states, Tensor? mask, bool training)
    {
        if (Choice.IsRequired && recurrent_dropout > 0)
            throw new ArgumentException($"use_cudnn=True was specified for the layer '{name}', but the fused kernel does not support recurrent_dropout. Pass use_cudnn: \"auto\" to compute step by step where needed.");
        if (!Fuses(mask, training)) return base.InnerLoop(sequences, states, mask, training);

        // 1. Dropped inputs, in the order of the steps.
        if (training && Cell.InputMask(Kernel.Select(sequences, 1, 0)) is { } dropped) sequences *= Kernel.Unsqueeze(dropped, 1);
        if (go_backwards)
        {
            sequences = Kernel.Flip(sequences, 1);
            if (mask is not null) mask = Kernel.Flip(mask, 1);
        }

        // 2. All steps. Under a mask only those that count, moved together.
        var packed = mask is null ? null : new PackedSteps(mask);
        if (packed is not null) sequences = packed.Pack(sequences);
        var (outputs, final) = Fused(sequences, states, Cell.Kernels!, Cell.RecurrentKernels!, Cell.Biases, training || GradMode.Enabled);
        if (packed is null) return (final[0], outputs, final);

        // 3. Back to their places.
        var (last, state) = packed.Last(outputs, states[0], zero_output_for_mask);
        return (last, return_sequences ? packed.Unpack(outputs, zero_output_for_mask) : null, [state, .. final[1..]]);
    }

    private bool Fuses(Tensor? mask, bool training)
    {
        if (Choice.IsOff || !HasKernel || recurrent_dropout > 0) return false;
        // Gates with masks of their own.
        if (training && dropout > 0 && Cell.implementation == 1) return false;
        return mask is null || OutputIsState || !return_state && !stateful;
    }

    private protected override void AddCell(Config config) => AddCellArguments(config);
}
