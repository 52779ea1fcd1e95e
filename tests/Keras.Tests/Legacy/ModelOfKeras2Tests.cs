#pragma warning disable CS0618 // What is tested here is obsolete.
using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Legacy;

/// <summary>Methods of models that programs for Keras 2 call.</summary>
public class ModelOfKeras2Tests
{
    [Fact]
    public void GeneratorsTrainEvaluateAndPredict()
    {
        var model = Sequential([Input(3), layers.Dense(2, activation: "softmax")]);
        model.compile("sgd", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        var x = random.normal((12, 3), seed: 1).numpy();
        var y = np.arange(12) % 2;
        List<Batch> Batches() => [.. Enumerable.Range(0, 3).Select(i => new Batch(x[$"{4 * i}:{4 * i + 4}"], y[$"{4 * i}:{4 * i + 4}"]))];
        var history = model.fit_generator(Batches(), steps_per_epoch: 3, epochs: 2, verbose: 0, validation_data: (Data)Batches()!, validation_steps: 3);
        Assert.Equal(2, history.history["val_loss"].Count);
        var measured = model.evaluate_generator(Batches(), steps: 3);
        Assert.Equal(model.evaluate(x, y, verbose: 0)["loss"], measured["loss"], 1e-5);
        Assert.Equal(model.predict(x, verbose: 0).ToArray<float>(), model.predict_generator(Batches(), steps: 3).ToArray<float>());
    }

    [Fact]
    public void ClassesOfOneAndOfSeveralOutputs()
    {
        var several = Sequential([Input(3), layers.Softmax()]);
        float[,] x = { { 1, 5, 2 }, { 4, 0, 1 } };
        Assert.Equal([1L, 0L], several.predict_classes(x).ToArray<long>());
        Assert.Equal(several.predict(x, verbose: 0).ToArray<float>(), several.predict_proba(x).ToArray<float>());
        var one = Sequential([Input(1), layers.Activation("sigmoid")]);
        var classes = one.predict_classes(new float[,] { { -1 }, { 2 } });
        Assert.Equal([0, 1], classes.ToArray<int>());
        Assert.Equal([2, 1], classes.shape);
    }

    [Fact]
    public void ArgumentsOfKeras2AreTaken()
    {
        var model = Sequential([layers.InputLayer(input_shape: 3), layers.Dense(2)]);
        using var folder = new Testing.ScratchFolder();
        model.save(folder.File("m.h5"), save_format: "h5");
        Assert.Equal(model.count_params(), models.load_model(folder.File("m.h5")).count_params());
        Assert.Contains("save_format=tf", Assert.Throws<ArgumentException>(() => model.save(folder.File("m"), save_format: "tf")).Message);
        Assert.Equal("(2, 3)", layers.InputLayer(batch_input_shape: (2, 3)).batch_shape.ToString());
    }
}
