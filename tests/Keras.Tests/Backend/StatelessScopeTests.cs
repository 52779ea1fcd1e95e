using static Keras.keras;

namespace Keras.Tests.Backend;

public class StatelessScopeTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    [Fact]
    public void AssignmentsStayInTheScope()
    {
        var (held, other) = (Variable(new float[] { 1, 2 }), Variable(new float[] { 5 }));
        Tensor given = new float[] { 3, 4 };
        using (var scope = StatelessScope([(held, given)]))
        {
            Assert.Equal([3, 4], Floats(held));
            other.assign_add(new float[] { 1 });
            Assert.Equal([6], Floats(other));
            Assert.Equal([6], Floats(scope.get_current_value(other)!));
            scope.add_update((held, new float[] { 0, 0 }));
            Assert.Equal([0, 0], Floats(held));
            Assert.Throws<ArgumentException>(() => scope.add_update((held, new float[] { 1 })));
        }
        Assert.Equal([1, 2], Floats(held));
        Assert.Equal([5], Floats(other));
        Assert.Equal([3, 4], Floats(given));
    }

    [Fact]
    public void AStatelessCallLeavesTheLayerAloneAndItsGradientsReachTheValues()
    {
        var layer = layers.BatchNormalization();
        var x = random.normal((8, 3), seed: 1);
        layer.Apply(x);
        var before = layer.get_weights();
        var values = layer.trainable_variables.Select(v => ops.ones(v.shape) * 2).ToArray();
        var (y, after, losses) = layer.stateless_call(values, [.. layer.non_trainable_variables.Select(v => (Tensor)v)], x, training: true, return_losses: true);
        Assert.Equal(before, layer.get_weights());
        Assert.NotEqual(before[2], after[0].numpy());
        Assert.Empty(losses!);
        Assert.Equal(2f, Floats(ops.mean(y))[0], 1e-4);
        Assert.Throws<ArgumentException>(() => layer.stateless_call([], [], x));
        Assert.Throws<InvalidOperationException>(() => layers.Dense(2).stateless_call([], [], x));
    }

    [Fact]
    public void TheStateTreeOfAModelGoesThereAndBack()
    {
        var model = Sequential([Input(2), layers.Dense(1, name: "out")], name: "net");
        model.compile(optimizer: "adam", loss: "mse");
        model.fit(ops.ones((4, 2)), ops.ones((4, 1)), verbose: 0);
        var saved = model.get_state_tree("numpy_array");
        Assert.Equal(["trainable_variables", "non_trainable_variables", "optimizer_variables", "metrics_variables"], saved.Keys);
        var weights = model.get_weights();
        model.fit(ops.ones((4, 2)), ops.ones((4, 1)), verbose: 0);
        Assert.NotEqual(weights, model.get_weights());
        model.set_state_tree(saved);
        Assert.Equal(weights, model.get_weights());
        Assert.Throws<ArgumentException>(() => model.set_state_tree(new Config { ["weights"] = new Config() }));
    }

    [Fact]
    public void NameScopesMakePaths()
    {
        using (name_scope("outer"))
        using (name_scope("inner"))
            Assert.Equal("outer/inner/v", Variable(ops.ones(1), name: "v").path);
        Assert.Throws<ArgumentException>(() => name_scope("a/b"));
    }

    [Fact]
    public void DTypesAreNamedAndMeet()
    {
        Assert.Equal("float32", backend.standardize_dtype("float"));
        Assert.Equal("float32", backend.result_type("int32", "float"));
        Assert.True(backend.is_float_dtype("bfloat16") && backend.is_int_dtype("uint8") && !backend.is_int_dtype("bool"));
        Assert.Equal("mixed_bfloat16", dtype_policies.deserialize(dtype_policies.serialize("mixed_bfloat16"!)).name);
        Assert.Equal(config.dtype_policy(), dtype_policies.get(null));
        Assert.Equal(version(), __version__);
    }

    [Fact]
    public void PowersOfMatricesAndStableTopK()
    {
        Tensor m = new float[,] { { 1, 1 }, { 0, 2 } };
        Assert.Equal([1, 7, 0, 8], Floats(ops.matrix_power(m, 3)));
        Assert.Equal([1, 0, 0, 1], Floats(ops.matrix_power(m, 0)));
        Assert.Equal([1, -0.75f, 0, 0.25f], Floats(ops.matrix_power(m, -2)));
        Assert.Equal((null, 2, 2), ops.matrix_power(Input((2, 2)), 2).shape);
        Assert.Equal([1, 2, 4], ops.top_k(new[] { 1, 3, 3, 0, 3 }, 3)[1].numpy().astype(NumSharp.NPTypeCode.Int32).ToArray<int>());
    }
}
