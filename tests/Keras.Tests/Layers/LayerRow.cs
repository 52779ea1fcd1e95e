using Keras.Backend;
using Keras.Saving;

namespace Keras.Tests.Layers;

/// <summary>What the layer contract needs to know of a layer: how to make it, an input, and what Keras's documentation says of it.</summary>
internal sealed record LayerRow
{
    private readonly Func<Layer, Tensor, bool?, Tensor> _call;

    private LayerRow(string name, TensorShape[] outputs, Func<string?, Layer> make, Func<Tensor> input, Func<Layer, Tensor, bool?, Tensor>? call)
    {
        Name = name;
        Outputs = outputs;
        Make = make;
        Input = input;
        _call = call ?? ((layer, x, training) => layer.Apply(x, training));
    }

    /// <summary>Name in <c>keras.layers</c>; behind a colon what this row shows of a class of several rows.</summary>
    internal string Name { get; }

    /// <summary>Name of the class.</summary>
    internal string Class => Name.Split(':')[0];

    /// <summary>Shapes of the outputs for the input; those of a dictionary in the order of its keys.</summary>
    internal TensorShape[] Outputs { get; }

    /// <summary>Makes the layer with a dtype policy.</summary>
    internal Func<string?, Layer> Make { get; }

    /// <summary>Makes the input: a tensor, text, or a list or dictionary of them.</summary>
    internal Func<Tensor> Input { get; }

    /// <summary>Number of weights that training changes.</summary>
    internal int Trainable { get; init; }

    /// <summary>Number of weights that training leaves alone.</summary>
    internal int Others { get; init; }

    /// <summary>Number of seed generators.</summary>
    internal int Seeds { get; init; }

    /// <summary>Whether the layer declares that it supports masks.</summary>
    internal bool Masks { get; init; }

    /// <summary>Why a layer that supports masks hands none on; null where it does.</summary>
    internal string? EndsMask { get; init; }

    /// <summary>Why a value that a layer without support for masks gives has one all the same; null where it has none.</summary>
    internal string? LeavesMask { get; init; }

    /// <summary>Whether the mask of an input is one of its elements, not of its steps.</summary>
    internal bool MasksElements { get; init; }

    /// <summary>Why the policy does not tell the dtype of the output; null where it does.</summary>
    internal string? NoPolicy { get; init; }

    /// <summary>Why no gradient flows through the layer to what stands before it; null where it does.</summary>
    internal string? NoGradient { get; init; }

    /// <summary>Why compute_output_shape cannot be asked; null where it can.</summary>
    internal string? NoShape { get; init; }

    /// <summary>Whether values of float64 come out as float32, as Keras's promotion of two operands has it.</summary>
    internal bool Narrows { get; init; }

    /// <summary>Functions that the configuration names.</summary>
    internal Dictionary<string, object>? Functions { get; init; }

    public override string ToString() => Name;

    /// <summary>Calls the layer as its documentation says.</summary>
    internal Tensor Call(Layer layer, Tensor x, bool? training = null) => _call(layer, x, training);

    internal static LayerRow Row(string name, TensorShape output, Func<string?, Layer> make, Func<Tensor> input, int trainable = 0, int others = 0, int seeds = 0,
        bool masks = false, string? endsMask = null, string? noPolicy = null, string? noGradient = null, bool narrows = false, Dictionary<string, object>? functions = null,
        Func<Layer, Tensor, bool?, Tensor>? call = null) => Row(name, [output], make, input, trainable, others, seeds, masks, endsMask, noPolicy, noGradient, null, narrows, functions, call);

    /// <summary>A row for a layer of several outputs.</summary>
    internal static LayerRow Row(string name, TensorShape[] outputs, Func<string?, Layer> make, Func<Tensor> input, int trainable = 0, int others = 0, int seeds = 0,
        bool masks = false, string? endsMask = null, string? noPolicy = null, string? noGradient = null, string? noShape = null, bool narrows = false,
        Dictionary<string, object>? functions = null, Func<Layer, Tensor, bool?, Tensor>? call = null) => new(name, outputs, make, input, call)
        {
            Trainable = trainable,
            Others = others,
            Seeds = seeds,
            Masks = masks,
            EndsMask = endsMask,
            NoPolicy = noPolicy,
            NoGradient = noGradient,
            NoShape = noShape,
            Narrows = narrows,
            Functions = functions,
        };

    /// <summary>A row for a class given by its name and the arguments of its constructor.</summary>
    internal static LayerRow Named(string name, TensorShape output, Config arguments, Func<Tensor> input, int trainable = 0, int others = 0, int seeds = 0,
        bool masks = false, string? endsMask = null, string? noPolicy = null, string? noGradient = null, bool narrows = false) =>
        Row(name, output, dtype => ByName(name, arguments, dtype), input, trainable, others, seeds, masks, endsMask, noPolicy, noGradient, narrows);

    /// <summary>Makes a layer by its name.</summary>
    internal static Layer ByName(string name, Config arguments, string? dtype = null)
    {
        var type = KerasRegistry.FindClass("keras.layers", name) ?? throw new InvalidOperationException($"There is no layer {name}.");
        return (Layer)ConfigReflection.Construct(type, dtype is null ? arguments : new Config(arguments) { ["dtype"] = dtype });
    }
}
