namespace Keras.Benchmarks;

/// <summary>A model file of 500 MB, in a temporary folder that goes with the process.</summary>
internal static class ModelFile
{
    private const int Layers = 8, Width = 3952;

    private static readonly Lazy<string> s_path = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("keras-benchmarks-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var path = System.IO.Path.Combine(folder, "model.keras");
        Make().save(path);
        return path;
    });

    internal static string Path => s_path.Value;

    /// <summary>The bytes of the weights.</summary>
    internal static int Bytes => Layers * (Width + 1) * Width * sizeof(float);

    internal static Model Make()
    {
        var model = keras.Sequential([keras.layers.Input(Width)]);
        for (int i = 0; i < Layers; i++)
            model.add(keras.layers.Dense(Width));
        return model;
    }
}
