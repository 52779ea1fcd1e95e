using System.IO.Compression;
using Keras.Saving.Hdf5;
using Keras.Tests.Testing;
using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Saving.Files;

/// <summary>Models and weights to files and back: the same numbers, the same training afterwards, and what happens when something does not fit.</summary>
public sealed class ModelFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static readonly NDArray s_x = Ops.reshape(Ops.linspace(-1.0, 1.0, 96), new TensorShape(16, 6)).numpy();
    private static readonly NDArray s_y = Ops.reshape(Ops.cast(Ops.mod(Ops.arange(16), 3), "int32"), new TensorShape(16, 1)).numpy();

    private static Sequential Make() => keras.Sequential([layers.Input(6), layers.Dense(8, activation: "relu"), layers.BatchNormalization(), layers.Dropout(0.2, seed: 7), layers.Dense(3, activation: "softmax")]);

    private static Sequential Trained()
    {
        var model = Make();
        model.compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.fit(s_x, s_y, batch_size: 4, epochs: 2, verbose: 0);
        return model;
    }

    private static float[] Values(Variable variable) => Ops.cast(variable, "float32").numpy().reshape(-1).ToArray<float>();

    private static float[] Predict(Model model) => model.predict(s_x, verbose: 0).ToArray<float>();

    [Theory]
    [InlineData("model.keras")]
    [InlineData("model.h5")]
    [InlineData("model.hdf5")]
    public void AWholeModelGoesOnAsIfItHadNotStopped(string name)
    {
        var model = Trained();
        model.save(_folder[name]);
        var again = models.load_model(_folder[name]);
        Assert.Equal(Predict(model), Predict(again));
        Assert.Equal(model.weights.Select(w => w.path), again.weights.Select(w => w.path));
        // One step more, without the dropout's chance: both go the same way to the last bit.
        foreach (var m in new[] { model, again }) m.layers[2].trainable = false;
        Assert.Equal(model.optimizer!.variables.Select(Values), again.optimizer!.variables.Select(Values));
        Assert.Equal(model.evaluate(s_x, s_y, verbose: 0)[0], again.evaluate(s_x, s_y, verbose: 0)[0]);
    }

    [Theory]
    [InlineData("model.weights.h5")]
    [InlineData("model.h5")]
    [InlineData("model.keras")]
    [InlineData("model.weights.json")]
    public void WeightsGoIntoAnEqualModel(string name)
    {
        var model = Trained();
        if (name.EndsWith(".keras", StringComparison.Ordinal)) model.save(_folder[name]);
        else model.save_weights(_folder[name], max_shard_size: name.EndsWith(".json", StringComparison.Ordinal) ? 2e-7 : null);
        var other = Make();
        Assert.NotEqual(Predict(model), Predict(other));
        other.load_weights(_folder[name]);
        Assert.Equal(Predict(model), Predict(other));
        if (name.EndsWith(".json", StringComparison.Ordinal)) Assert.True(Directory.GetFiles(_folder.Path).Length > 3);
    }

    [Fact]
    public void TheNameDecidesTheLayout()
    {
        var model = Trained();
        model.save_weights(_folder["new.weights.h5"]);
        model.save_weights(_folder["old.h5"]);
        using (var file = Hdf5File.Open(_folder["new.weights.h5"]))
        {
            Assert.True(file.Root.TryGetDataset("layers/dense_1/vars/0", out _));
            Assert.True(file.Root.TryGetDataset("optimizer/vars/0", out _));
        }
        using (var file = Hdf5File.Open(_folder["old.h5"])) Assert.Equal(["dense", "batch_normalization", "dropout", "dense_1"], file.Root.Attributes.ReadStrings("layer_names").Select(n => n.TrimEnd('_')).Select(Plain));
        Assert.Contains(".weights.h5", Assert.Throws<ArgumentException>(() => model.save_weights(_folder["weights.txt"])).Message);
        Assert.Contains(".keras", Assert.Throws<ArgumentException>(() => model.save(_folder["model.txt"])).Message);
        Assert.Contains("by_name", Assert.Throws<ArgumentException>(() => model.load_weights(_folder["new.weights.h5"], by_name: true)).Message);

        // Numbers of automatic names depend on what was made before.
        string Plain(string layer) => layer == model.layers[^1].name ? "dense_1" : System.Text.RegularExpressions.Regex.Replace(layer, @"_\d+$", "");
    }

    [Fact]
    public void FilesAreKnownByWhatIsInThem()
    {
        var model = Trained();
        model.save(_folder["a.keras"]);
        model.save(_folder["b.h5"]);
        File.Move(_folder["a.keras"], _folder["swapped.h5"]);
        File.Move(_folder["b.h5"], _folder["swapped.keras"]);
        Assert.Equal(Predict(model), Predict(models.load_model(_folder["swapped.h5"])));
        Assert.Equal(Predict(model), Predict(models.load_model(_folder["swapped.keras"])));
    }

    [Fact]
    public void WhatDoesNotFitIsNamedAndChangesNothing()
    {
        var model = Trained();
        model.save_weights(_folder["w.weights.h5"]);
        var other = keras.Sequential([layers.Input(6), layers.Dense(8, activation: "relu"), layers.BatchNormalization(), layers.Dropout(0.2), layers.Dense(4, name: "wider")]);
        var before = other.weights.Select(w => w.numpy().ToArray<float>()).ToArray();
        var e = Assert.Throws<ArgumentException>(() => other.load_weights(_folder["w.weights.h5"]));
        Assert.Contains("wider", e.Message);
        Assert.Contains("(8, 4)", e.Message);
        Assert.Contains("(8, 3)", e.Message);
        Assert.Equal(before, other.weights.Select(w => w.numpy().ToArray<float>()));
        // Skipped where asked for; what fits is loaded.
        other.load_weights(_folder["w.weights.h5"], skip_mismatch: true);
        Assert.Equal(model.weights[0].numpy().ToArray<float>(), other.weights[0].numpy().ToArray<float>());
        Assert.Equal(before[^1], other.weights[^1].numpy().ToArray<float>());
    }

    [Fact]
    public void AFailedSaveLeavesTheOldFile()
    {
        var model = Trained();
        model.save(_folder["model.keras"]);
        var before = File.ReadAllBytes(_folder["model.keras"]);
        var broken = keras.Sequential([layers.Input(6), new Unsaveable()]);
        Assert.ThrowsAny<Exception>(() => broken.save(_folder["model.keras"]));
        Assert.Equal(before, File.ReadAllBytes(_folder["model.keras"]));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
        Assert.Contains("exists already", Assert.Throws<IOException>(() => model.save(_folder["model.keras"], overwrite: false)).Message);
        Assert.Throws<DirectoryNotFoundException>(() => model.save(_folder["nowhere", "model.keras"]));
    }

    [Fact]
    public void AFolderOfParts()
    {
        var model = Trained();
        model.save(_folder["parts"], zipped: false);
        Assert.Equal(["config.json", "metadata.json", "model.weights.h5"], Directory.GetFiles(_folder["parts"]).Select(Path.GetFileName).Order());
        Assert.Equal(Predict(model), Predict(models.load_model(_folder["parts"])));
    }

    [Fact]
    public void CompileFalseLeavesTheModelUncompiled()
    {
        Trained().save(_folder["model.keras"]);
        Assert.False(models.load_model(_folder["model.keras"], compile: false).compiled);
        Assert.True(models.load_model(_folder["model.keras"]).compiled);
    }

    [Fact]
    public void AClassOfTheUserIsFoundByItsName()
    {
        var model = keras.Sequential([layers.Input(6), new Scaled(3.0), layers.Dense(2)]);
        model.save(_folder["own.keras"]);
        var e = Assert.Throws<ArgumentException>(() => models.load_model(_folder["own.keras"]));
        Assert.Contains("Scaled", e.Message);
        Assert.Contains("custom_objects", e.Message);
        var again = models.load_model(_folder["own.keras"], custom_objects: new() { ["Scaled"] = typeof(Scaled) });
        Assert.Equal(Predict(model), Predict(again));
    }

    [Fact]
    public void ASubclassSavesItsLayersUnderItsAttributes()
    {
        var (model, other) = (new TwoStages(), new TwoStages());
        foreach (var m in new[] { model, other }) m.build((null, 6));
        model.save_weights(_folder["sub.weights.h5"]);
        using (var file = Hdf5File.Open(_folder["sub.weights.h5"]))
        {
            // Attributes that sort before "layers" come under their own names, those after it among the layers.
            Assert.True(file.Root.TryGetDataset("first/vars/0", out _));
            Assert.True(file.Root.TryGetDataset("blocks/dense/vars/0", out _));
            Assert.True(file.Root.TryGetDataset("layers/dense_1/vars/0", out _));
        }
        other.load_weights(_folder["sub.weights.h5"]);
        Assert.Equal(Predict(model), Predict(other));
    }

    [Theory]
    [InlineData("layers\\dense", "layers\\dense_1")]
    [InlineData("_layer_checkpoint_dependencies/dense", "_layer_checkpoint_dependencies/dense_2")]
    [InlineData("_layer_checkpoint_dependencies\\dense", "_layer_checkpoint_dependencies\\dense_2")]
    public void OlderLayoutsOfTheSameFormat(string first, string second)
    {
        var (kernel, bias) = (new float[12], new float[] { 1, 2 });
        Array.Fill(kernel, 0.5f);
        var root = new H5GroupNode();
        root.Group("vars");
        foreach (var (path, inputs) in new[] { (first, 6), (second, 2) })
        {
            // A backslash is part of the group's name.
            var group = root.Group(path).Group("vars");
            group.Add("0", Data(kernel.AsSpan(0, 2 * inputs), inputs, 2));
            group.Add("1", Data(bias, 2));
        }
        Hdf5Writer.Write(_folder["old.weights.h5"], root);
        var model = keras.Sequential([layers.Input(6), layers.Dense(2), layers.Dense(2)]);
        model.load_weights(_folder["old.weights.h5"]);
        Assert.All(model.layers, l => Assert.Equal(bias, l.weights[1].numpy().ToArray<float>()));

        static H5DatasetNode Data(ReadOnlySpan<float> values, params long[] shape) => H5DatasetNode.FromMemory(H5DType.Float32, shape, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).ToArray());
    }

    [Fact]
    public void CheckpointsOfWeightsHaveTheLayoutOfTheirName()
    {
        var model = Trained();
        model.fit(s_x, s_y, epochs: 1, verbose: 0, callbacks: [keras.callbacks.ModelCheckpoint(_folder["{epoch:02d}.weights.h5"], save_weights_only: true), keras.callbacks.ModelCheckpoint(_folder["{epoch:02d}.keras"])]);
        using (var file = Hdf5File.Open(_folder["01.weights.h5"])) Assert.True(file.Root.TryGetDataset("layers/dense/vars/0", out _));
        Assert.Equal(Predict(model), Predict(models.load_model(_folder["01.keras"])));
    }

    [Fact]
    public void ABackupGoesOnWithTheSameHistory()
    {
        // 1. A run without a break.
        keras.utils.set_random_seed(1);
        var whole = Fresh();
        var start = whole.weights.Select(w => w.numpy()).ToArray();
        var expected = whole.fit(s_x, s_y, epochs: 6, shuffle: false, verbose: 0).history["loss"].ToArray();

        // 2. The same, broken off after three epochs, and again in a model of its own.
        var broken = Fresh();
        broken.set_weights(start);
        Assert.Throws<InvalidOperationException>(() => broken.fit(s_x, s_y, epochs: 6, shuffle: false, verbose: 0,
            callbacks: [keras.callbacks.BackupAndRestore(_folder["backup"]), keras.callbacks.LambdaCallback(on_epoch_begin: (epoch, _) => { if (epoch == 3) throw new InvalidOperationException("power cut"); })]));
        var resumed = Fresh();
        var rest = resumed.fit(s_x, s_y, epochs: 6, shuffle: false, verbose: 0, callbacks: [keras.callbacks.BackupAndRestore(_folder["backup"])]).history["loss"].ToArray();
        Assert.Equal(expected[3..], rest);
        Assert.Equal(Predict(whole), Predict(resumed));

        static Sequential Fresh()
        {
            var model = keras.Sequential([layers.Input(6), layers.Dense(8, activation: "tanh"), layers.Dense(3, activation: "softmax")]);
            model.compile(optimizer: "adam", loss: "sparse_categorical_crossentropy");
            return model;
        }
    }

    [Fact]
    public void DescribeShowsWhatIsInAFile()
    {
        Trained().save(_folder["model.keras"]);
        var text = saving.describe(_folder["model.keras"]);
        Assert.Contains("metadata.json", text);
        Assert.Contains("keras_version: 3.15.1", text);
        Assert.Contains("BatchNormalization", text);
        Assert.Contains("(6, 8)", text);
        Trained().save_weights(_folder["model.weights.h5"]);
        Assert.Contains("layers/", saving.describe(_folder["model.weights.h5"]));
    }

    [Fact]
    public void MembersStandOneAfterTheOtherUncompressed()
    {
        Trained().save(_folder["model.keras"]);
        using var archive = ZipFile.OpenRead(_folder["model.keras"]);
        Assert.Equal(["metadata.json", "config.json", "model.weights.h5"], archive.Entries.Select(e => e.FullName));
        Assert.All(archive.Entries, e => Assert.Equal(e.Length, e.CompressedLength));
    }

    /// <summary>A layer of a user, with an argument.</summary>
    public sealed class Scaled(double factor, string? name = null) : Layer(name)
    {
        public double factor { get; } = factor;

        protected override Tensor call(Tensor inputs) => inputs * factor;
    }

    private sealed class Unsaveable : Layer
    {
        public override Config get_config() => throw new NotSupportedException("This layer has no configuration.");

        protected override Tensor call(Tensor inputs) => inputs;
    }

    private sealed class TwoStages : Model
    {
        private readonly Layer first = layers.Dense(4);
        private readonly Layer second = layers.Dense(2);
        private readonly Layer[] blocks = [layers.Dense(4), layers.Dense(4)];

        protected override Tensor call(Tensor inputs) => second.Apply(blocks[1].Apply(blocks[0].Apply(first.Apply(inputs))));
    }
}
