using Keras.Callbacks;
using Keras.Layers;
using Keras.Tests.Testing;
using NumSharp;
using static Keras.keras;

namespace Keras.Tests;

/// <summary>Lines of further tutorials: text, sequences, augmentation, attention, training by hand.</summary>
public class FurtherTutorialLines
{
    [Fact]
    public void ReviewsAsPaddedSequences()
    {
        string[] texts = ["a good film", "a bad film", "good good film it was", "it was bad"];
        var tokenizer = keras.preprocessing.text.Tokenizer(num_words: 50);
        tokenizer.fit_on_texts(texts);
        var sequences = tokenizer.texts_to_sequences(texts);
        var data = keras.preprocessing.sequence.pad_sequences(sequences, maxlen: 6, padding: "post");
        Assert.Equal([4L, 6L], data.shape);

        var model = models.Sequential();
        model.add(layers.Embedding(50, 8, mask_zero: true));
        model.add(layers.Bidirectional(layers.GRU(4, return_sequences: true)));
        model.add(layers.LSTM(3, dropout: 0.2, recurrent_dropout: 0.2));
        model.add(layers.Dense(1, activation: "sigmoid"));
        model.compile(optimizer: optimizers.RMSprop(learning_rate: 1e-3), loss: "binary_crossentropy", metrics: ["acc"]);
        var history = model.fit(data, np.array([1, 0, 1, 0]), epochs: 2, batch_size: 2, verbose: 0);
        Assert.Equal(["acc", "loss"], history.history.Keys);
    }

    [Fact]
    public void TextVectorizationInsideTheModel()
    {
        string[] texts = ["the cat sat", "the dog ran", "a cat ran", "a dog sat"];
        var vectorize = layers.TextVectorization(max_tokens: 20, output_mode: "int", output_sequence_length: 4);
        vectorize.adapt(texts);
        Assert.Equal("", vectorize.get_vocabulary()[0]);
        var model = keras.Sequential([vectorize, layers.Embedding(20, 4), layers.GlobalAveragePooling1D(), layers.Dense(1)]);
        model.compile("adam", "mse");
        model.fit(texts, np.array([1f, 0f, 1f, 0f]), epochs: 1, verbose: 0);
        Assert.Equal([1L, 1L], model.predict(new[] { "a cat sat" }, verbose: 0).shape);
    }

