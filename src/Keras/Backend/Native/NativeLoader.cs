using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Keras.Backend.Native;

/// <summary>
/// Loads libtorch and TorchSharp's wrapper library before anything touches <c>TorchSharp.torch</c>.
/// </summary>
/// <remarks>
/// On Linux the order and the paths matter: a libtorch of the system on the loader path would be taken otherwise,
/// two copies of libtorch in one process abort, and the wrapper of TorchSharp 0.107.0 asks for a libstdc++ newer than
/// that of Debian 12 and Ubuntu 22.04 although it uses nothing from it. On Windows and macOS TorchSharp's own search is left alone.
/// </remarks>
internal static class NativeLoader
{
    internal const string LibtorchVersion = "2.10.0";
    internal const string LibtorchPackage = "libtorch-cpu-linux-x64";
    private const string Rid = "linux-x64";
    private const string WrapperFile = "libLibTorchSharp.so";
    private const string LibtorchFile = "libtorch_cpu.so";

    /// <summary>The folder libtorch was loaded from; null when the host had loaded it, or off Linux.</summary>
    internal static string? LibtorchDirectory { get; private set; }

    /// <summary>The wrapper file that was loaded; null when the host had loaded it, or off Linux.</summary>
    internal static string? WrapperPath { get; private set; }

#pragma warning disable CA2255 // The natives must be chosen before TorchSharp's static constructor runs; nothing later is early enough.
    [ModuleInitializer]
    internal static void Initialize()
#pragma warning restore CA2255
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            ProcessSettings.Apply();
            Preload();
        }
        catch (EntryPointNotFoundException e)
        {
            throw new DllNotFoundException("Keras runs on libtorch, which needs glibc 2.34 or later (Debian 12, Ubuntu 22.04, RHEL 9). This system's C library lacks a function: " + e.Message, e);
        }
    }

    private static void Preload()
    {
        // 1. A host that has loaded the wrapper itself keeps what it chose.
        if (IsLoaded(WrapperFile))
            return;

        // 2. One folder for libtorch, one file for the wrapper.
        var directories = SearchDirectories();
        var wrapper = directories.Select(d => Path.Combine(d, WrapperFile)).FirstOrDefault(File.Exists);
        if (!IsLoaded(LibtorchFile))
        {
            var directory = directories.FirstOrDefault(d => File.Exists(Path.Combine(d, LibtorchFile)));
            if (directory == null)
                throw new DllNotFoundException(MissingMessage(LibtorchFile, LibtorchPackage, LibtorchVersion, directories));
            if (wrapper == null)
                throw new DllNotFoundException(MissingMessage(WrapperFile, "TorchSharp", "0.107.0", directories));
            foreach (var file in (string[])["libc10.so", LibtorchFile, "libtorch.so"])
                NativeLibrary.Load(Path.Combine(directory, file));
            LibtorchDirectory = directory;
        }
        if (wrapper == null)
            throw new DllNotFoundException(MissingMessage(WrapperFile, "TorchSharp", "0.107.0", directories));

        // 3. The wrapper as it is, or, where libstdc++ is too old for it, the copy that does not ask. DllImports find either by its SONAME.
        WrapperPath = NativeLibrary.TryLoad(wrapper, out _) ? wrapper : WrapperCopy.Load(wrapper);
    }

    /// <summary>
    /// The folders to look in, first the ones the runtime itself probes: TorchSharp loads by name later, and must meet the same files.
    /// </summary>
    internal static List<string> SearchDirectories()
    {
        var directories = new List<string>();
        void Add(string? directory)
        {
            if (string.IsNullOrEmpty(directory))
                return;
            directory = directory.TrimEnd('/');
            if (!directories.Contains(directory))
                directories.Add(directory);
        }
        void AddWithRuntimes(string? directory)
        {
            if (string.IsNullOrEmpty(directory))
                return;
            Add(directory);
            Add(Path.Combine(directory, "runtimes", Rid, "native"));
        }

        // 1. What the host lists for this program.
        if (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") is string probed)
            foreach (var directory in probed.Split(':', StringSplitOptions.RemoveEmptyEntries))
                Add(directory);

        // 2. Beside TorchSharp, the program and Keras.
        var torchSharp = FolderOf(typeof(TorchSharp.torch).Assembly);
        AddWithRuntimes(torchSharp);
        AddWithRuntimes(AppContext.BaseDirectory);
        AddWithRuntimes(FolderOf(typeof(NativeLoader).Assembly));

        // 3. Script hosts load TorchSharp.dll from a package folder.
        if (torchSharp != null)
            foreach (var directory in PackageDirectories(torchSharp))
                Add(directory);
        return directories;
    }

    /// <summary>
    /// The folders with natives when TorchSharp.dll lies in a package folder: <c>root/torchsharp/0.107.0/lib/net8.0</c> (package cache),
    /// or <c>root/TorchSharp/0.107.0</c> (hosts that extract packages flat).
    /// </summary>
    internal static IEnumerable<string> PackageDirectories(string torchSharpFolder)
    {
        // 1. The folder of the package is the one whose parent is called torchsharp.
        var package = new DirectoryInfo(torchSharpFolder);
        for (int up = 0; up < 4 && package?.Parent != null && !Is(package.Parent.Name, "TorchSharp"); up++)
            package = package.Parent;
        var root = package?.Parent is { } parent && Is(parent.Name, "TorchSharp") ? parent.Parent : null;
        if (root == null || !root.Exists)
            yield break;

        // 2. TorchSharp's own natives, then those of the libtorch package, in both layouts.
        var roots = new List<string> { package!.FullName };
        foreach (var libtorch in root.EnumerateDirectories().Where(d => Is(d.Name, LibtorchPackage)))
            roots.AddRange(libtorch.EnumerateDirectories().Where(d => d.Name == LibtorchVersion || d.Name.StartsWith(LibtorchVersion + ".", StringComparison.Ordinal)).Select(d => d.FullName));
        foreach (var folder in roots)
        {
            yield return Path.Combine(folder, "runtimes", Rid, "native");
            yield return Path.Combine(folder, "native");
            yield return folder;
        }

        static bool Is(string name, string id) => string.Equals(name, id, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What to do about a missing native library, in the words of each kind of program.</summary>
    internal static string MissingMessage(string file, string package, string version, IReadOnlyCollection<string> searched)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return $"Keras runs on libtorch, which is published for Linux on x64 only; this process is {RuntimeInformation.ProcessArchitecture}.";
        var program = Assembly.GetEntryAssembly()?.GetName().Name ?? "the program";
        return $"""
            Keras could not find the native library {file}. Add the package {package} to the program that runs, {program}:
              project:         dotnet add {program}.csproj package {package} --version {version}
              file-based app:  #:package {package}@{version}
              notebook:        #r "nuget: {package}, {version}"
            Looked in: {string.Join(", ", searched)}
            """;
    }

    // Empty for assemblies inside a single-file program and for those loaded from bytes.
    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty location is handled.")]
    private static string? FolderOf(Assembly assembly) => assembly.Location is { Length: > 0 } file ? Path.GetDirectoryName(file) : null;

    private static bool IsLoaded(string soname)
    {
        const int lazyNoLoad = 0x1 | 0x4;
        var handle = dlopen(soname, lazyNoLoad);
        if (handle == IntPtr.Zero)
            return false;
        dlclose(handle);
        return true;
    }

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern IntPtr dlopen(string file, int flags);

    [DllImport("libc")]
    private static extern int dlclose(IntPtr handle);
}
