using System.IO.Compression;
using Keras.Saving.Hdf5;
using Keras.Tests.Testing;

namespace Keras.Tests.Saving.Hdf5;

/// <summary>Every real model file there is must open, and every dataset in it must be readable.</summary>
public class RealFilesTests
{
    [Fact]
    public void EveryModelFileIsRead()
    {
        string[] folders = [SharedData.Model(), SharedData.Reference("keras-fixtures"), SharedData.Golden("models")];
        int files = 0, datasets = 0;
        foreach (var path in folders.SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)))
        {
            if (Path.GetExtension(path) is not (".h5" or ".hdf5" or ".keras")) continue;
            using var file = Open(path);
            files++;
            var read = H5Walker.Walk(file);
            Assert.Equal(Count(file.Root), read);                               // none has a type that cannot be read
            datasets += read;
        }
        Assert.True(files > 100, $"Only {files} files were found.");
        Assert.True(datasets > 1000, $"Only {datasets} datasets were read.");
    }

    private static int Count(H5Group group) => group.Datasets.Count + group.Groups.Values.Sum(Count);

    private static Hdf5File Open(string path)
    {
        if (Path.GetExtension(path) != ".keras") return Hdf5File.Open(path);
        if (Hdf5File.IsHdf5(path)) return Hdf5File.Open(path);
        using var archive = ZipFile.OpenRead(path);
        return Hdf5File.Open(archive.GetEntry("model.weights.h5")!.Open(), path);
    }
}
