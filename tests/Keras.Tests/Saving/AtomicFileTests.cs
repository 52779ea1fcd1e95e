using Keras.Saving;

namespace Keras.Tests.Saving;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atomic").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Target => Path.Combine(_folder, "model.h5");

    private void AssertOnly(params string[] names) => Assert.Equal(names.Order(), Directory.GetFileSystemEntries(_folder).Select(p => Path.GetFileName(p)!).Order());

    [Fact]
    public void WritesANewFile()
    {
        AtomicFile.Write(Target, stream => stream.Write("abc"u8));
        Assert.Equal("abc", File.ReadAllText(Target));
        AssertOnly("model.h5");
    }

    [Fact]
    public void ReplacesALongerFile()
    {
        File.WriteAllText(Target, new string('x', 10000));
        AtomicFile.Write(Target, stream =>
        {
            stream.Write("abc"u8);
            Assert.Equal(10000, new FileInfo(Target).Length);           // the old content is there until the new one is complete
        });
        Assert.Equal("abc", File.ReadAllText(Target));
        AssertOnly("model.h5");
    }

    [Fact]
    public void KeepsTheOldFileWhenTheCallbackFails()
    {
        File.WriteAllText(Target, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write("new"u8);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(Target));
        AssertOnly("model.h5");
    }

    [Fact]
    public void LeavesNothingWhenTheDiskFails()
    {
        var e = Assert.Throws<IOException>(() => AtomicFile.Write(Target, _ => throw new IOException("No space left on device.")));
        Assert.Contains(Target, e.Message);
        Assert.Contains("No space left on device.", e.Message);
        Assert.Contains("disk may be full", e.Message);
        AssertOnly();
    }

    [Fact]
    public void RemovesWhatAKilledProcessLeftAndNothingElse()
    {
        var old = Path.Combine(_folder, $".keras-{Guid.NewGuid():N}.tmp");
        var written = Path.Combine(_folder, $".keras-{Guid.NewGuid():N}.tmp");
        var young = Path.Combine(_folder, $".keras-{Guid.NewGuid():N}.tmp");
        var other = Path.Combine(_folder, ".keras-notes.tmp");
        foreach (var file in new[] { old, young, written, other }) File.WriteAllText(file, "x");
        using (new FileStream(written, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete))
        {
            foreach (var file in new[] { old, written, other }) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-1));
            AtomicFile.Write(Target, stream => stream.Write("abc"u8));
        }
        AssertOnly("model.h5", Path.GetFileName(young), Path.GetFileName(written), ".keras-notes.tmp");
    }

    [Fact]
    public void PassesOnThatASourceIsMissing()
    {
        var missing = Path.Combine(_folder, "missing.txt");
        var e = Assert.Throws<FileNotFoundException>(() => AtomicFile.Write(Target, _ => File.ReadAllText(missing)));
        Assert.Contains("missing.txt", e.Message);
        AssertOnly();
    }

    [Fact]
    public void RefusesAMissingFolder()
    {
        var path = Path.Combine(_folder, "none", "model.h5");
        var e = Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(path, _ => { }));
        Assert.Contains(path, e.Message);
        Assert.Contains("Create it first", e.Message);
    }

    [Fact]
    public void RefusesAFolderAsTarget()
    {
        Directory.CreateDirectory(Target);
        Assert.Contains("it is a folder", Assert.Throws<IOException>(() => AtomicFile.Write(Target, _ => { })).Message);
        Assert.Contains("it is a folder", Assert.Throws<IOException>(() => AtomicFile.Write(Path.Combine(_folder, "new") + Path.DirectorySeparatorChar, _ => { })).Message);
        AssertOnly("model.h5");
    }

    [Fact]
    public void RefusesAReadOnlyFile()
    {
        File.WriteAllText(Target, "old");
        File.SetAttributes(Target, FileAttributes.ReadOnly);
        var e = Assert.Throws<UnauthorizedAccessException>(() => AtomicFile.Write(Target, stream => stream.Write("new"u8)));
        File.SetAttributes(Target, FileAttributes.Normal);
        Assert.Contains(Target, e.Message);
        Assert.Equal("old", File.ReadAllText(Target));
        AssertOnly("model.h5");
    }

    [Fact]
    public void RefusesAReadOnlyFolder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A folder of Windows has no such permission.");
        Assert.SkipWhen(Environment.UserName == "root", "The administrator may write everywhere.");
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var e = Assert.Throws<UnauthorizedAccessException>(() => AtomicFile.Write(Target, _ => { }));
            Assert.Contains(Target, e.Message);
        }
        finally
        {
            File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void FollowsALinkAndKeepsPermissions()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links and permissions are those of Unix.");
        var real = Path.Combine(_folder, "real.h5");
        File.WriteAllText(real, "old");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(Target, real);
        AtomicFile.Write(Target, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(real));
        Assert.NotNull(new FileInfo(Target).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(real));
        AssertOnly("model.h5", "real.h5");
    }

    [Fact]
    public void WritesANameAsLongAsTheFileSystemAllows()
    {
        var path = Path.Combine(_folder, new string('n', 200) + ".h5");
        AtomicFile.Write(path, stream => stream.Write("abc"u8));
        Assert.Equal("abc", File.ReadAllText(path));
    }
}
