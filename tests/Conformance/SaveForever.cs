using Keras.Callbacks;
using static Keras.keras;

namespace Keras.Conformance;

/// <summary>Saves a model in every format over and over until the process is killed, for a minute at most: a test kills it, and looks whether the files are whole.</summary>
internal static class SaveForever
{
    /// <summary>Writes the files again and again, each time with weights of another number, and says after each which one it holds now.</summary>
    /// <param name="stem">The files without their endings.</param>
    /// <param name="first">The first number.</param>
    internal static int Run(string stem, int first)
    {
        // 1. A model whose files are large enough to be killed in.
        var model = keras.Sequential([layers.Input(300), layers.Dense(400, activation: "relu"), layers.Dense(200)]);
        var checkpoint = new ModelCheckpoint(stem + ".keras");
        checkpoint.set_model(model);

        // 2. Save for ever. Once all files are there, the process may be killed at any time.
        //    Should nobody do so, because the test was killed itself, it ends by itself.
        var end = Environment.TickCount64 + 60_000;
        for (var round = first; Environment.TickCount64 < end; round++)
        {
            foreach (var weight in model.weights) weight.assign(Ops.full(weight.shape, (double)round));
            checkpoint.on_epoch_end(0);
            Say($".keras {round}");
            model.save(stem + ".h5");
            Say($".h5 {round}");
            model.save_weights(stem + ".weights.h5");
            Say($".weights.h5 {round}");
            if (round == first) Say("ready");
        }
        return 1;
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
