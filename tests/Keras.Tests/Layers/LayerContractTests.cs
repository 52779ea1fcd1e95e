using Keras.Backend;
using Keras.Saving;
using Keras.Tests.Api;

namespace Keras.Tests.Layers;

/// <summary>What every layer of <c>keras.layers</c> has to do, whatever it computes.</summary>
public sealed class LayerContractTests
{
    private static readonly Dictionary<string, LayerRow> s_rows = LayerRows.All.ToDictionary(r => r.Name);

    /// <summary>The layers that are here.</summary>
    public static TheoryData<string> Names => [.. LayerRows.All.Where(r => r.Exists).Select(r => r.Name)];

    /// <summary>Those that can stand in a model that learns.</summary>
    public static TheoryData<string> Learning => [.. LayerRows.All.Where(r => r.Exists && r.Learns).Select(r => r.Name)];

    /// <summary>Those that compute floats, with the policies to try.</summary>
    public static MatrixTheoryData<string, string> Policies => new(LayerRows.All.Where(r => r.Exists && r.Floats).Select(r => r.Name), ["float64", "mixed_bfloat16"]);

    [Fact]
    public void EveryLayerHasARow()
    {
        var classes = ExportedName.All.SelectMany(g => g)
            .Where(e => e.IsClass && !e.Owner.IsAbstract && e.Owner.IsAssignableTo(typeof(Layer)) && KerasRegistry.ModuleName(e.Owner) == "keras.layers")
            .Select(e => KerasRegistry.ClassName(e.Owner)).Distinct();
        Assert.Empty(classes.Except(s_rows.Keys).Except(LayerRows.Without));
        Assert.DoesNotContain(s_rows.Keys, n => !KerasApi.Keras.Names.ContainsKey("keras.layers." + n));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ItBuildsWithTheWeightsOfKeras(string name)
    {
        var row = s_rows[name];
        var layer = row.Make(null);
        Assert.True(!layer.built || row.Trainable + row.Others == 0, "It is built before its shapes are known.");
        var y = layer.Apply(row.Input());
        Assert.True(layer.built);
        Assert.Equal(row.Output, y.shape);
        Assert.Equal((row.Trainable, row.Others), (layer.trainable_weights.Count, layer.non_trainable_weights.Count));
        Assert.Equal(row.Seeds, layer.SeedGenerators.Count());
        Assert.Equal(row.Trainable + row.Others + row.Seeds, layer.variables.Count);
        Assert.Equal(layer.weights.Sum(w => w.size), layer.count_params());
        Assert.Equal(row.Masks, (name.EndsWith("Cell", StringComparison.Ordinal) ? row.Make(null) : layer).supports_masking);
        layer.trainable = false;
        Assert.Empty(layer.trainable_weights);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SymbolsTellTheShapeOfTheValues(string name)
    {
        var row = s_rows[name];
        var x = row.Input();
        var y = row.Make(null).Apply(x);
        var symbol = row.Make(null).Apply(Nest.Map(x, t => new KerasTensor(t.shape.With(0, null), t.dtype)));
        Assert.IsType<KerasTensor>(symbol);
        Assert.Equal(y.shape.With(0, null), symbol.shape);
        Assert.Equal(y.dtype, symbol.dtype);
        var layer = row.Make(null);
        Assert.Equal(y.shape, x is TensorList list ? layer.compute_output_shape([.. list.Select(t => t.shape)]) : layer.compute_output_shape(x.shape));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ItsConfigurationMakesAnEqualLayer(string name)
    {
        var row = s_rows[name];
        var x = row.Input();
        var layer = row.Make(null);
        var y = layer.Apply(x, training: false);
        var saved = PythonJson.Dump(Serialization.ToConfig(layer));
        using var scope = row.Functions is null ? null : new CustomObjectScope(row.Functions);
        var copy = Assert.IsType<Layer>(Serialization.FromConfig(PythonJson.Parse(saved, name)), exactMatch: false);
        Assert.Equal(saved, PythonJson.Dump(Serialization.ToConfig(copy)));
        copy.Apply(x, training: false);
        copy.set_weights(layer.get_weights());
        Assert.Equal(y.numpy(), copy.Apply(x, training: false).numpy());
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void ItComputesInTheDTypeOfItsPolicy(string name, string policy)
    {
        var row = s_rows[name];
        var layer = row.Make(policy);
        var y = layer.Apply(row.Input());
        Assert.Equal(policy == "float64" ? "float64" : "bfloat16", layer.compute_dtype);
        Assert.Equal(row.Narrows && policy == "float64" ? "float32" : layer.compute_dtype, y.dtype);
        Assert.All(layer.weights.Where(w => DTypes.IsFloat(w.dtype)), w => Assert.Equal(policy == "float64" ? "float64" : "float32", w.dtype));
        var symbol = row.Make(policy).Apply(Nest.Map(row.Input(), t => new KerasTensor(t.shape, t.dtype)));
        Assert.Equal(layer.compute_dtype, symbol.dtype);
    }

    [Theory]
    [MemberData(nameof(Learning))]
    public void ATrainingStepChangesItsWeightsAndLeavesNoTensors(string name)
    {
        var row = s_rows[name];
        var layer = row.Make(null);
        var x = row.Input();
        var model = ModelOf(layer, x);
        // A layer without weights of its own trains the one before it.
        var weights = model.trainable_weights;
        var before = weights.Select(w => w.numpy()).ToArray();
        var y = Ops.ones(row.Output);
        Step();
        Assert.True(weights.Count > 0 && weights.Zip(before).Any(p => !p.First.numpy().Equals(p.Second)), "No weight changed.");
        Assert.True(model.trainable_weights.Count >= row.Trainable);
        Step();
        var alive = Alive();
        for (var i = 0; i < 4; i++) Step();
        Assert.True(Alive() <= alive, $"{Alive() - alive} tensors more after 4 steps.");

        void Step()
        {
            var result = (double)model.train_on_batch(Arrays(x), y.numpy());
            Assert.True(double.IsFinite(result), $"The loss is {result}.");
            using var scope = new TensorScope();
            model.predict_on_batch(Arrays(x));
        }
    }

    private static Model ModelOf(Layer layer, Tensor x)
    {
        var inputs = Nest.Map(x, t => keras.Input(t.shape[1..], dtype: t.dtype));
        var entry = DTypes.IsFloat(Nest.Flatten(x).First().dtype) ? Nest.Map(inputs, t => keras.layers.Dense(t.shape[^1]!.Value).Apply(t)) : inputs;
        var model = keras.Model(inputs, layer.Apply(entry));
        model.compile(optimizer: keras.optimizers.SGD(0.1), loss: "mse");
        return model;
    }

    private static Data Arrays(Tensor x) => x is TensorList list ? [.. list.Select(t => (Data)t.numpy())] : x.numpy();

    private static long Alive()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return TorchSharp.torch.Tensor.TotalCount;
    }
}
