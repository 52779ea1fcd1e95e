using Keras.Saving;
using Keras.Utils;

namespace Keras.Layers;

/// <summary>Applies a function of your own as a layer without weights.</summary>
/// <remarks>
/// It is saved by the function's name: that of its method, or the layer's where it is a C# lambda. To load it, give the function under that name in <c>custom_objects</c>.
/// A function that needs weights belongs into a layer of your own. See https://keras.io/api/layers/core_layers/lambda/.
/// </remarks>
[KerasExport("keras.layers.Lambda")]
public sealed class Lambda : Layer
{
    private readonly Func<Tensor, bool, Tensor?, Tensor> _run;
    private readonly TensorShape? _outputShape;
    private readonly Func<Tensor, Tensor?, Tensor?>? _mask;

    /// <summary>Makes a layer of a function of the input.</summary>
    /// <param name="function">What to compute.</param>
    /// <param name="output_shape">Shape of one sample of the output; inferred from the function where <see langword="null"/>.</param>
    /// <param name="mask">Gives the mask of the output for an input and its mask; without it the layer hands no mask on.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for Keras's signature: there is nothing to train.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Lambda(Func<Tensor, Tensor> function, TensorShape? output_shape = null, Func<Tensor, Tensor?, Tensor?>? mask = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : this(function, (x, _, _) => function(x), output_shape, mask, new Config(), name, trainable, dtype, input_shape)
    {
    }

    /// <summary>Makes a layer of a function of the input and of whether this is a training step.</summary>
    /// <param name="function">What to compute.</param>
    /// <param name="output_shape">Shape of one sample of the output; inferred from the function where <see langword="null"/>.</param>
    /// <param name="mask">Gives the mask of the output for an input and its mask; without it the layer hands no mask on.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for Keras's signature: there is nothing to train.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Lambda(Func<Tensor, bool, Tensor> function, TensorShape? output_shape = null, Func<Tensor, Tensor?, Tensor?>? mask = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : this(function, (x, training, _) => function(x, training), output_shape, mask, new Config(), name, trainable, dtype, input_shape)
    {
    }

    /// <summary>Makes a layer of a function of the input and of further arguments, which are saved.</summary>
    /// <param name="function">What to compute.</param>
    /// <param name="arguments">The further arguments: plain values.</param>
    /// <param name="output_shape">Shape of one sample of the output; inferred from the function where <see langword="null"/>.</param>
    /// <param name="mask">Gives the mask of the output for an input and its mask; without it the layer hands no mask on.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for Keras's signature: there is nothing to train.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    public Lambda(Func<Tensor, Config, Tensor> function, Config arguments, TensorShape? output_shape = null, Func<Tensor, Tensor?, Tensor?>? mask = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : this(function, (x, _, _) => function(x, arguments), output_shape, mask, arguments, name, trainable, dtype, input_shape)
    {
    }

