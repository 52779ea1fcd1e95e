using Keras.Backend;
using Keras.Saving;
using Keras.Tests.Api;
using Keras.Tests.Testing;

namespace Keras.Tests.Layers;

/// <summary>What every layer of <c>keras.layers</c> has to do, whatever it computes.</summary>
public sealed class LayerContractTests
{
    private static readonly Dictionary<string, LayerRow> s_rows = LayerRows.All.ToDictionary(r => r.Name);

    /// <summary>All layers.</summary>
    public static TheoryData<string> Names => [.. LayerRows.All.Select(r => r.Name)];

    /// <summary>Those whose output has the dtype of the policy, with the policies to try.</summary>
    public static MatrixTheoryData<string, string> Policies => new(LayerRows.All.Where(r => r.NoPolicy is null).Select(r => r.Name), ["float64", "mixed_bfloat16"]);

    [Fact]
    public void EveryLayerHasARow()
    {
        var classes = ExportedName.All.SelectMany(g => g)
            .Where(e => e.IsClass && !e.Owner.IsAbstract && e.Owner.IsAssignableTo(typeof(Layer)) && KerasRegistry.ModuleName(e.Owner) == "keras.layers")
            .Select(e => KerasRegistry.ClassName(e.Owner)).ToHashSet();
        var rows = s_rows.Values.Select(r => r.Class).ToHashSet();
        Assert.True(classes.Count > 120, $"{classes.Count} layers were found.");
        Assert.Empty(classes.Except(rows).Except(LayerRows.Without.Keys));
        Assert.Empty(rows.Except(classes));
        // A reason stands for a layer that exists and has no row.
        Assert.All(LayerRows.Without, e => Assert.True(classes.Contains(e.Key) && !rows.Contains(e.Key) && e.Value.Length > 10, e.Key));
        Assert.All(s_rows.Values.SelectMany(r => new[] { r.NoPolicy, r.NoGradient, r.NoShape, r.EndsMask, r.LeavesMask }).OfType<string>(), reason => Assert.True(reason.Length > 10, reason));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ItBuildsWithTheWeightsOfKeras(string name)
    {
        var row = s_rows[name];
        var layer = row.Make(null);
        Assert.True(!layer.built || row.Trainable + row.Others == 0, "It is built before its shapes are known.");
        var y = row.Call(layer, row.Input());
        Assert.True(layer.built);
        Assert.Equal(row.Outputs, Shapes(y));
        Assert.Equal((row.Trainable, row.Others), (layer.trainable_weights.Count, layer.non_trainable_weights.Count));
        Assert.Equal(row.Seeds, layer.SeedGenerators.Count());
        Assert.Equal(row.Trainable + row.Others + row.Seeds, layer.variables.Count);
        Assert.Equal(layer.weights.Sum(w => w.size), layer.count_params());
        layer.trainable = false;
        Assert.Empty(layer.trainable_weights);
    }

    /// <summary>Building by hand makes what the first call would, under the same names, and the call makes nothing anew.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void BuildingItByHandIsBuildingIt(string name)
    {
        var row = s_rows[name];
        var x = row.Input();
        if (x is TensorDict) return;
        var layer = row.Make(null);
        if (x is TensorList list) layer.build([.. list.Select(t => t.shape)]);
        else layer.build(x.shape);
        var weights = layer.weights.ToArray();
        Assert.Equal(row.Trainable + row.Others, weights.Length);
        Assert.True(layer.built || weights.Length == 0);
        Assert.All(weights, w => Assert.StartsWith(layer.name + "/", w.path, StringComparison.Ordinal));
        row.Call(layer, x);
        Assert.Equal(weights, layer.weights);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SymbolsTellTheShapeOfTheValues(string name)
    {
        var row = s_rows[name];
        var x = row.Input();
        var y = Nest.Flatten(row.Call(row.Make(null), x)).ToArray();
        var symbols = Nest.Flatten(row.Call(row.Make(null), Nest.Map(x, t => new KerasTensor(t.shape.With(0, null), t.dtype)))).ToArray();
        Assert.All(symbols, s => Assert.IsType<KerasTensor>(s));
        Assert.Equal(y.Select(t => t.shape.With(0, null)), symbols.Select(t => t.shape));
        Assert.Equal(y.Select(t => t.dtype), symbols.Select(t => t.dtype));
        if (row.NoShape is not null) return;
        var layer = row.Make(null);
        Assert.Equal(y.Single().shape, x is TensorList list ? layer.compute_output_shape([.. list.Select(t => t.shape)]) : layer.compute_output_shape(x.shape));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ItsConfigurationMakesAnEqualLayer(string name)
    {
        var row = s_rows[name];
        var x = row.Input();
        var layer = row.Make(null);
        var y = row.Call(layer, x, false);
        var saved = PythonJson.Dump(Serialization.ToConfig(layer));
        using var scope = row.Functions is null ? null : new CustomObjectScope(row.Functions);
        var copy = Assert.IsType<Layer>(Serialization.FromConfig(PythonJson.Parse(saved, name)), exactMatch: false);
        Assert.Equal(saved, PythonJson.Dump(Serialization.ToConfig(copy)));
        row.Call(copy, x, false);
        copy.set_weights(layer.get_weights());
        Assert.Equal(Nest.Flatten(y).Select(t => t.numpy()), Nest.Flatten(row.Call(copy, x, false)).Select(t => t.numpy()));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void ItComputesInTheDTypeOfItsPolicy(string name, string policy)
    {
        var row = s_rows[name];
        var layer = row.Make(policy);
        var y = row.Call(layer, row.Input());
        Assert.Equal(policy == "float64" ? "float64" : "bfloat16", layer.compute_dtype);
        var expected = row.Narrows && policy == "float64" ? "float32" : layer.compute_dtype;
        Assert.All(Nest.Flatten(y), t => Assert.Equal(expected, t.dtype));
        Assert.All(layer.weights.Where(w => DTypes.IsFloat(w.dtype)), w => Assert.Equal(policy == "float64" ? "float64" : "float32", w.dtype));
        var symbol = row.Call(row.Make(policy), Nest.Map(row.Input(), t => new KerasTensor(t.shape, t.dtype)));
        Assert.All(Nest.Flatten(symbol), t => Assert.Equal(layer.compute_dtype, t.dtype));
    }

    /// <summary>A layer that supports masks hands on that of its input, or ends it for the reason in its row; all others lose it. Symbols agree.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void TheMaskOfTheInputGoesOnOrEnds(string name)
    {
        var row = s_rows[name];
        var layer = row.Make(null);
        Assert.Equal(row.Masks, (name.EndsWith("Cell", StringComparison.Ordinal) ? row.Make(null) : layer).supports_masking);
        foreach (var symbolic in new[] { false, true })
        {
            var x = Nest.Map(row.Input(), t => symbolic ? new KerasTensor(t.shape, t.dtype) : t);
            foreach (var t in Nest.Flatten(x)) t.KerasMask = MaskFor(t, symbolic, row.MasksElements);
            var y = Nest.Flatten(row.Call(row.Make(null), x)).First();
            var handedOn = row.Masks ? row.EndsMask is null : row.LeavesMask is not null && !symbolic;
            Assert.True(handedOn == (y.KerasMask is not null), $"The output of {(symbolic ? "symbols" : "values")} has {(y.KerasMask is null ? "no mask" : "a mask")}.");
        }

        static Tensor MaskFor(Tensor x, bool symbolic, bool elements)
        {
            var shape = elements || x.ndim == 1 || !DTypes.IsFloat(x.dtype) ? x.shape : x.ndim == 2 ? x.shape[..1] : x.shape[..2];
            return symbolic ? new KerasTensor(shape, "bool") : Ops.ones(shape, "bool");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ATrainingStepChangesItsWeightsAndLeavesNoTensors(string name)
    {
        keras.utils.set_random_seed(1);
        var row = s_rows[name];
        var layer = row.Make(null);
        var x = row.Input();
        // 1. A model of trained layers around this one.
        var inputs = Nest.Map(x, t => keras.Input(t.shape[1..], dtype: t.dtype));
        var before = new List<Layer>();
        var entry = row.NoGradient is null ? Nest.Map(inputs, Entry) : inputs;
        var outputs = Nest.Flatten(row.Call(layer, entry)).Select(Head).ToArray();
        var model = keras.Model(inputs, outputs.Length == 1 ? outputs[0] : new TensorList(outputs));
        model.compile(optimizer: keras.optimizers.SGD(0.1), loss: "mse");
        var y = outputs.Select(o => (Data)Ops.ones(o.shape.With(0, row.Outputs[0][0]))).ToArray();
        // 2. One step changes the layer's own weights and those before it, or those behind it where no gradient flows.
        var watched = before.Append(layer).SelectMany(l => l.trainable_weights).ToArray();
        if (row.NoGradient is not null) watched = [.. watched, .. model.trainable_weights];
        var values = watched.Select(w => w.numpy()).ToArray();
        Step();
        var changed = watched.Zip(values).Where(p => !p.First.numpy().Equals(p.Second)).Select(p => p.First).ToArray();
        Assert.True(changed.Length > 0, "No weight changed.");
        Assert.All(before.Append(layer).Where(l => l.trainable_weights.Count > 0), l => Assert.Contains(changed, w => l.trainable_weights.Contains(w)));
        // 3. Further steps leave no tensors.
        Step();
        LiveTensors.AssertNoGrowth(() =>
        {
            for (var i = 0; i < 4; i++) Step();
        });

        void Step()
        {
            var result = (double)model.train_on_batch(Arrays(x), y.Length == 1 ? y[0] : (Data)y);
            Assert.True(double.IsFinite(result), $"The loss is {result}.");
            using var scope = new TensorScope();
            model.predict_outputs_on_batch(Arrays(x));
        }

        Tensor Entry(Tensor t)
        {
            if (!DTypes.IsFloat(t.dtype)) return t;
            before.Add(keras.layers.Dense(t.shape[^1]!.Value, kernel_initializer: "identity"));
            return before[^1].Apply(t);
        }

        // What a layer gives as numbers of categories is looked up.
        static Tensor Head(Tensor t) => DTypes.IsFloat(t.dtype) ? keras.layers.Dense(2).Apply(t) : keras.layers.Embedding(50, 2).Apply(t);
    }

    private static IEnumerable<TensorShape> Shapes(Tensor y) => Nest.Flatten(y).Select(t => t.shape);

    private static Data Arrays(Tensor x) => x switch
    {
        TensorList list => [.. list.Select(Arrays)],
        TensorDict named => named.ToDictionary(p => p.Key, p => Arrays(p.Value)),
        StringTensor => x,
        _ => x.numpy(),
    };
}
