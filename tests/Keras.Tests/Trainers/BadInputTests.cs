using Keras.Tests.Testing;
using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Trainers;

/// <summary>What users get wrong: each fault gives an error that says how to mend it, and leaves the model and its files as they were.</summary>
public class BadInputTests
{
    private static readonly NDArray s_x = np.arange(32).astype(np.float32).reshape(8, 4) / 32f;
    private static readonly NDArray s_y = np.array([0, 1, 2, 0, 1, 2, 0, 1]);

    private static Sequential Model()
    {
        var model = keras.Sequential([keras.Input(4), layers.Dense(5, activation: "relu", name: "hidden"), layers.Dense(3, activation: "softmax", name: "head")]);
        model.compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    private static void Refused(Sequential model, Action action, params string[] words)
    {
        float[][] before = [.. model.weights.Select(w => w.numpy().ToArray<float>())];
        var e = Assert.ThrowsAny<Exception>(action);
        Assert.True(e is ArgumentException or InvalidOperationException or IOException or InvalidDataException or NotSupportedException, e.ToString());
        foreach (var word in words) Assert.Contains(word, e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, model.weights.Select(w => w.numpy().ToArray<float>()));
        Assert.Single(model.fit(s_x, s_y, verbose: 0).history["loss"]);
    }

    [Fact]
    public void AWrongShape()
    {
        var model = Model();
        Refused(model, () => model.fit(np.zeros(new Shape(8, 7), typeof(float)), s_y, verbose: 0), "7", "4");
    }

    [Fact]
    public void InputsAndTargetsOfDifferentLength()
    {
        var model = Model();
        Refused(model, () => model.fit(s_x, s_y["0:5"], verbose: 0), "same number of samples", "8", "5");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void ALabelThatNoOutputStandsFor(int label)
    {
        var model = Model();
        var y = s_y.copy();
        y[2] = label;
        Refused(model, () => model.fit(s_x, y, verbose: 0), label.ToString(), "3");
    }

    [Fact]
    public void TextWhereNumbersAreExpected()
    {
        var model = Model();
        Refused(model, () => model.fit(new[] { "a", "b" }, s_y, verbose: 0));
    }

    [Fact]
    public void NoTargets()
    {
        var model = Model();
        Refused(model, () => model.fit(s_x, verbose: 0), "target");
    }

    [Fact]
    public void NamesThatNobodyKnows()
    {
        var model = Model();
        Refused(model, () => model.compile("adamm"), "adamm", "adam");
        Refused(model, () => model.compile("adam", "mean_sqared_error"), "mean_sqared_error");
        Refused(model, () => model.compile("adam", "mse", metrics: ["acuracy"]), "acuracy");
        Assert.Contains("relux", Assert.Throws<ArgumentException>(() => layers.Dense(3, activation: "relux")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FitBeforeCompile()
    {
        var model = keras.Sequential([keras.Input(4), layers.Dense(1)]);
        Assert.Contains("compile", Assert.Throws<InvalidOperationException>(() => model.fit(s_x, s_y, verbose: 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnsuitableNumberOfSamplesOrEpochs()
    {
        var model = Model();
        Refused(model, () => model.fit(s_x, s_y, batch_size: 0, verbose: 0), "batch_size");
        Refused(model, () => model.fit(s_x, s_y, validation_split: 1.5, verbose: 0), "validation_split");
    }

    [Fact]
    public void AMissingFile()
    {
        using var folder = new TempFolder();
        var path = folder["nothing.h5"];
        Assert.Contains("nothing.h5", Assert.ThrowsAny<IOException>(() => { keras.models.load_model(path); }).Message, StringComparison.Ordinal);
        var model = Model();
        Refused(model, () => model.load_weights(path), "nothing.h5");
    }

    [Fact]
    public void ADamagedFile()
    {
        using var folder = new TempFolder();
        var path = folder["model.h5"];
        var model = Model();
        model.save(path);
        var bytes = File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 7, 100, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            Refused(model, () => keras.models.load_model(path), "model.h5");
            Refused(model, () => model.load_weights(path), "model.h5");
        }
    }

    [Fact]
    public void AFileOfAnotherModel()
    {
        using var folder = new TempFolder();
        var path = folder["other.h5"];
        var other = keras.Sequential([keras.Input(4), layers.Dense(6, name: "hidden"), layers.Dense(3, name: "head")]);
        other.save_weights(path);
        var model = Model();
        Refused(model, () => model.load_weights(path), "hidden", "6", "5");
    }
}
