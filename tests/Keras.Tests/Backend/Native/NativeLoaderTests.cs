using Keras.Backend.Native;

namespace Keras.Tests.Backend.Native;

public class NativeLoaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keras-loader-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void OneCopyOfLibtorchIsMapped()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The list of mapped files is Linux's.");
        var copies = File.ReadLines("/proc/self/maps").Select(l => l[(l.LastIndexOf(' ') + 1)..])
            .Where(p => Path.GetFileName(p) is "libtorch_cpu.so" or "libc10.so").Distinct().ToList();
        Assert.Equal(2, copies.Count);
        Assert.All(copies, p => Assert.Equal(NativeLoader.LibtorchDirectory, Path.GetDirectoryName(p)));
    }

    [Fact]
    public void PackageCacheLayout()
    {
        var dll = Directory.CreateDirectory(Path.Combine(_folder.FullName, "torchsharp/0.107.0/lib/net8.0")).FullName;
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "libtorch-cpu-linux-x64/2.10.0/runtimes/linux-x64/native"));
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "libtorch-cpu-linux-x64/2.7.1/runtimes/linux-x64/native"));
        var found = NativeLoader.PackageDirectories(dll).ToList();
        Assert.Contains(Path.Combine(_folder.FullName, "torchsharp/0.107.0/runtimes/linux-x64/native"), found);
        Assert.Contains(Path.Combine(_folder.FullName, "libtorch-cpu-linux-x64/2.10.0/runtimes/linux-x64/native"), found);
        Assert.DoesNotContain(found, f => f.Contains("2.7.1"));
    }

    [Fact]
    public void FlatLayoutOfNotebookHosts()
    {
        var dll = Directory.CreateDirectory(Path.Combine(_folder.FullName, "TorchSharp/0.107.0")).FullName;
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "libtorch-cpu-linux-x64/2.10.0/native"));
        var found = NativeLoader.PackageDirectories(dll).ToList();
        Assert.Contains(Path.Combine(_folder.FullName, "TorchSharp/0.107.0/native"), found);
        Assert.Contains(Path.Combine(_folder.FullName, "libtorch-cpu-linux-x64/2.10.0/native"), found);
    }

    [Fact]
    public void AnOrdinaryOutputFolderIsNoPackageFolder()
        => Assert.Empty(NativeLoader.PackageDirectories(_folder.FullName));

    [Fact]
    public void TheMessageNamesThePackageAndTheProgram()
    {
        var message = NativeLoader.MissingMessage("libtorch_cpu.so", "libtorch-cpu-linux-x64", "2.10.0", ["/app"]);
        Assert.Contains("libtorch-cpu-linux-x64 --version 2.10.0", message);
        Assert.Contains(System.Reflection.Assembly.GetEntryAssembly()!.GetName().Name!, message);
        Assert.Contains("/app", message);
    }
}
