namespace Keras.Benchmarks;

/// <summary>Files of models of 500 MB, in a temporary folder that goes with the process.</summary>
internal static class ModelFile
{
    private const int Layers = 8, Width = 3952;
    private const int Convolutions = 50, Filters = 512;

    private static readonly Lazy<string> s_folder = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("keras-benchmarks-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    /// <summary>The bytes of the weights of the model of dense layers.</summary>
    internal static int Bytes => Layers * (Width + 1) * Width * sizeof(float);

    /// <summary>The name of a file in the folder.</summary>
    internal static string Name(string name) => Path.Combine(s_folder.Value, name);

    /// <summary>A saved model.</summary>
    /// <param name="make">Makes the model.</param>
    /// <param name="name">The name of the file; its ending says the format.</param>
    internal static string Of(Func<Model> make, string name)
    {
        var path = Name(name);
        if (!File.Exists(path)) make().save(path);
        return path;
    }

    /// <summary>Dense layers.</summary>
    internal static Model Dense()
    {
        var model = keras.Sequential([keras.layers.Input(Width)]);
        for (int i = 0; i < Layers; i++)
            model.add(keras.layers.Dense(Width));
        return model;
    }

    /// <summary>Convolutions of 3 x 3, as in the models for images.</summary>
    internal static Model Convolutional()
    {
        var model = keras.Sequential([keras.layers.Input((16, 16, Filters))]);
        for (int i = 0; i < Convolutions; i++)
            model.add(keras.layers.Conv2D(Filters, (3, 3), padding: "same"));
        return model;
    }
}
