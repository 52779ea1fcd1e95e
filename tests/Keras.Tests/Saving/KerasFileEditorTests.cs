namespace Keras.Tests.Saving;

using Keras;
using Keras.Backend;
using Keras.Saving.Hdf5;
using Keras.Tests.Testing;
using Keras.Utils;
using NumSharp;
using static Keras.keras;

/// <summary>Files of weights, looked at and changed.</summary>
public class KerasFileEditorTests
{
    private static Model Source()
    {
        var inputs = keras.Input(2);
        var x = layers.Dense(3, name: "mydense").Apply(inputs);
        return keras.Model(inputs, layers.Dense(3, name: "output_layer").Apply(x));
    }

    private static Model Target()
    {
        var inputs = keras.Input(2);
        var x = layers.Dense(3, name: "mydense").Apply(inputs);
        x = layers.Dense(3, name: "myotherdense").Apply(x);
        return keras.Model(inputs, layers.Dense(3, name: "output_layer").Apply(x));
    }

    private static (T Result, string Text) Printed<T>(Func<T> action)
    {
        var before = IoUtils.Writer;
        using var text = new StringWriter { NewLine = "\n" };
        IoUtils.Writer = text;
        try
        {
            return (action(), text.ToString());
        }
        finally
        {
            IoUtils.Writer = before;
        }
    }

    private static (int Errors, int Matches) Compare(Keras.Saving.KerasFileEditor editor, Model model)
    {
        var (result, _) = Printed(() => editor.compare(model));
        Assert.Equal((int)result["error_count"]! == 0 ? "success" : "error", result["status"]);
        return ((int)result["error_count"]!, (int)result["match_count"]!);
    }

    [Fact]
    public void A_file_is_changed_until_it_fits_another_model()
    {
        using var folder = new TempFolder();
        Model source = Source(), target = Target();
        source.save(folder["model.keras"]);
        var (editor, opened) = Printed(() => saving.KerasFileEditor(folder["model.keras"]));
        Assert.Contains($"Keras model file '{folder["model.keras"]}'\nSaved with Keras 3.", opened);
        Assert.Equal((0, 4), Compare(editor, source));
        Assert.Equal((1, 4), Compare(editor, target));

        var kernel = np.random.rand(3, 3);
        editor.add_object("layers/dense_3", new() { ["0"] = kernel });
        Assert.Equal((2, 4), Compare(editor, target));
        editor.rename_object("dense_3", "dense_4");
        editor.rename_object("layers/dense_4", "dense_2");
        Assert.Equal((1, 5), Compare(editor, target));
        editor.add_weights("dense_2", new() { ["1"] = np.zeros(3) });
        Assert.Equal((0, 6), Compare(editor, target));
        editor.add_object("layers/dense_3", new() { ["0"] = kernel });
        Assert.Equal((1, 6), Compare(editor, target));
        editor.delete_object("layers/dense_3");

        // The layers' weights went along: the third of the target is what was added.
        editor.resave_weights(folder["edited.weights.h5"]);
        target.load_weights(folder["edited.weights.h5"]);
        Assert.Equal(kernel.astype(np.float32).ToArray<float>(), target.layers[3].get_weights()[0].ToArray<float>());
        Assert.Equal(source.layers[1].get_weights()[0].ToArray<float>(), target.layers[1].get_weights()[0].ToArray<float>());

        (editor, opened) = Printed(() => saving.KerasFileEditor(folder["edited.weights.h5"]));
        Assert.DoesNotContain("Saved with", opened);
        Assert.Equal((0, 6), Compare(editor, target));
        editor.delete_weight("dense_2", "1");
        Assert.Equal((1, 5), Compare(editor, target));
        editor.add_weights("dense_2", new() { ["1"] = np.zeros(7) });
        Assert.Equal((1, 5), Compare(editor, target));
    }

