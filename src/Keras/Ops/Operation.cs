using Keras.Backend;
using Keras.Saving;
using Keras.Utils;

namespace Keras;

/// <summary>Something that maps tensors to tensors and can stand in a functional model: every layer, and every function of <c>keras.ops</c> there.</summary>
[KerasExport("keras.Operation")]
public abstract class Operation
{
    private string _name;

    /// <summary>Names the operation.</summary>
    /// <param name="name">Name without a slash; <see langword="null"/> makes one of the class name, numbered.</param>
    /// <exception cref="ArgumentException">The name contains a slash.</exception>
    protected Operation(string? name = null)
    {
        AutoNamed = name is null;
        _name = CheckName(name ?? Naming.AutoName(KerasRegistry.ClassName(GetType())));
    }

    private protected Operation(string name, bool autoNamed)
    {
        AutoNamed = autoNamed;
        _name = CheckName(name);
    }

    internal bool AutoNamed { get; private protected set; }

    /// <summary>The scope of rematerialization in which the operation was made; <see langword="null"/> for none.</summary>
    internal RematScope? Remat { get; } = RematScope.Current;

    /// <summary>Name of the operation.</summary>
    /// <exception cref="ArgumentException">The name contains a slash.</exception>
    public virtual string name
    {
        get => _name;
        set => _name = CheckName(value);
    }

    internal List<Node> InboundNodes { get; } = [];

    internal List<Node> OutboundNodes { get; } = [];

    /// <summary>The symbolic input of the first call: one tensor or a list.</summary>
    /// <exception cref="InvalidOperationException">The operation was never called on a symbolic tensor.</exception>
    public virtual Tensor input => Single(n => n.InputTensors, "input");

    /// <summary>The symbolic output of the first call: one tensor or a list.</summary>
    /// <exception cref="InvalidOperationException">The operation was never called on a symbolic tensor.</exception>
    public virtual Tensor output => Single(n => n.OutputTensors, "output");

    private Tensor Single(Func<Node, KerasTensor[]> pick, string what)
    {
        if (InboundNodes.Count == 0)
            throw new InvalidOperationException($"The layer {name} has never been called and thus has no defined {what}. Call it on a keras.Input, or build the model, first.");
        var tensors = pick(InboundNodes[0]);
        return tensors.Length == 1 ? tensors[0] : new TensorList(tensors);
    }

    /// <summary>Runs the operation with recorded arguments.</summary>
    internal abstract Tensor ApplyArguments(CallArguments arguments);

    /// <summary>The function that the operation applies to its result, for the scopes that compute only those again.</summary>
    private protected virtual ActivationFunction? OwnActivation => null;

    /// <summary>Computes the operation as the scope in which it was made asks for.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="compute">The operation.</param>
    /// <param name="spec">The symbolic output for the same inputs.</param>
    private protected Tensor Rematerialized(RematScope scope, Func<Tensor> compute, Func<Tensor> spec)
    {
        if (!GradMode.Enabled) return compute();
        switch (scope.mode)
        {
            case "activations" when OwnActivation is { } activation:
                using (Rematerialization.Of(activation)) return compute();
            case "full":
            case "list_of_layers" when this is Layer && scope.layer_names.Contains(name):
            case "larger_than" when Nest.Flatten(spec()).Sum(t => t.shape.Aggregate(1L, (n, d) => n * Math.Max(1, d ?? 1))) > scope.output_size_threshold:
                return Rematerialization.Run(compute);
            default:
                return compute();
        }
    }

    /// <summary>The arguments that make an equal operation.</summary>
    /// <returns>Names as the constructor's, plain values.</returns>
    public virtual Config get_config() => new() { ["name"] = name };

    private static string CheckName(string name) => name.Contains('/')
        ? throw new ArgumentException($"Argument 'name' must not contain the character '/'. Received: name='{name}'.")
        : name;
}
