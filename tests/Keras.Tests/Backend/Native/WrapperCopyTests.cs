using System.Text;
using Keras.Backend.Native;

namespace Keras.Tests.Backend.Native;

public class WrapperCopyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keras-wrapper-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void OneVersionEntryOfTheWrapperBecomesWeakAndNothingElseChanges()
    {
        var wrapper = NativeLoader.SearchDirectories().Select(d => Path.Combine(d, "libLibTorchSharp.so")).FirstOrDefault(File.Exists);
        if (!OperatingSystem.IsLinux() || wrapper == null)
            Assert.Skip("There is no libLibTorchSharp.so beside this program.");
        var original = File.ReadAllBytes(wrapper);
        var image = (byte[])original.Clone();
        Assert.Equal(1, WrapperCopy.WeakenVersionNeed(image, "GLIBCXX_3.4.32"));
        var changed = Enumerable.Range(0, image.Length).Where(i => image[i] != original[i]).ToList();
        Assert.Single(changed);
        Assert.Equal(original[changed[0]] | 2, image[changed[0]]);
    }

    [Fact]
    public void WhatIsNotAnElfImageStaysAsItIs()
    {
        var text = Encoding.ASCII.GetBytes(new string('x', 200));
        Assert.Equal(0, WrapperCopy.WeakenVersionNeed(text, "GLIBCXX_3.4.32"));
        Assert.Equal(0, WrapperCopy.WeakenVersionNeed([], "GLIBCXX_3.4.32"));
    }

    [Fact]
    public void ADamagedFileIsReplacedAndALeftoverIsNot()
    {
        var path = Path.Combine(_folder.FullName, "lib.so");
        byte[] image = [1, 2, 3, 4];
        File.WriteAllBytes(path, [1, 2]);
        Assert.True(WrapperCopy.TryStore(path, image));
        Assert.Equal(image, File.ReadAllBytes(path));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void ManyAtOnceEachSeeAWholeFile()
    {
        var path = Path.Combine(_folder.FullName, "lib.so");
        var image = new byte[1 << 20];
        Random.Shared.NextBytes(image);
        Parallel.For(0, 16, _ =>
        {
            Assert.True(WrapperCopy.TryStore(path, image));
            Assert.Equal(image, File.ReadAllBytes(path));
        });
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void AFolderThatCannotBeWrittenIsReported()
        => Assert.False(WrapperCopy.TryStore(Path.Combine(_folder.FullName, "missing", "lib.so"), [1]));
}
