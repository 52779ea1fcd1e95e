using System.Runtime.InteropServices;
using System.Text.Json;
using Keras.Backend;
using Keras.Utils;

namespace Keras.Randomness;

/// <summary>How far all generators of the process were drawn from: what training needs to go on as if it had not stopped.</summary>
internal static class RandomStates
{
    /// <summary>The states, as a configuration that JSON holds.</summary>
    internal static Config Capture() => new()
    {
        // Shuffles arrays, and gives what is drawn without a seed.
        ["global"] = Convert.ToBase64String(Kernel.GlobalRandomState()),
        // Shuffles a PyDataset; seeds of new layers.
        ["python"] = Convert.ToBase64String(PythonRandom.Global.State),
        // Transforms and shuffles pictures.
        ["numpy"] = Convert.ToBase64String(NumpyRandomState.Global.State),
        // What data of the user's own is mostly drawn from.
        ["numsharp"] = OfNumSharp(),
        ["unseeded"] = SeedGenerator.GlobalState is { } state ? new List<object?> { (long)state.First, (long)state.Second } : null,
    };

    /// <summary>Puts states back; those that are not there stay as they are.</summary>
    /// <param name="states">What <see cref="Capture"/> gave.</param>
    /// <exception cref="ArgumentException">One of them is no state.</exception>
    internal static void Restore(JsonElement states)
    {
        if (states.TryGetProperty("global", out var global)) Kernel.SetGlobalRandomState(global.GetBytesFromBase64());
        if (states.TryGetProperty("python", out var python)) PythonRandom.Global.State = python.GetBytesFromBase64();
        if (states.TryGetProperty("numpy", out var numpy)) NumpyRandomState.Global.State = numpy.GetBytesFromBase64();
        if (states.TryGetProperty("numsharp", out var numsharp)) ToNumSharp(numsharp);
        if (states.TryGetProperty("unseeded", out var unseeded))
            SeedGenerator.GlobalState = unseeded.ValueKind == JsonValueKind.Null ? null : (unseeded[0].GetUInt32(), unseeded[1].GetUInt32());
    }

    private static Config OfNumSharp()
    {
        var state = NumSharp.np.random.get_state();
        return new()
        {
            ["key"] = Convert.ToBase64String(MemoryMarshal.AsBytes(state.Key.AsSpan())),
            ["position"] = state.Pos,
            ["has_gauss"] = state.HasGauss,
            ["gauss"] = BitConverter.DoubleToInt64Bits(state.CachedGaussian),
        };
    }

    private static void ToNumSharp(JsonElement state)
    {
        var key = MemoryMarshal.Cast<byte, uint>(state.GetProperty("key").GetBytesFromBase64()).ToArray();
        if (key.Length != MersenneTwister.Size || state.GetProperty("position").GetInt32() is < 0 or > MersenneTwister.Size) throw new ArgumentException("The state of NumSharp's generator is damaged.", nameof(state));
        NumSharp.np.random.set_state(new NumSharp.NativeRandomState(key, state.GetProperty("position").GetInt32(), state.GetProperty("has_gauss").GetInt32(), BitConverter.Int64BitsToDouble(state.GetProperty("gauss").GetInt64())));
    }
}