    [Fact]
    public void GeneratorsOfAugmentedImages()
    {
        var x = np.random.rand(12, 20, 20, 3).astype(np.float32);
        var y = np.array([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
        var train_datagen = keras.preprocessing.image.ImageDataGenerator(rescale: 1.0 / 255, rotation_range: 40, width_shift_range: 0.2, height_shift_range: 0.2, shear_range: 0.2,
            zoom_range: 0.2, horizontal_flip: true);
        var train_generator = train_datagen.flow(x, y, batch_size: 4, seed: 1);
        var model = keras.Sequential([keras.Input((20, 20, 3)), layers.Conv2D(4, (3, 3), activation: "relu"), layers.Flatten(), layers.Dense(1, activation: "sigmoid")]);
        model.compile(loss: "binary_crossentropy", optimizer: optimizers.RMSprop(learning_rate: 1e-4), metrics: ["acc"]);
        var history = model.fit(train_generator, steps_per_epoch: 3, epochs: 2, validation_data: (x, y), verbose: 0);
        Assert.Equal(2, history.history["val_acc"].Count);
    }

    [Fact]
    public void AugmentationAsLayers()
    {
        keras.utils.set_random_seed(1);
        var data_augmentation = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1), layers.RandomZoom(0.2)]);
        var inputs = keras.Input(shape: (16, 16, 3));
        var x = data_augmentation.Apply(inputs);
        x = layers.Rescaling(1.0 / 255).Apply(x);
        x = layers.Conv2D(filters: 4, kernel_size: 3, activation: "relu").Apply(x);
        var model = keras.Model(inputs: inputs, outputs: layers.Dense(1, activation: "sigmoid").Apply(layers.GlobalAveragePooling2D().Apply(x)));
        model.compile(loss: "binary_crossentropy", optimizer: "rmsprop", metrics: ["accuracy"]);
        var images = np.random.rand(4, 16, 16, 3).astype(np.float32) * 255f;
        model.fit(images, np.array([0, 1, 0, 1]), epochs: 1, verbose: 0);
        Assert.Equal(model.predict(images, verbose: 0).ToArray<float>(), model.predict(images, verbose: 0).ToArray<float>());
    }

    private sealed class TransformerEncoder : Layer
    {
        private readonly MultiHeadAttention attention;
        private readonly Layer dense_proj;
        private readonly Layer layernorm_1 = keras.layers.LayerNormalization();
        private readonly Layer layernorm_2 = keras.layers.LayerNormalization();

        public TransformerEncoder(int embed_dim, int dense_dim, int num_heads)
        {
            attention = keras.layers.MultiHeadAttention(num_heads: num_heads, key_dim: embed_dim);
            dense_proj = keras.Sequential([keras.layers.Dense(dense_dim, activation: "relu"), keras.layers.Dense(embed_dim)]);
        }

        protected override Tensor call(Tensor inputs)
        {
            var attention_output = attention.Apply(inputs, inputs);
            var proj_input = layernorm_1.Apply(inputs + attention_output);
            return layernorm_2.Apply(proj_input + dense_proj.Apply(proj_input));
        }
    }

    [Fact]
    public void ATransformerEncoder()
    {
        var inputs = keras.Input(shape: 10, dtype: "int64");
        var x = layers.Embedding(30, 8).Apply(inputs);
        x = new TransformerEncoder(8, 16, 2).Apply(x);
        x = layers.GlobalMaxPooling1D().Apply(x);
        x = layers.Dropout(0.5).Apply(x);
        var model = keras.Model(inputs, layers.Dense(1, activation: "sigmoid").Apply(x));
        model.compile(optimizer: "rmsprop", loss: "binary_crossentropy", metrics: ["accuracy"]);
        var tokens = np.random.randint(0, 30, new Shape(6, 10));
        model.fit(tokens, np.array([0, 1, 0, 1, 0, 1]), epochs: 1, verbose: 0);
        Assert.Equal([6L, 1L], model.predict(tokens, verbose: 0).shape);
    }

    private sealed class VAE : Model
    {
        private readonly Model encoder = keras.Sequential([keras.layers.Dense(8, activation: "relu"), keras.layers.Dense(4)]);
        private readonly Model decoder = keras.Sequential([keras.layers.Dense(8, activation: "relu"), keras.layers.Dense(6, activation: "sigmoid")]);
        private readonly Keras.Randomness.SeedGenerator seed = keras.random.SeedGenerator(1337);
        private readonly Keras.Metrics.Mean total_loss_tracker = keras.metrics.Mean(name: "total_loss");

        protected override Tensor call(Tensor x, bool training)
        {
            var parts = keras.ops.split(encoder.Apply(x), 2, axis: -1);
            var (mean, log_var) = (parts[0], parts[1]);
            var z = mean + keras.ops.exp(0.5 * log_var) * keras.random.normal(keras.ops.shape(mean), seed: seed);
            add_loss(-0.5 * keras.ops.mean(1 + log_var - keras.ops.square(mean) - keras.ops.exp(log_var)));
            return decoder.Apply(z);
        }

        public override Logs train_step(Batch data)
        {
            var x = data.x;
            using var tape = new GradientTape();
            var total_loss = keras.ops.mean(keras.losses.binary_crossentropy(x, Apply(x, training: true))) + losses[0];
            var grads = tape.gradient(total_loss, trainable_weights);
            optimizer!.apply_gradients(grads.Zip(trainable_weights, (g, v) => (g, v)));
            total_loss_tracker.update_state(total_loss);
            return new() { ["total"] = total_loss_tracker.result() };
        }
    }

    [Fact]
    public void AVariationalAutoencoder()
    {
        keras.utils.set_random_seed(2);
        var vae = new VAE();
        vae.compile(optimizer: optimizers.Adam(1e-2));
        var history = vae.fit(np.random.rand(32, 6).astype(np.float32), epochs: 5, batch_size: 8, verbose: 0);
        Assert.True(history.history["total"][^1] < history.history["total"][0]);
    }

    [Fact]
    public void WhatAFilterSees()
    {
        var model = keras.Sequential([keras.Input((12, 12, 3)), layers.Conv2D(4, 3, name: "conv", activation: "relu"), layers.GlobalAveragePooling2D(), layers.Dense(2)]);
        var feature_extractor = keras.Model(inputs: model.inputs, outputs: model.get_layer("conv").output);
        Tensor image = keras.random.uniform((1, 12, 12, 3), seed: 3);
        double Activation() => (double)keras.ops.mean(feature_extractor.Apply(image)[":, :, :, 1"]);
        var before = Activation();
        for (var i = 0; i < 5; i++)
        {
            using var tape = new GradientTape();
            tape.watch(image);
            var loss = keras.ops.mean(feature_extractor.Apply(image)[":, :, :, 1"]);
            var grads = tape.gradient(loss, image)!;
            image = image + 10.0 * grads / (keras.ops.norm(grads) + 1e-5);
        }
        Assert.True(Activation() > before);
    }

    [Fact]
    public void TimeSeriesFromAnArray()
    {
        var raw_data = np.arange(100).astype(np.float32).reshape(50, 2);
        var dataset = keras.utils.timeseries_dataset_from_array(raw_data, targets: np.arange(50).astype(np.float32), sequence_length: 5, batch_size: 8);
        var model = keras.Sequential([keras.Input((5, 2)), layers.SimpleRNN(4, return_sequences: true), layers.SimpleRNN(3), layers.Dense(1)]);
        model.compile(optimizer: "rmsprop", loss: "mse", metrics: ["mae"]);
        var history = model.fit(dataset, epochs: 1, validation_data: dataset, verbose: 0);
        Assert.Contains("val_mae", history.history.Keys);
    }

    [Fact]
    public void TheFormatOfKeras3()
    {
        using var folder = new TempFolder();
        var model = keras.Sequential([keras.Input(4), layers.Dense(3, activation: "gelu"), layers.BatchNormalization(), layers.Dense(2)]);
        model.compile("adam", "mse", metrics: ["mae"]);
        var x = np.random.rand(8, 4).astype(np.float32);
        model.fit(x, np.zeros(new Shape(8, 2), typeof(float)), verbose: 0, callbacks: [callbacks.ModelCheckpoint(folder["best.keras"], monitor: "loss", save_best_only: true)]);
        model.save(folder["model.keras"]);
        model.save_weights(folder["model.weights.h5"]);
        var loaded = keras.models.load_model(folder["model.keras"]);
        Assert.Equal(model.predict(x, verbose: 0).ToArray<float>(), loaded.predict(x, verbose: 0).ToArray<float>());
        var cloned = keras.models.clone_model(model);
        cloned.load_weights(folder["model.weights.h5"]);
        Assert.Equal(model.predict(x, verbose: 0).ToArray<float>(), cloned.predict(x, verbose: 0).ToArray<float>());
        Assert.Contains("dense", keras.saving.describe(folder["best.keras"]), StringComparison.Ordinal);
    }

    [Fact]
    public void MixedPrecision()
    {
        var before = keras.config.dtype_policy();
        try
        {
            keras.mixed_precision.set_global_policy("mixed_bfloat16");
            var model = keras.Sequential([keras.Input(4), layers.Dense(8, activation: "relu"), layers.Dense(1, dtype: "float32")]);
            model.compile("adam", "mse");
            var x = np.random.rand(16, 4).astype(np.float32);
            model.fit(x, x[":, :1"], epochs: 1, verbose: 0);
            Assert.Equal(("float32", "bfloat16"), (model.layers[0].variable_dtype, model.layers[0].compute_dtype));
        }
        finally
        {
            keras.mixed_precision.set_global_policy(before);
        }
    }

    private sealed class LossHistory : Callback
    {
        public List<double> losses { get; } = [];

        public override void on_train_batch_end(int batch, Logs? logs = null) => losses.Add(logs!["loss"]);
    }

    [Fact]
    public void ACallbackOfOnesOwn()
    {
        var model = keras.Sequential([keras.Input(2), layers.Dense(1)]);
        model.compile(optimizers.SGD(learning_rate: optimizers.schedules.ExponentialDecay(0.1, decay_steps: 10, decay_rate: 0.9)), "mse");
        var history = new LossHistory();
        model.fit(np.ones(new Shape(10, 2), typeof(float)), np.ones(10), batch_size: 2, epochs: 2, callbacks: [history], verbose: 0);
        Assert.Equal(10, history.losses.Count);
    }

    [Fact]
    public void ToCategoricalAndABatchOfTheBook()
    {
        var labels = keras.utils.to_categorical(np.array([0, 2, 1]), num_classes: 3);
        Assert.Equal([1.0, 0, 0, 0, 0, 1, 0, 1, 0], labels.ToArray<double>());
    }

    private sealed class GAN(Model discriminator, Model generator) : Model
    {
        private readonly Model discriminator = discriminator, generator = generator;
        private readonly Metric d_loss_tracker = keras.metrics.Mean(name: "d_loss"), g_loss_tracker = keras.metrics.Mean(name: "g_loss");
        private Optimizer d_optimizer = null!, g_optimizer = null!;
        private Loss loss_fn = null!;

        public override keras.metrics metrics => [d_loss_tracker, g_loss_tracker];

        public void compile(Optimizer d_optimizer, Optimizer g_optimizer, Loss loss_fn)
        {
            base.compile();
            (this.d_optimizer, this.g_optimizer, this.loss_fn) = (d_optimizer, g_optimizer, loss_fn);
        }

        public override Logs train_step(Batch data)
        {
            var batch_size = keras.ops.shape(data.x)[0];
            var noise = keras.random.normal((batch_size, 4));
            using (var tape = new GradientTape())
            {
                var predictions = discriminator.Apply(keras.ops.concatenate([generator.Apply(noise), data.x], axis: 0));
                var labels = keras.ops.concatenate([keras.ops.ones((batch_size, 1)), keras.ops.zeros((batch_size, 1))], axis: 0);
                var d_loss = loss_fn.Apply(labels, predictions);
                d_optimizer.apply_gradients(tape.gradient(d_loss, discriminator.trainable_weights).Zip(discriminator.trainable_weights));
                d_loss_tracker.update_state(d_loss);
            }
            using (var tape = new GradientTape())
            {
                var g_loss = loss_fn.Apply(keras.ops.zeros((batch_size, 1)), discriminator.Apply(generator.Apply(noise)));
                g_optimizer.apply_gradients(tape.gradient(g_loss, generator.trainable_weights).Zip(generator.trainable_weights));
                g_loss_tracker.update_state(g_loss);
            }
            return metrics.ToDictionary(m => m.name, m => m.result());
        }
    }

    /// <summary>A model of models, whose training step calls them: it has no call of its own.</summary>
    [Fact]
    public void AGenerativeAdversarialNetwork()
    {
        keras.utils.set_random_seed(4);
        var discriminator = keras.Sequential([keras.Input(shape: 6), layers.Dense(8), layers.LeakyReLU(negative_slope: 0.2), layers.Dense(1)], name: "discriminator");
        var generator = keras.Sequential([keras.Input(shape: 4), layers.Dense(6)], name: "generator");
        var gan = new GAN(discriminator, generator);
        gan.compile(keras.optimizers.Adam(learning_rate: 0.0003), keras.optimizers.Adam(learning_rate: 0.0003), keras.losses.BinaryCrossentropy(from_logits: true));
        var before = (discriminator.get_weights()[0], generator.get_weights()[0]);
        var history = gan.fit(np.random.random((20, 6)).astype("float32"), epochs: 2, batch_size: 5, verbose: 0);
        Assert.Equal(["d_loss", "g_loss"], history.history.Keys);
        Assert.NotEqual(before.Item1.ToArray<float>(), discriminator.get_weights()[0].ToArray<float>());
        Assert.NotEqual(before.Item2.ToArray<float>(), generator.get_weights()[0].ToArray<float>());
    }

    /// <summary>A function of one's own as the loss, by its name alone.</summary>
    [Fact]
    public void ALossOfOnesOwn()
    {
        static Tensor custom_mean_squared_error(Tensor y_true, Tensor y_pred) => keras.ops.mean(keras.ops.square(y_true - y_pred), axis: -1);
        var (x, y) = (np.random.random((16, 3)), np.random.random((16, 2)));
        double Loss(Action<Model> compile)
        {
            keras.utils.set_random_seed(1);
            var model = keras.Sequential([keras.Input(3), layers.Dense(2)]);
            compile(model);
            return model.evaluate(x, y, verbose: 0)[0];
        }
        var expected = Loss(m => m.compile("sgd", "mse"));
        Assert.Equal(expected, Loss(m => m.compile("sgd", loss: custom_mean_squared_error)));
        Assert.Equal(expected, Loss(m => m.compile(optimizer: "sgd", loss: (y_true, y_pred) => keras.ops.mean(keras.ops.square(y_true - y_pred), axis: -1))));
    }

    private sealed class CustomEmbedding(int input_dim, int output_dim) : Layer
    {
        private Variable embeddings = null!;

        public override void build(TensorShape input_shape) => embeddings = add_weight((input_dim, output_dim), "random_normal");

        protected override Tensor call(Tensor inputs) => keras.ops.take(embeddings, inputs, axis: 0);

        public override Tensor? compute_mask(Tensor inputs, Tensor? previous_mask) => keras.ops.not_equal(inputs, 0);
    }

    private sealed class SkipMasked : Layer
    {
        protected override Tensor call(Tensor inputs, bool training, Tensor? mask) => keras.ops.sum(inputs * keras.ops.expand_dims(keras.ops.cast(mask!, "float32"), -1), axis: 1);
    }

    /// <summary>A layer that overrides compute_mask makes masks: it need not say so besides.</summary>
    [Fact]
    public void MasksOfLayersOfOnesOwn()
    {
        var inputs = keras.Input(shape: new TensorShape((int?)null), dtype: "int32");
        var model = keras.Model(inputs, new SkipMasked().Apply(new CustomEmbedding(5, 3).Apply(inputs)));
        var padded = model.predict(np.array(new[,] { { 1, 2, 0, 0 } }), verbose: 0);
        var alone = model.predict(np.array(new[,] { { 1, 2 } }), verbose: 0);
        Assert.Equal(alone.ToArray<float>(), padded.ToArray<float>());
    }

    /// <summary>What programs print is what Python prints.</summary>
    [Fact]
    public void ResultsPrintAsInPython()
    {
        var model = keras.Sequential([keras.Input(2), layers.Dense(1, name: "only", use_bias: false, kernel_initializer: "zeros")]);
        model.compile(keras.optimizers.SGD(0.0), "mse", metrics: ["mae"]);
        var (x, y) = (np.ones((4, 2)), np.ones((4, 1)));
        var history = model.fit(x, y, epochs: 2, verbose: 0);
        var text = new StringWriter();
        text.WriteLine(history.history);
        text.WriteLine(history.history["loss"]);
        // A result is no number: all of it is printed.
        text.WriteLine(model.evaluate(x, y, verbose: 0));
        text.WriteLine(model.layers);
        text.WriteLine(new Config { ["units"] = 3, ["rate"] = 0.5, ["use_bias"] = true, ["axis"] = new List<object?> { 1, null }, ["name"] = "d", ["own"] = new Config() });
        Assert.Equal("""
            {'loss': [1.0, 1.0], 'mae': [1.0, 1.0]}
            [1.0, 1.0]
            [1.0, 1.0]
            [<Dense name=only, built=True>]
            {'units': 3, 'rate': 0.5, 'use_bias': True, 'axis': [1, None], 'name': 'd', 'own': {}}

            """, text.ToString().ReplaceLineEndings());
    }
}