    [Fact]
    public void What_it_prints_is_a_tree_and_a_list_of_differences()
    {
        using var folder = new TempFolder();
        Source().save_weights(folder["m.weights.h5"]);
        var editor = Printed(() => saving.KerasFileEditor(folder["m.weights.h5"])).Result;
        var (_, tree) = Printed(() =>
        {
            editor.summary();
            return 0;
        });
        Assert.Equal("""
            Weights structure
              > layers
                  ├─ dense ('mydense')
                  │   ├─ 0: shape=(2, 3), dtype=float32
                  │   └─ 1: shape=(3,), dtype=float32
                  └─ dense_1 ('output_layer')
                      ├─ 0: shape=(3, 3), dtype=float32
                      └─ 1: shape=(3,), dtype=float32

            """.ReplaceLineEndings("\n"), tree);

        editor.add_weights("layers/dense", new() { ["1"] = np.zeros(5) });
        Assert.Equal("""
            Running comparison
            ...Weight shape mismatch for /layers/dense/1
                In reference model: shape=(3,)
                In saved file: shape=(5,)
            ...Object /layers/dense_2 present in reference model, missing from saved file
                In reference model, /layers/dense_2 contains the following keys: ['0', '1']
            ─────────────────────
            Found 2 errors: saved file is not compatible with the reference model

            """.ReplaceLineEndings("\n"), Printed(() => editor.compare(Target())).Text);
        Assert.Contains("Found 4 matching weights\n", Printed(() => Printed(() => saving.KerasFileEditor(folder["m.weights.h5"])).Result.compare(Source())).Text);
    }

    [Fact]
    public void The_optimizer_and_scalars_are_there_too()
    {
        using var folder = new TempFolder();
        var model = keras.Sequential([keras.Input(1), layers.Dense(1)]);
        model.compile(optimizer: "adam", loss: "mse");
        model.fit(np.ones((1, 1), np.float32), np.ones((1, 1), np.float32), verbose: 0);
        model.save(folder["model.keras"]);
        var editor = Printed(() => saving.KerasFileEditor(folder["model.keras"])).Result;
        Assert.Equal(8, tree.flatten(editor.weights_dict).Count);
        Assert.Equal((0, 8), Compare(editor, model));
        Assert.NotNull(editor.config);
        editor.save(folder["again.weights.h5"]);
        Assert.Equal(8, tree.flatten(Printed(() => saving.KerasFileEditor(folder["again.weights.h5"])).Result.weights_dict).Count);
    }

    [Fact]
    public void What_is_not_there_is_an_error_that_says_so()
    {
        using var folder = new TempFolder();
        Source().save_weights(folder["m.weights.h5"]);
        var editor = Printed(() => saving.KerasFileEditor(folder["m.weights.h5"])).Result;
        Assert.Contains("does not appear", Assert.Throws<ArgumentException>(() => editor.delete_object("moose")).Message);
        Assert.Contains("more than once", Assert.Throws<ArgumentException>(() => editor.delete_object("0")).Message);
        Assert.Contains("'layers/moose'", Assert.Throws<ArgumentException>(() => editor.delete_object("layers/moose")).Message);
        Assert.Contains("leaf name", Assert.Throws<ArgumentException>(() => editor.rename_object("dense", "layers/other")).Message);
        Assert.Contains("'moose'", Assert.Throws<ArgumentException>(() => editor.add_object("moose/dense", [])).Message);
        Assert.Contains("['0', '1']", Assert.Throws<ArgumentException>(() => editor.delete_weight("dense_1", "7")).Message);
        Assert.Contains(".weights.h5", Assert.Throws<ArgumentException>(() => editor.save(folder["m.h5"])).Message);
        Assert.Contains("extension", Assert.Throws<ArgumentException>(() => saving.KerasFileEditor(folder["m.h5"])).Message);
        Assert.Throws<FileNotFoundException>(() => saving.KerasFileEditor(folder["none.keras"]));
        File.WriteAllText(folder["text.weights.h5"], "no such file");
        Assert.Throws<InvalidDataException>(() => saving.KerasFileEditor(folder["text.weights.h5"]));
    }
}
