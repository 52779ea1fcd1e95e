using Keras.Callbacks;
using static Keras.keras;

namespace Keras.Conformance;

/// <summary>Writes everything that Keras writes where it does not fit, and says how that ended: a test bounds the size of files and reads it.</summary>
internal static class FullDisk
{
    /// <summary>Tries each way of writing into a folder, one line for each: its name, the type of the error, and the message.</summary>
    internal static int Write(string folder)
    {
        var model = keras.Sequential([layers.Input(300), layers.Dense(400), layers.Dense(200)]);
        model.compile(optimizer: "sgd", loss: "mse");
        string In(string name) => Path.Combine(folder, name);
        Try("save", () => model.save(In("model.keras")));
        Try("save_h5", () => model.save(In("model.h5")));
        Try("save_weights", () => model.save_weights(In("model.weights.h5")));
        Try("checkpoint", () => With(new ModelCheckpoint(In("checkpoint.keras"))).on_epoch_end(0));
        Try("backup", () => With(new BackupAndRestore(In("backup"))).on_epoch_end(0));
        Try("log", () =>
        {
            var log = With(new CSVLogger(In("log.csv")));
            log.on_train_begin();
            var logs = new Logs { ["loss"] = 0.125 };
            for (var epoch = 0; epoch < 100_000; epoch++) log.on_epoch_end(epoch, logs);
        });
        return 0;

        Callback With(Callback callback)
        {
            callback.set_model(model);
            return callback;
        }
    }

    private static void Try(string what, Action write)
    {
        try
        {
            write();
            Console.WriteLine($"{what}\tno error");
        }
        catch (Exception e)
        {
            Console.WriteLine($"{what}\t{e.GetType().Name}\t{e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
