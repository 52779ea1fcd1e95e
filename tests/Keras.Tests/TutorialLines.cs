using Keras.Callbacks;
using NumSharp;
using static Keras.keras;

namespace Keras.Tests;

/// <summary>Lines of the tutorials, as a user types them. What compiles here is a promise.</summary>
public class TutorialLines
{
    [Fact]
    public void TheConvolutionalNetworkOfTheBook()
    {
        keras.utils.set_random_seed(42);
        var ((train_input, train_target), (test_input, test_target)) = keras.datasets.drawn_digits.load_data(n_train: 400, n_test: 50);
        var train_scaled = train_input.reshape(-1, 28, 28, 1) / 255.0;
        var (val_scaled, val_target) = (train_scaled["320:"], train_target["320:"]);
        train_scaled = train_scaled[":320"];
        train_target = train_target[":320"];

        var model = keras.Sequential();
        model.add(keras.layers.Conv2D(32, kernel_size: 3, activation: "relu", padding: "same", input_shape: (28, 28, 1)));
        model.add(keras.layers.MaxPooling2D(2));
        model.add(keras.layers.Conv2D(64, kernel_size: (3, 3), activation: "relu", padding: "same"));
        model.add(keras.layers.MaxPooling2D(2));
        model.add(keras.layers.Flatten());
        model.add(keras.layers.Dense(100, activation: "relu"));
        model.add(keras.layers.Dropout(0.4));
        model.add(keras.layers.Dense(10, activation: "softmax"));
        model.summary(print_fn: text => Assert.Contains("Total params: 333,526 (1.27 MB)", text));

        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "best-cnn-model.h5");
        model.compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: "accuracy");
        var checkpoint_cb = keras.callbacks.ModelCheckpoint(path, save_best_only: true);
        var early_stopping_cb = keras.callbacks.EarlyStopping(patience: 2, restore_best_weights: true);
        var history = model.fit(train_scaled, train_target, epochs: 2, validation_data: (val_scaled, val_target), callbacks: [checkpoint_cb, early_stopping_cb], verbose: 0);
        Assert.Equal(2, history.history["val_loss"].Count);
        var (loss, accuracy) = model.evaluate(val_scaled, val_target, verbose: 0);
        Assert.InRange(accuracy, 0.0, 1.0);
        var preds = model.predict(val_scaled["0:1"], verbose: 0);
        Assert.Equal([1L, 10L], preds.shape);

        var loaded = keras.models.load_model(path);
        Assert.Equal(loss, loaded.evaluate(val_scaled, val_target, verbose: 0)[0], 5);
        folder.Delete(true);
    }

    private sealed class Autoencoder : Model
    {
        private readonly Model encoder;
        private readonly Model decoder;

        public Autoencoder(int latent_dim)
        {
            encoder = keras.Sequential([layers.Flatten(), layers.Dense(latent_dim, activation: "relu")]);
            decoder = keras.Sequential([layers.Dense(784, activation: "sigmoid"), layers.Reshape((28, 28))]);
        }

        protected override Tensor call(Tensor x, bool training)
        {
            var encoded = encoder.Apply(x);
            var decoded = decoder.Apply(encoded);
            return decoded;
        }
    }

    [Fact]
    public void TheAutoencoder()
    {
        var ((x_train, _), (x_test, _)) = keras.datasets.drawn_digits.load_data(n_train: 200, n_test: 40);
        x_train = x_train.astype(np.float32) / 255f;
        x_test = x_test.astype(np.float32) / 255f;
        var model = new Autoencoder(64);
        model.compile(optimizer: "adam", loss: "mse");
        var history = model.fit(x_train, x_train, epochs: 3, shuffle: true, validation_data: (x_test, x_test), verbose: 0);
        Assert.True(history.history["loss"][^1] < history.history["loss"][0]);
    }

    private sealed class Denoise : Model
    {
        private readonly Model encoder = keras.Sequential([
            layers.Input(shape: (28, 28, 1)),
            layers.Conv2D(16, (3, 3), activation: "relu", padding: "same", strides: 2),
            layers.Conv2D(8, (3, 3), activation: "relu", padding: "same", strides: 2)]);

        private readonly Model decoder = keras.Sequential([
            layers.Conv2DTranspose(8, kernel_size: 3, strides: 2, activation: "relu", padding: "same"),
            layers.Conv2DTranspose(16, kernel_size: 3, strides: 2, activation: "relu", padding: "same"),
            layers.Conv2D(1, kernel_size: (3, 3), activation: "sigmoid", padding: "same")]);

        protected override Tensor call(Tensor x, bool training) => decoder.Apply(encoder.Apply(x));
    }

    [Fact]
    public void TheDenoisingAutoencoder()
    {
        var model = new Denoise();
        model.compile(optimizer: "adam", loss: "mse");
        var x = np.random.rand(8, 28, 28, 1).astype(np.float32);
        model.fit(x, x, epochs: 1, verbose: 0);
        Assert.Equal([8L, 28L, 28L, 1L], model.predict(x, verbose: 0).shape);
    }

    private static Tensor ConvBlock(Tensor input_tensor, int filters, Size2D strides)
    {
        var x = layers.Conv2D(filters, (1, 1), use_bias: false, kernel_initializer: "he_normal", kernel_regularizer: regularizers.l2(1e-4)).Apply(input_tensor);
        x = layers.BatchNormalization(axis: 3, momentum: 0.9, epsilon: 1e-5).Apply(x);
        x = layers.Activation("relu").Apply(x);
        x = layers.Conv2D(filters, 3, strides: strides, padding: "same", use_bias: false, kernel_initializer: "he_normal").Apply(x);
        x = layers.BatchNormalization(axis: 3).Apply(x);
        var shortcut = layers.Conv2D(filters, (1, 1), strides: strides, use_bias: false).Apply(input_tensor);
        x = layers.add([x, shortcut]);
        return layers.Activation("relu").Apply(x);
    }

    [Fact]
    public void ResidualBlocks()
    {
        var img_input = layers.Input(shape: (32, 32, 3));
        var x = layers.ZeroPadding2D(padding: (3, 3), name: "conv1_pad").Apply(img_input);
        x = layers.Conv2D(8, (7, 7), strides: (2, 2), padding: "valid", use_bias: false, name: "conv1").Apply(x);
        x = layers.MaxPooling2D((3, 3), strides: (2, 2), padding: "same").Apply(x);
        x = ConvBlock(x, 16, 1);
        x = ConvBlock(x, 16, 2);
        x = layers.GlobalAveragePooling2D().Apply(x);
        x = layers.Dense(100, kernel_initializer: initializers.RandomNormal(stddev: 0.01), name: "fc1000").Apply(x);
        x = layers.Activation("softmax", dtype: "float32").Apply(x);
        var model = models.Model(img_input, x, name: "resnet");
        model.compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        var data = np.random.rand(4, 32, 32, 3).astype(np.float32);
        model.fit(data, np.arange(4).astype(np.int32), epochs: 1, verbose: 0);
        Assert.Equal("resnet", model.name);
    }

    [Fact]
    public void DuplicateLayerNamesAreRejectedInKerasWords()
    {
        var img_input = keras.Input(shape: (32, 32, 3));
        var x = layers.Conv2D(4, (3, 3), name: "block1_conv1").Apply(img_input);
        x = layers.Conv2D(4, (3, 3), name: "block1_conv1").Apply(x);
        var e = Assert.Throws<ArgumentException>(() => keras.Model(img_input, x));
        Assert.Equal("The name \"block1_conv1\" is used 2 times in the model. All operation names should be unique.", e.Message);
    }

    [Fact]
    public void FreezingAModelInsideAModel()
    {
        var conv_base = keras.Sequential([keras.Input(shape: (8, 8, 3)), layers.Conv2D(4, 3, name: "block5_conv1"), layers.Flatten()]);
        var model = models.Sequential();
        model.add(conv_base);
        model.add(layers.Dense(4, activation: "relu"));
        model.add(layers.Dense(1, activation: "sigmoid"));
        conv_base.trainable = false;
        Assert.Equal(4, model.trainable_weights.Count);
        conv_base.trainable = true;
        foreach (var layer in conv_base.layers)
            layer.trainable = layer.name == "block5_conv1";
        Assert.Equal(6, model.trainable_weights.Count);
    }
}
