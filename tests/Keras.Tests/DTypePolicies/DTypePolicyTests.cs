using Keras.DTypePolicies;
using Keras.Layers;

namespace Keras.Tests.DTypePolicies;

public class DTypePolicyTests
{
    [Theory]
    [InlineData("mixed_bfloat16", typeof(DTypePolicy), "bfloat16", "float32", null)]
    [InlineData("int8_from_mixed_bfloat16", typeof(QuantizedDTypePolicy), "bfloat16", "float32", "int8")]
    [InlineData("int4_from_float32", typeof(QuantizedDTypePolicy), "float32", "float32", "int4")]
    [InlineData("int4/64_from_float32", typeof(Int4DTypePolicy), "float32", "float32", "int4")]
    [InlineData("float8_from_float32", typeof(QuantizedFloat8DTypePolicy), "float32", "float32", "float8")]
    [InlineData("gptq/4/128_from_float32", typeof(GPTQDTypePolicy), "float32", "float32", "gptq")]
    [InlineData("awq/4/-1_from_float32", typeof(AWQDTypePolicy), "float32", "float32", "awq")]
    public void NamesTellThePolicy(string name, Type type, string compute, string variable, string? mode)
    {
        var policy = keras.dtype_policies.get(name);
        Assert.IsType(type, policy);
        Assert.Equal((name, compute, variable, mode), (policy.name, policy.compute_dtype, policy.variable_dtype, policy.quantization_mode));
        var again = keras.dtype_policies.deserialize(keras.dtype_policies.serialize(policy));
        Assert.Equal(policy, again);
        Assert.Equal(policy.GetHashCode(), again.GetHashCode());
        Assert.Equal("keras" + (mode is null ? "" : ".dtype_policies"), keras.dtype_policies.serialize(policy)["module"]);
    }

    [Theory]
    [InlineData("int8_from_mixed_float16")]
    [InlineData("int8_from_")]
    [InlineData("int4/0_from_float32")]
    [InlineData("int4/x_from_float32")]
    [InlineData("gptq/5/128_from_float32")]
    [InlineData("awq/8/128_from_float32")]
    [InlineData("float99")]
    public void BadNamesAreRefused(string name) => Assert.Throws<ArgumentException>(() => keras.dtype_policies.get(name));

    [Fact]
    public void AMapGivesEachLayerItsPolicy()
    {
        var map = new DTypePolicyMap("float32") { [".*first"] = "bfloat16"!, [".*second"] = "mixed_bfloat16"! };
        var model = keras.Sequential([keras.layers.Input(3), keras.layers.Dense(2, name: "first", dtype: map), keras.layers.Dense(2, name: "second", dtype: map), keras.layers.Dense(2, name: "third", dtype: map)]);
        Assert.Equal(["bfloat16", "float32", "float32"], model.layers.Select(l => l.weights[0].dtype));
        Assert.Equal(["bfloat16", "bfloat16", "float32"], model.layers.Select(l => l.compute_dtype));
        Assert.Equal("map_float32", map.name);
        Assert.Throws<ArgumentException>(() => map[".*first"] = "float32"!);
        map["seco.*"] = "float32"!;
        Assert.Contains("multiple", Assert.Throws<ArgumentException>(() => map["second"]).Message);

        var again = Assert.IsType<DTypePolicyMap>(keras.dtype_policies.deserialize(keras.dtype_policies.serialize(map)));
        Assert.Equal(map.ToArray(), again.ToArray());
        Assert.Equal("bfloat16", again["first"].name);
    }

    [Fact]
    public void AMapWithoutADefaultFollowsTheGlobalPolicy()
    {
        var map = new DTypePolicyMap { ["a"] = "int8_from_float32"! };
        var before = keras.config.dtype_policy();
        try
        {
            var saved = keras.dtype_policies.serialize(map);
            keras.config.set_dtype_policy("mixed_bfloat16");
            Assert.Equal("bfloat16", map.compute_dtype);
            Assert.Equal("int8_from_mixed_bfloat16", ((DTypePolicyMap)keras.dtype_policies.deserialize(saved))["a"].name);
        }
        finally
        {
            keras.config.set_dtype_policy(before);
        }
    }

    [Fact]
    public void MixedPolicyTrainsWithAScaledLoss()
    {
        var model = keras.Sequential([keras.layers.Input(4), keras.layers.Dense(8, activation: "relu", dtype: "mixed_bfloat16"), keras.layers.Dense(1, dtype: "mixed_bfloat16")]);
        model.compile(keras.optimizers.LossScaleOptimizer(keras.optimizers.SGD(0.05), initial_scale: 1024), loss: "mse");
        var x = keras.ops.reshape(keras.ops.arange(64, dtype: "float32"), (16, 4)) / 64.0;
        var y = keras.ops.sum(x, axis: 1, keepdims: true);
        var losses = model.fit(x, y, epochs: 30, batch_size: 4, verbose: 0).history["loss"];
        Assert.True(losses[^1] < losses[0] / 4, $"{losses[0]} to {losses[^1]}");
        Assert.All(model.weights, w => Assert.Equal("float32", w.dtype));
        Assert.Equal("bfloat16", model.layers[0].Apply(x).dtype);
    }
}
