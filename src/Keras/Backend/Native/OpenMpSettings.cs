using System.Collections;
using System.Runtime.InteropServices;

namespace Keras.Backend.Native;

/// <summary>
/// Settings of the OpenMP runtime, made before it is loaded. libtorch for Linux brings GNU's libgomp, which reads its environment once, on loading.
/// </summary>
internal static class OpenMpSettings
{
    private static readonly string[] s_prefixes = ["OMP_", "GOMP_", "MKL_", "DNNL_", "ONEDNN_", "ATEN_", "TORCH_"];

    internal static void Apply()
    {
        // 1. Environment.SetEnvironmentVariable changes .NET's copy only: hand on what the program set for these libraries.
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
            if (entry is { Key: string name, Value: string value } && s_prefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)))
                setenv(name, value, 1);

        // 2. The policy, unless the user chose one.
        if (!IsSet("OMP_WAIT_POLICY") && !IsSet("GOMP_SPINCOUNT"))
            setenv("OMP_WAIT_POLICY", "PASSIVE", 0);
    }

    private static bool IsSet(string name) => Environment.GetEnvironmentVariable(name) != null;

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern int setenv(string name, string value, int overwrite);
}