    private Lambda(Delegate function, Func<Tensor, bool, Tensor?, Tensor> run, TensorShape? output_shape, Func<Tensor, Tensor?, Tensor?>? mask, Config arguments, string? name, bool trainable, DTypePolicy? dtype, TensorShape? input_shape)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.function = function;
        this.arguments = arguments;
        _run = run;
        _outputShape = output_shape;
        _mask = mask;
        supports_masking = mask is not null;
    }

    /// <summary>What is computed.</summary>
    public Delegate function { get; }

    /// <summary>Further arguments of the function.</summary>
    public Config arguments { get; }

    private string? FunctionName { get; init; }

    /// <inheritdoc/>
    protected override Tensor call(Tensor inputs, bool training, Tensor? mask) => _run(inputs, training, mask);

    /// <inheritdoc/>
    public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask) => _mask?.Invoke(inputs, previous_mask);

    /// <inheritdoc/>
    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask)
    {
        var x = Inputs(arguments);
        if (_outputShape is { } shape) return new KerasTensor(new TensorShape(Nest.Flatten(x).First().shape[0]).Concat(shape), compute_dtype);
        try
        {
            return CallWith(arguments, training, mask);
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException)
        {
            throw new NotSupportedException($"The shape of the output of the Lambda layer '{name}' could not be inferred ({e.Message}). Give it as output_shape, without the batch.", e);
        }
    }

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = BaseConfig();
        var method = function.Method.Name;
        var saved = FunctionName ?? (method.Contains('<') ? name : Naming.ToSnakeCase(method));
        config["function"] = new Config { ["module"] = "builtins", ["class_name"] = "function", ["config"] = saved, ["registered_name"] = "function" };
        if (_outputShape is { } shape) config["output_shape"] = Serialization.ToConfig(shape);
        config["arguments"] = Serialization.ToConfig(arguments);
        return config;
    }

    /// <summary>Makes the layer of a configuration; the function is looked up by its name.</summary>
    /// <param name="config">What <see cref="get_config"/> gave, here or in Python.</param>
    /// <exception cref="ArgumentException">The function is a Python lambda, or is not among the custom objects.</exception>
    public static Lambda from_config(Config config)
    {
        var name = config.Get("name") as string;
        var arguments = config.Get("arguments") as Config ?? new Config();
        var function = Find(config.Get("function"), name);
        var shape = config.Get("output_shape") switch
        {
            null => default(TensorShape?),
            Config => Find(config.Get("output_shape"), name, "output_shape") is { } unused
                ? throw new ArgumentException($"The Lambda layer '{name}' was saved with a function as output_shape ({unused.Method.Name}), which is not supported here. Save it without.") : null,
            var list => TensorShape.FromConfig(list),
        };
        var trainable = config.Get("trainable") as bool? ?? true;
        var dtype = ConfigReflection.ConvertTo(typeof(DTypePolicy), config.Get("dtype")) as DTypePolicy;
        Func<Tensor, bool, Tensor?, Tensor> run = function switch
        {
            Func<Tensor, Tensor> f => (x, _, _) => f(x),
            Func<Tensor, bool, Tensor> f => (x, training, _) => f(x, training),
            Func<Tensor, Config, Tensor> f => (x, _, _) => f(x, arguments),
            _ => Plain(function),
        };
        return new Lambda(function, run, shape, null, arguments, name, trainable, dtype, null) { FunctionName = (config.Get("function") as Config)?.Get("config") as string };
    }

    private static Func<Tensor, bool, Tensor?, Tensor> Plain(Delegate function)
    {
        var activation = (ActivationFunction)function!;
        return (x, _, _) => activation.Apply(x);
    }

    private static Delegate Find(object? serialized, string? layer, string argument = "function")
    {
        // 1. By the layer's name, which is how Python's lambdas are supplied.
        if (argument == "function" && layer is not null && KerasRegistry.FindCustom(layer) is Delegate own) return own;
        if (serialized is Delegate given) return given;
        // 2. Python's bytecode cannot run here: of Keras 3, and of Keras 1 and 2, which stored it as a list.
        if (serialized is not Config config || config.Get("class_name") is "__lambda__" || config.Get("class_name") is not string)
            throw new ArgumentException($"The Lambda layer '{layer}' holds a Python lambda as its {argument}, whose bytecode cannot run here. " +
                $"Supply the function under the layer's name: custom_objects: new() {{ [\"{layer}\"] = (Func<Tensor, Tensor>)(x => …) }}.");
        // 3. By the function's name.
        try
        {
            return Serialization.Deserialize(config, typeof(Delegate)) as Delegate
                ?? throw new ArgumentException("it is no function.");
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"The {argument} '{config.Get("config")}' of the Lambda layer '{layer}' is not known: {e.Message} " +
                $"Supply it: custom_objects: new() {{ [\"{config.Get("config")}\"] = (Func<Tensor, Tensor>)(x => …) }}.", e);
        }
    }
}
