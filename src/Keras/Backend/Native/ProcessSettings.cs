using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Keras.Backend.Native;

/// <summary>
/// Settings of the process that decide how fast libtorch runs on Linux, made before it is loaded. Whatever the user has set in the environment stays.
/// </summary>
internal static class ProcessSettings
{
    // As many turns as take some tens of microseconds.
    private const string SpinCount = "1000";
    private const int KeptBytes = 1 << 30;

    private static readonly string[] s_prefixes = ["OMP_", "GOMP_", "MKL_", "DNNL_", "ONEDNN_", "ATEN_", "TORCH_"];

    internal static void Apply()
    {
        HandOnEnvironment();
        LimitThreads();
        LimitSpinning();
        KeepFreedMemory();
    }

    // Environment.SetEnvironmentVariable changes .NET's copy only; what a program sets there for these libraries must reach them.
    private static void HandOnEnvironment()
    {
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            if (entry is { Key: string name, Value: string value } && s_prefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)))
                setenv(name, value, 1);
    }

    // libgomp counts the cores of the machine; .NET also knows the share of them that a container may use.
    private static void LimitThreads()
    {
        if (!IsSet("OMP_NUM_THREADS") && Environment.ProcessorCount < AllowedCores())
            setenv("OMP_NUM_THREADS", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture), 0);
    }

    private static int AllowedCores()
    {
        const string label = "Cpus_allowed_list:";
        try
        {
            foreach (var line in File.ReadLines("/proc/self/status"))
                if (line.StartsWith(label, StringComparison.Ordinal))
                    return CountCores(line[label.Length..]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the list the number of threads is left to libgomp.
        }
        return 0;
    }

    /// <summary>The number of cores in a list such as <c>0-3,8</c>.</summary>
    internal static int CountCores(string list)
    {
        int count = 0;
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last))
                return 0;
            count += last - first + 1;
        }
        return count;
    }

    // libtorch brings GNU's libgomp, whose threads spin at every barrier for about 300,000 turns: when other processes take part of a core, each barrier
    // then waits for the scheduler, and a training step of 20 ms takes 300. Sleeping at once is safe but makes small models several times slower on
    // a machine that is otherwise idle. A short spin is close to the better of both. libgomp reads the variable once, when it is loaded.
    private static void LimitSpinning()
    {
        if (!IsSet("OMP_WAIT_POLICY") && !IsSet("GOMP_SPINCOUNT"))
            setenv("GOMP_SPINCOUNT", SpinCount, 0);
    }

    // By default glibc gives blocks of more than 32 MB back to the system, and claims them anew, one page fault for every 4 KB, in the next step:
    // a fifth to a third of the time of a convolutional model's step. Up to 1 GiB of freed memory is kept for the next step instead.
    private static void KeepFreedMemory()
    {
        const int trimThreshold = -1, mmapThreshold = -3;
        if (IsSet("MALLOC_MMAP_THRESHOLD_") || IsSet("MALLOC_TRIM_THRESHOLD_") || IsSet("GLIBC_TUNABLES"))
            return;
        try
        {
            mallopt(mmapThreshold, KeptBytes);
            mallopt(trimThreshold, KeptBytes);
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc.
        }
    }

    private static bool IsSet(string name) => Environment.GetEnvironmentVariable(name) != null;

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int setenv(string name, string value, int overwrite);

    [DllImport("libc")]
    private static extern int mallopt(int parameter, int value);
}
