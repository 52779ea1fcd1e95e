using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Keras.Backend.Native;

/// <summary>
/// A copy of libLibTorchSharp.so that also loads where libstdc++ is older than GCC 13's.
/// </summary>
/// <remarks>
/// The wrapper names the symbol version GLIBCXX_3.4.32 for one symbol that no relocation uses. The copy marks that version as weak,
/// so that the loader does not insist on it. The original is never changed: outputs may be hard links into the package cache.
/// </remarks>
internal static class WrapperCopy
{
    private const string UnneededVersion = "GLIBCXX_3.4.32";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Loads the copy, writing it first when it is not there. Returns the path it was loaded from.</summary>
    /// <exception cref="DllNotFoundException">The copy does not load either, or there is no folder to write it to.</exception>
    internal static string Load(string wrapper)
    {
        var image = File.ReadAllBytes(wrapper);
        WeakenVersionNeed(image, UnneededVersion);

        // 1. The cache of the user.
        if (CachePath(image) is { } cached && TryStore(cached, image) && NativeLibrary.TryLoad(cached, out _))
            return cached;

        // 2. No home, a full or read-only disk, a file system that forbids execution: a folder for this process alone,
        //    removed again at once because a loaded library needs its file no more.
        DirectoryInfo? temporary = null;
        try
        {
            temporary = Directory.CreateTempSubdirectory("keras-native-");
            var copy = Path.Combine(temporary.FullName, "libLibTorchSharp.so");
            File.WriteAllBytes(copy, image);
            NativeLibrary.Load(copy);
            return copy;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            throw new DllNotFoundException(
                $"Keras could not load TorchSharp's native library {wrapper}, nor a copy made for systems with an older libstdc++. "
                + $"It needs glibc 2.34 or later (Debian 12, Ubuntu 22.04, RHEL 9). Reason: {e.Message}", e);
        }
        finally
        {
            try { temporary?.Delete(recursive: true); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
        }
    }

    private static string? CachePath(byte[] image)
    {
        try
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
            if (home.Length == 0)
                return null;
            var directory = Path.Combine(home, "keras-native");
            Directory.CreateDirectory(directory, OwnerOnly);
            return Path.Combine(directory, $"libLibTorchSharp-{Hash(image):x16}.so");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    /// <summary>
    /// Makes <paramref name="path"/> hold exactly <paramref name="image"/>. The bytes are compared, so a damaged or foreign file is never loaded;
    /// the file is renamed into place, so that of several processes that start at once each sees a whole one.
    /// </summary>
    internal static bool TryStore(string path, byte[] image)
    {
        try
        {
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(image))
                return true;
            var unfinished = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():n}";
            try
            {
                File.WriteAllBytes(unfinished, image);
                File.SetUnixFileMode(unfinished, OwnerOnly);
                File.Move(unfinished, path, overwrite: true);
                return true;
            }
            finally
            {
                File.Delete(unfinished);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // FNV-1a over 8-byte words: the name only keeps versions apart, the bytes are compared in full.
    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037UL ^ (ulong)bytes.Length;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
            hash = (hash ^ word) * 1099511628211UL;
        return hash;
    }

    /// <summary>Sets VER_FLG_WEAK on every needed version called <paramref name="version"/> of a 64-bit little-endian ELF image.</summary>
    /// <returns>How many entries were changed.</returns>
    internal static int WeakenVersionNeed(byte[] elf, string version)
    {
        const uint versionNeedSection = 0x6ffffffe;
        const byte weak = 2;
        long Long(long offset) => BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan((int)offset));
        uint Int(long offset) => BinaryPrimitives.ReadUInt32LittleEndian(elf.AsSpan((int)offset));
        ushort Half(long offset) => BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan((int)offset));

        if (elf.Length < 64 || !elf.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
            return 0;
        var wanted = System.Text.Encoding.ASCII.GetBytes(version + "\0");
        long sections = Long(0x28);                                       // e_shoff
        int entrySize = Half(0x3A), count = Half(0x3C), changed = 0;      // e_shentsize, e_shnum
        for (int i = 0; i < count; i++)
        {
            long section = sections + (long)i * entrySize;
            if (Int(section + 4) != versionNeedSection)
                continue;
            long need = Long(section + 24);                               // sh_offset
            long strings = Long(sections + Int(section + 40) * (long)entrySize + 24);
            while (true)
            {
                int auxiliaries = Half(need + 2);                         // vn_cnt
                long auxiliary = need + Int(need + 8);                    // vn_aux
                for (int k = 0; k < auxiliaries; k++)
                {
                    int name = (int)(strings + Int(auxiliary + 8));       // vna_name
                    if (elf.AsSpan(name).StartsWith(wanted))
                    {
                        elf[auxiliary + 4] |= weak;                       // vna_flags
                        changed++;
                    }
                    auxiliary += Int(auxiliary + 12);                     // vna_next
                }
                uint next = Int(need + 12);                               // vn_next
                if (next == 0)
                    break;
                need += next;
            }
        }
        return changed;
    }
}
