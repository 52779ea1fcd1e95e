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
            Walk(file.Root);
        }
        Assert.True(files > 100, $"Only {files} files were found.");
        Assert.True(datasets > 1000, $"Only {datasets} datasets were read.");

        void Walk(H5Group group)
        {
            ReadAttributes(group);
            foreach (var child in group.Children)
            {
                if (child is H5Group inner)
                {
                    Walk(inner);
                    continue;
                }
                var dataset = Assert.IsType<H5Dataset>(child);
                ReadAttributes(dataset);
                Assert.NotEqual(H5DType.Other, dataset.DType);
                dataset.Read(new byte[dataset.ByteLength]);
                datasets++;
            }
        }

        static void ReadAttributes(H5Object o)
        {
            foreach (var name in o.Attributes.Names) o.Attributes.ReadStrings(name);
        }
    }

    private static Hdf5File Open(string path)
    {
        if (Path.GetExtension(path) != ".keras") return Hdf5File.Open(path);
        if (Hdf5File.IsHdf5(path)) return Hdf5File.Open(path);
        using var archive = ZipFile.OpenRead(path);
        using var member = archive.GetEntry("model.weights.h5")!.Open();
        var copy = new MemoryStream();
        member.CopyTo(copy);
        return Hdf5File.Open(copy, path);
    }
}
