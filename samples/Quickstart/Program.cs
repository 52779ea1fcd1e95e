// Trains a small convolutional network, saves it, loads it again and predicts.
//   dotnet run --project samples/Quickstart                          digits drawn by code: nothing is downloaded
//   dotnet run --project samples/Quickstart -- --data fashion_mnist  the tutorial itself: 60,000 pictures of clothes
//   dotnet run --project samples/Quickstart -- --load FILE           no training: what a saved model gives on the test data
//   dotnet run --project samples/Quickstart -- --describe FILE       what is in a model file
using Keras;
using NumSharp;
using static Keras.keras;

string? Option(string name) => args.SkipWhile(a => a != name).Skip(1).FirstOrDefault();
if (Option("--describe") is { } described)
{
    Console.Write(keras.saving.describe(described));
    return;
}
var fashion = Option("--data") == "fashion_mnist";
var epochs = int.TryParse(Option("--epochs"), out var given) ? given : fashion ? 20 : 3;
keras.utils.set_random_seed(42);

// 1. The data.
var ((train_input, train_target), (test_input, test_target)) = fashion
    ? keras.datasets.fashion_mnist.load_data()
    : keras.datasets.drawn_digits.load_data();
var train_scaled = train_input.reshape(-1, 28, 28, 1) / 255.0;
var test_scaled = test_input.reshape(-1, 28, 28, 1) / 255.0;
if (Option("--load") is { } file)
{
    Console.WriteLine("Loaded model on the test data:  " + keras.models.load_model(file).evaluate(test_scaled, test_target, verbose: 0));
    return;
}
var split = (int)(train_scaled.shape[0] * 0.8);
var (x_train, y_train) = (train_scaled[$":{split}"], train_target[$":{split}"]);
var (x_val, y_val) = (train_scaled[$"{split}:"], train_target[$"{split}:"]);

// 2. The model.
var model = keras.Sequential();
model.add(layers.Conv2D(32, kernel_size: 3, activation: "relu", padding: "same", input_shape: (28, 28, 1)));
model.add(layers.MaxPooling2D(2));
model.add(layers.Conv2D(64, kernel_size: (3, 3), activation: "relu", padding: "same"));
model.add(layers.MaxPooling2D(2));
model.add(layers.Flatten());
model.add(layers.Dense(100, activation: "relu"));
model.add(layers.Dropout(0.4));
model.add(layers.Dense(10, activation: "softmax"));
model.summary();

// 3. Training.
model.compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: "accuracy");
var checkpoint_cb = keras.callbacks.ModelCheckpoint("best-cnn-model.h5", save_best_only: true);
var early_stopping_cb = keras.callbacks.EarlyStopping(patience: 2, restore_best_weights: true);
model.fit(x_train, y_train, epochs: epochs, validation_data: (x_val, y_val), callbacks: [checkpoint_cb, early_stopping_cb]);

// 4. The saved model gives the same numbers.
var loaded = keras.models.load_model("best-cnn-model.h5");
Console.WriteLine("Trained model on the test data: " + model.evaluate(test_scaled, test_target, verbose: 0));
Console.WriteLine("Loaded model on the test data:  " + loaded.evaluate(test_scaled, test_target, verbose: 0));
var preds = loaded.predict(test_scaled["0:1"], verbose: 0);
Console.WriteLine($"The first test picture is of class {test_target[0]}; the model says {np.argmax(preds)}:");
Console.WriteLine(preds);
