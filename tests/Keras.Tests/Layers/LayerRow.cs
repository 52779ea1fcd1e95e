using Keras.Saving;

namespace Keras.Tests.Layers;

/// <summary>What the layer contract needs to know of a layer: how to make it, an input, and what Keras's documentation says of it.</summary>
internal sealed class LayerRow
{
    private LayerRow(string name, TensorShape output, Func<string?, Layer> make, Func<Tensor> input)
    {
        Name = name;
        Output = output;
        Make = make;
        Input = input;
    }

    /// <summary>Name in <c>keras.layers</c>.</summary>
    internal string Name { get; }

    /// <summary>Shape of the output for the input.</summary>
    internal TensorShape Output { get; }

    /// <summary>Makes the layer with a dtype policy.</summary>
    internal Func<string?, Layer> Make { get; }

    /// <summary>Makes the input: a tensor or a list of them.</summary>
    internal Func<Tensor> Input { get; }

    /// <summary>Number of weights that training changes.</summary>
    internal int Trainable { get; private init; }

    /// <summary>Number of weights that training leaves alone.</summary>
    internal int Others { get; private init; }

    /// <summary>Number of seed generators.</summary>
    internal int Seeds { get; private init; }

    /// <summary>Whether the layer declares that it supports masks.</summary>
    internal bool Masks { get; private init; }

    /// <summary>Whether the output is of floats in the compute dtype.</summary>
    internal bool Floats { get; private init; }

    /// <summary>Whether gradients flow through the layer, so that it can stand in a model that learns.</summary>
    internal bool Learns { get; private init; }

    /// <summary>Whether values of float64 come out as float32, as Keras's promotion of two operands has it.</summary>
    internal bool Narrows { get; private init; }

    /// <summary>Functions that the configuration names.</summary>
    internal Dictionary<string, object>? Functions { get; private init; }

    /// <summary>Whether the library has the layer; a row may be there before it.</summary>
    internal bool Exists => KerasRegistry.FindClass("keras.layers", Name) is not null;

    public override string ToString() => Name;

    internal static LayerRow Row(string name, TensorShape output, Func<string?, Layer> make, Func<Tensor> input, int trainable = 0, int others = 0, int seeds = 0,
        bool masks = false, bool floats = true, bool? learns = null, bool narrows = false, Dictionary<string, object>? functions = null) => new(name, output, make, input)
        {
            Trainable = trainable,
            Others = others,
            Seeds = seeds,
            Masks = masks,
            Floats = floats,
            Learns = learns ?? floats,
            Narrows = narrows,
            Functions = functions,
        };

    /// <summary>A row for a class given by its name and the arguments of its constructor.</summary>
    internal static LayerRow Named(string name, TensorShape output, Config arguments, Func<Tensor> input, int trainable = 0, int others = 0, int seeds = 0,
        bool masks = false, bool floats = true, bool? learns = null, bool narrows = false) =>
        Row(name, output, dtype => ByName(name, arguments, dtype), input, trainable, others, seeds, masks, floats, learns, narrows);

    /// <summary>Makes a layer by its name.</summary>
    internal static Layer ByName(string name, Config arguments, string? dtype = null)
    {
        var type = KerasRegistry.FindClass("keras.layers", name) ?? throw new InvalidOperationException($"There is no layer {name}.");
        return (Layer)ConfigReflection.Construct(type, dtype is null ? arguments : new Config(arguments) { ["dtype"] = dtype });
    }
}
