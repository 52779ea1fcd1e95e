using Keras.Layers;
using static Keras.keras;

namespace Keras.Tests.Layers.Rnn;

public class TimeDistributedTests
{
    private static float[] Floats(Tensor x) => x.numpy().ToArray<float>();

    /// <summary>A layer of a user, which is called once a step.</summary>
    private sealed class Counting : Layer
    {
        public int Calls { get; private set; }

        protected override Tensor call(Tensor inputs)
        {
            Calls++;
            return inputs - ops.mean(inputs, 0, keepdims: true);
        }

        public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;
    }

    private static void SameAsStepByStep(Layer inner, Tensor x, bool training = false)
    {
        var y = new TimeDistributed(inner).Apply(x, training);
        for (var t = 0; t < x.shape[1]; t++)
        {
            float[] step = Floats(inner.Apply(x[.., t], training)), got = Floats(y[.., t]);
            for (var i = 0; i < step.Length; i++) Assert.Equal(step[i], got[i], 1e-5f);
        }
    }

    [Fact]
    public void StepsAreComputedAloneOrTogetherWithTheSameResult()
    {
        var x = random.normal((2, 3, 4), seed: 1);
        var images = random.normal((2, 3, 6, 6, 2), seed: 2);
        SameAsStepByStep(new Dense(5, activation: "relu"), x);
        SameAsStepByStep(new LayerNormalization(), x);
        SameAsStepByStep(new Conv2D(3, 3), images);
        SameAsStepByStep(keras.Sequential([layers.Conv2D(3, 3, activation: "relu"), layers.MaxPooling2D(), layers.Dropout(0.5), layers.Flatten(), layers.Dense(2)]), images);
        SameAsStepByStep(new LSTM(3), random.normal((2, 3, 5, 4), seed: 3));
        SameAsStepByStep(new Bidirectional(new GRU(3)), random.normal((2, 3, 5, 4), seed: 3));
        SameAsStepByStep(new TimeDistributed(new Dense(2)), random.normal((2, 3, 5, 4), seed: 4));
    }

    [Fact]
    public void ALayerThatMixesSamplesSeesOneStepAtATime()
    {
        var inner = new Counting();
        SameAsStepByStep(inner, random.normal((4, 3, 2), seed: 5));
        // The layer saw each step by itself, and again in the comparison.
        Assert.Equal(6, inner.Calls);
    }

    [Fact]
    public void MovingMeansAdvanceOnceAStep()
    {
        var inner = new BatchNormalization(momentum: 0.5);
        new TimeDistributed(inner).Apply(ops.ones((2, 3, 1)), training: true);
        // 0, then half the way to 1 in each of three steps.
        Assert.Equal(0.875f, Floats(inner.weights[2])[0], 1e-6f);
    }

    [Fact]
    public void WrongInputsSayWhatIsExpected()
    {
        Assert.Contains("at least 3 dimensions", Assert.Throws<ArgumentException>(() => new TimeDistributed(new Dense(2)).Apply(ops.ones((2, 3)))).Message);
        Assert.Contains("Expected mask shape prefix: (2, 3)", Assert.Throws<ArgumentException>(() => new TimeDistributed(new Dense(2)).Apply(ops.ones((2, 3, 4)), mask: ops.ones((2, 5), dtype: "bool"))).Message);
        Assert.Contains("at least 2D", Assert.Throws<ArgumentException>(() => new TimeDistributed(new Dense(2)).Apply(ops.ones((2, 3, 4)), mask: ops.ones(2, dtype: "bool"))).Message);
        Assert.Contains("one tensor", Assert.Throws<ArgumentException>(() => new TimeDistributed(new LSTM(2, return_state: true)).Apply(ops.ones((2, 3, 4, 5)))).Message);
    }

    [Fact]
    public void ShapesWithoutAFixedLength()
    {
        var y = new TimeDistributed(new Conv2D(3, 3)).Apply(keras.Input((null, 8, 8, 1)));
        Assert.Equal((null, null, 6, 6, 3), y.shape);
    }
}
