using Keras.Layers;
using Keras.Saving;

namespace Keras.Models;

/// <summary>Copies of models with weights of their own (keras/src/models/cloning.py).</summary>
public static class Cloning
{
    /// <summary>A model of new layers like those of another: the same configuration, fresh weights.</summary>
    /// <param name="model">A Sequential or functional model; another one only where its configuration makes it again.</param>
    /// <param name="input_tensors">Symbolic inputs for the copy; new ones where <see langword="null"/>.</param>
    /// <param name="clone_function">Makes the copy of a layer, for example with another seed; by its configuration where <see langword="null"/>.</param>
    /// <param name="call_function">Calls the copy of a layer, for example to put a layer behind it; for functional models.</param>
    /// <param name="recursive">Whether models inside are cloned layer by layer too.</param>
    /// <returns>The copy, compiled as the model is.</returns>
    /// <exception cref="ArgumentException">An argument does not fit this kind of model.</exception>
    [KerasExport("keras.models.clone_model")]
    public static Model clone_model(Model model, Tensor? input_tensors = null, Func<Layer, Layer>? clone_function = null, Func<Layer, Tensor, Tensor>? call_function = null, bool recursive = false)
    {
        var clone = model switch
        {
            Sequential when call_function is not null => throw new ArgumentException("`call_function` argument is not supported with Sequential models: their layers are listed, not called. Use it with Functional models only."),
            Sequential sequential => OfSequential(sequential, input_tensors, Cloner(clone_function, null, recursive)),
            Functional functional => OfFunctional(functional, input_tensors, Cloner(clone_function, call_function, recursive), call_function),
            _ when clone_function is not null || input_tensors is not null || call_function is not null =>
                throw new ArgumentException($"Arguments `clone_function`, `call_function` and `input_tensors` are only supported for Sequential models or Functional models. Received a model of the type {model.GetType().Name}."),
            _ => (Model)Copy(model),
        };
        if (model.compiled && !clone.compiled && model.get_compile_config() is { } config) clone.compile_from_config(config);
        return clone;
    }

    /// <summary>Clones each layer once, so that a shared layer is shared in the copy.</summary>
    private static Func<Layer, Layer> Cloner(Func<Layer, Layer>? function, Func<Layer, Tensor, Tensor>? call, bool recursive)
    {
        var done = new Dictionary<Layer, Layer>(ReferenceEqualityComparer.Instance);
        return Clone;

        Layer Clone(Layer layer)
        {
            if (done.TryGetValue(layer, out var copy)) return copy;
            copy = recursive && layer is Sequential or Functional ? clone_model((Model)layer, null, function is null ? null : Clone, layer is Functional ? call : null, true)
                : function is not null ? function(layer) : Copy(layer);
            return done[layer] = copy;
        }
    }

    private static Layer Copy(Layer layer)
    {
        // A class of the user's own is found by its name.
        var type = layer.GetType();
        using var scope = new CustomObjectScope(new Dictionary<string, object> { [type.Name] = type });
        return (Layer)Serialization.FromConfig(Serialization.ObjectToConfig(layer))!;
    }

    private static Sequential OfSequential(Sequential model, Tensor? inputs, Func<Layer, Layer> clone)
    {
        var first = model.EntryLayer;
        if (inputs is TensorList list) inputs = list.Count == 1 ? list[0] : throw new ArgumentException("Argument `input_tensors` must contain a single tensor.");
        if (inputs is not (null or KerasTensor)) throw new ArgumentException($"Argument `input_tensors` must be a KerasTensor. Received: {inputs}.");
        var input = inputs is KerasTensor given ? keras.Input(tensor: given, name: first?.name)
            : first is not null ? keras.Input(batch_shape: first.Tensor.shape, dtype: first.Tensor.dtype, name: first.name)
            : null;
        var layers = model.layers.Select(l => (SequentialItem)clone(l));
        return new Sequential([.. input is null ? layers : layers.Prepend(input)], model.trainable, model.name);
    }

    private static Functional OfFunctional(Functional model, Tensor? inputs, Func<Layer, Layer> clone, Func<Layer, Tensor, Tensor>? call)
    {
        // 1. The new inputs, in the structure of the old ones.
        if (inputs is null)
            inputs = Nest.Map(model.input, t => keras.Input(batch_shape: t.shape, dtype: t.dtype, name: t.History?.Operation.name));
        else if (Nest.Flatten(inputs).Count() != Nest.Flatten(model.input).Count() || Nest.Flatten(inputs).Any(t => t is not KerasTensor))
            throw new ArgumentException($"`input_tensors` must be KerasTensors in the structure of the model's input. Received: {Nest.Shapes(inputs)}, expected: {Nest.Shapes(model.input)}.");
        // 2. The calls of the model, on the copies of its layers.
        var outputs = model.RunThrough(inputs, (operation, arguments) =>
        {
            if (operation is not Layer layer) return operation.ApplyArguments(arguments);
            var copy = clone(layer);
            return call is null ? copy.ApplyArguments(arguments) : call(copy, arguments.First);
        });
        return new Functional(inputs, outputs, model.name, model.trainable);
    }
}
