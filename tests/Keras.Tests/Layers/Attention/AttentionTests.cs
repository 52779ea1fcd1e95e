using Keras.Backend;
using Keras.Layers;
using Keras.Saving;

namespace Keras.Tests.Layers.Attention;

public class AttentionTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    private static Tensor Drawn(params int[] dims) => keras.random.uniform(dims, seed: 3);

    [Fact]
    public void InputsAndMasksMustBeLists()
    {
        var layer = new Keras.Layers.Attention(name: "look");
        var x = Drawn(1, 2, 3);
        Assert.Contains("'look'", Assert.Throws<ArgumentException>(() => layer.Apply(x)).Message);
        Assert.Contains("length: 1", Assert.Throws<ArgumentException>(() => layer.Apply([x])).Message);
        Assert.Contains("must be a list", Assert.Throws<ArgumentException>(() => layer.Apply([x, x], mask: keras.ops.ones((1, 2), "bool"))).Message);
        Assert.Contains("score_mode", Assert.Throws<ArgumentException>(() => new Keras.Layers.Attention(score_mode: "cosine")).Message);
    }

    [Fact]
    public void MaskOfTheQueryIsHandedOnAndOneMayBeMissing()
    {
        var (q, v) = (Drawn(1, 2, 3), Drawn(1, 2, 3));
        Tensor seen = keras.ops.cast(new int[,] { { 1, 0 } }, "bool");
        var layer = new Keras.Layers.Attention();
        // Only the first value counts: every query gives it.
        var y = layer.Apply([q, v], mask: new TensorList(null!, seen));
        Assert.Equal(Floats(v[0][0]), Floats(y[0][1]));
        Assert.Null(y.KerasMask);
        var masked = layer.Apply([q, v], mask: [seen, seen]);
        Assert.Equal([0f, 0f, 0f], Floats(masked[0][1]));
        Assert.Equal([true, false], masked.KerasMask!.numpy().ToArray<bool>());
    }

    [Fact]
    public void HalfPrecisionPolicyCastsEveryInput()
    {
        var layer = new MultiHeadAttention(2, 4, dtype: "float16");
        var y = layer.Apply(keras.ops.ones((1, 3, 4), "float16"), keras.ops.ones((1, 5, 4)));
        Assert.Equal("float16", y.dtype);
    }

    [Fact]
    public void SelfAttentionInAFunctionalModelTrains()
    {
        var x = keras.Input((5, 6));
        var mha = new MultiHeadAttention(2, 3, dropout: 0.1);
        var y = mha.Apply(x, x, use_causal_mask: true);
        Assert.Equal((null, 5, 6), y.shape);
        var model = new Functional(x, new Dense(1).Apply(y));
        model.compile(optimizer: "adam", loss: "mse");
        var before = mha.query_dense.kernel.numpy().ToArray<float>();
        model.fit(Drawn(8, 5, 6), keras.ops.ones((8, 5, 1)), epochs: 1, verbose: 0);
        Assert.NotEqual(before, mha.query_dense.kernel.numpy().ToArray<float>());
        // The configuration of the graph keeps both inputs and the flag.
        var copy = (Model)Serialization.deserialize_keras_object(Serialization.serialize_keras_object(model))!;
        copy.set_weights(model.get_weights());
        var probe = Drawn(2, 5, 6);
        Assert.Equal(Floats(model.Apply(probe, training: false)), Floats(copy.Apply(probe, training: false)));
    }

    [Fact]
    public void CausalQueriesDoNotSeeWhatFollows()
    {
        var layer = new GroupedQueryAttention(4, 4, 2);
        var x = Drawn(1, 4, 8);
        var changed = keras.ops.concatenate([x[.., ..3], keras.ops.zeros((1, 1, 8))], 1);
        var (a, b) = (layer.Apply(x, x, use_causal_mask: true), layer.Apply(changed, changed, use_causal_mask: true));
        Assert.Equal(Floats(a[0][..3]), Floats(b[0][..3]));
        Assert.NotEqual(Floats(a[0][3]), Floats(b[0][3]));
    }

    [Fact]
    public void ScoresOfSeveralAxesHaveTheShapeTheySayBeforehand()
    {
        var layer = new MultiHeadAttention(2, 3, attention_axes: [1, 2]);
        var (query, value) = (new KerasTensor((null, 3, 2, 4)), new KerasTensor((null, 5, 2, 4)));
        var symbols = (TensorList)layer.Apply(query, value, return_attention_scores: true);
        Assert.Equal((null, 2, 3, 2, 5, 2), symbols[1].shape);
        var values = (TensorList)layer.Apply(Drawn(2, 3, 2, 4), Drawn(2, 5, 2, 4), return_attention_scores: true);
        Assert.Equal((2, 2, 3, 2, 5, 2), values[1].shape);
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        Assert.Throws<ArgumentException>(() => new MultiHeadAttention(0, 2));
        Assert.Throws<ArgumentException>(() => new MultiHeadAttention(2, 2, sliding_window: 0));
        Assert.Contains("Dropout", Assert.Throws<ArgumentException>(() => new MultiHeadAttention(2, 2, dropout: 0.1, flash_attention: true)).Message);
        Assert.Contains("divisible", Assert.Throws<ArgumentException>(() => new GroupedQueryAttention(2, 3, 2)).Message);
        var flash = new MultiHeadAttention(2, 2, flash_attention: true);
        Assert.Contains("scores", Assert.Throws<ArgumentException>(() => flash.Apply(Drawn(1, 2, 4), Drawn(1, 2, 4), return_attention_scores: true)).Message);
        var layer = new MultiHeadAttention(2, 2, name: "heads");
        Assert.Contains("query and a value", Assert.Throws<ArgumentException>(() => ((Layer)layer).Apply(Drawn(1, 2, 4))).Message);
        Assert.Contains("value_shape", Assert.Throws<ArgumentException>(() => layer.Apply(Drawn(1, 2, 4), Drawn(1, 2, 4), key: Drawn(1, 3, 4))).Message);
        Assert.Throws<ArgumentException>(() => new MultiHeadAttention(2, 2, attention_axes: 7).Apply(Drawn(1, 2, 4), Drawn(1, 2, 4)));
    }

    [Fact]
    public void BuildConfigNamesTheShapes()
    {
        var layer = new MultiHeadAttention(2, 3);
        layer.Apply(Drawn(2, 4, 6), Drawn(2, 5, 7));
        var config = layer.get_build_config()!;
        Assert.Equal(["query_shape", "value_shape"], ((Config)config["shapes_dict"]!).Keys);
        var other = new MultiHeadAttention(2, 3);
        other.build_from_config(config);
        Assert.Equal(layer.weights.Select(w => w.shape), other.weights.Select(w => w.shape));
    }
}
