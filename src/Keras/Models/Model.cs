using Keras.Layers;
using Keras.Saving;

namespace Keras;

/// <summary>Layers with training, evaluation, prediction and saving.</summary>
/// <remarks>
/// Write a subclass that holds layers in fields and overrides <c>call</c>, or make one of symbolic tensors with <c>keras.Model(inputs, outputs)</c>.
/// See https://keras.io/api/models/model/.
/// </remarks>
public abstract partial class Model : Layer
{
    /// <summary>Sets what every model has.</summary>
    /// <param name="name">Name; <see langword="null"/> makes one of the class name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    protected Model(string? name = null, bool trainable = true, DTypePolicy? dtype = null) : base(name, trainable, dtype)
    {
    }

    /// <summary>A model of the graph between symbolic tensors.</summary>
    /// <param name="inputs">Where values enter: a tensor of <c>keras.Input</c>, a list or a dictionary of them; or tensors from inside another model.</param>
    /// <param name="outputs">What the model computes: a tensor, a list or a dictionary.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Whether training may change the weights.</param>
    /// <exception cref="ArgumentException">A tensor has values, the graph has a gap, or two layers have one name.</exception>
    [KerasExport("keras.Model", "keras.models.Model")]
    public static Model Create(Tensor inputs, Tensor outputs, string? name = null, bool? trainable = null) => new Functional(inputs, outputs, name, trainable);

    /// <summary>The layers of the model, those inside nested models left out.</summary>
    public virtual keras.layers layers => new([.. SubLayers()]);

    /// <summary>Sets the states of all stateful recurrent layers to zero, those of nested models too.</summary>
    /// <remarks>Porting note: of Keras 2; in Keras 3 a program calls <c>reset_state()</c> of the layers.</remarks>
    public void reset_states()
    {
        foreach (var layer in layers)
            switch (layer)
            {
                case Keras.Layers.RNN { stateful: true } rnn:
                    rnn.reset_state();
                    break;
                case Keras.Layers.Bidirectional { stateful: true } both:
                    both.reset_state();
                    break;
                case Model nested:
                    nested.reset_states();
                    break;
            }
    }

    /// <summary>The layer of a name or at an index.</summary>
    /// <param name="name">Name of the layer.</param>
    /// <param name="index">Index in <see cref="layers"/>.</param>
    /// <exception cref="ArgumentException">There is no such layer, or both or neither argument is given.</exception>
    public Layer get_layer(string? name = null, int? index = null)
    {
        if (index is not null && name is not null) throw new ArgumentException($"Provide only a layer name or a layer index. Received: index={index}, name={name}.");
        var all = layers;
        if (index is { } i)
            return i < all.Count ? all[i] : throw new ArgumentException($"Was asked to retrieve layer at index {i} but model only has {all.Count} layers.");
        if (name is null) throw new ArgumentException("Provide either a layer name or layer index at `get_layer`.");
        return all.FirstOrDefault(l => l.name == name)
            ?? throw new ArgumentException($"No such layer: {name}. Existing layers are: [{string.Join(", ", all.Select(l => $"'{l.name}'"))}].");
    }

    /// <summary>The symbolic inputs.</summary>
    /// <exception cref="InvalidOperationException">The model has no graph: it is a subclass, or a Sequential that is not built.</exception>
    public virtual Tensor inputs => throw new InvalidOperationException($"The model '{name}' has no defined inputs: it is not a graph of layers, or not built yet.");

    /// <summary>The symbolic outputs.</summary>
    /// <exception cref="InvalidOperationException">The model has no graph.</exception>
    public virtual Tensor outputs => throw new InvalidOperationException($"The model '{name}' has no defined outputs: it is not a graph of layers, or not built yet.");

    /// <summary>Shape of the input with its batch dimension.</summary>
    /// <exception cref="InvalidOperationException">The model has no graph, or several inputs.</exception>
    public TensorShape input_shape => inputs.shape;

    /// <summary>Shape of the output with its batch dimension.</summary>
    /// <exception cref="InvalidOperationException">The model has no graph, or several outputs.</exception>
    public TensorShape output_shape => outputs.shape;

    /// <summary>The graph behind the model; <see langword="null"/> for a subclass.</summary>
    internal virtual Functional? Graph => null;

    /// <summary>Builds the model for inputs of a shape by trying its call on symbols.</summary>
    /// <param name="input_shape">Shape of the input with its batch dimension.</param>
    public override void build(TensorShape input_shape)
    {
        if (!IsBuilding)
        {
            built = false;
            EnsureBuilt([input_shape]);
            return;
        }
        using var quiet = Symbolic.Quiet();
        CallWith(new CallArguments(new KerasTensor(input_shape, compute_dtype)), false, null);
    }

    /// <inheritdoc/>
    public override void build(IReadOnlyList<TensorShape> input_shapes)
    {
        using var quiet = Symbolic.Quiet();
        CallWith(new CallArguments(new TensorList(input_shapes.Select(s => (Tensor)new KerasTensor(s, compute_dtype)))), false, null);
    }

    /// <summary>The constructor arguments that make an equal model.</summary>
    public override Config get_config()
    {
        var config = new Config { ["name"] = name, ["trainable"] = trainable, ["dtype"] = Serialization.ToConfig(dtype_policy) };
        foreach (var (key, value) in ConfigReflection.FromConstructor(this, static n => n is "name" or "trainable" or "dtype")) config[key] = value;
        return config;
    }

    /// <summary>Prints the layers, their output shapes and their numbers of parameters.</summary>
    /// <param name="line_length">Columns of a line; what the terminal has, at most 88 (108 with connections), where <see langword="null"/>.</param>
    /// <param name="positions">Ends of the columns as parts of the line.</param>
    /// <param name="print_fn">Called once with the whole text, in place of printing.</param>
    /// <param name="expand_nested">Whether to show the layers of nested models.</param>
    /// <param name="show_trainable">Whether to show which layers can be trained.</param>
    /// <param name="layer_range">First and last layer to show: names or regular expressions.</param>
    /// <exception cref="InvalidOperationException">The model is not built.</exception>
    public void summary(int? line_length = null, double[]? positions = null, Action<string>? print_fn = null, bool expand_nested = false, bool show_trainable = false,
        (string, string)? layer_range = null) => Utils.SummaryUtils.Print(this, line_length, positions, print_fn, expand_nested, show_trainable, layer_range);
}
