namespace Keras.Backend;

/// <summary>Says on which device to compute while it is open (keras/src/backend/__init__.py).</summary>
/// <remarks>
/// Porting note: this library computes on the CPU. A program that asks for it runs as it is; one that asks for a GPU is told so at once,
/// where Keras on its torch backend fails at the first tensor if there is none.
/// </remarks>
[KerasExport("keras.device")]
public sealed class DeviceScope : IDisposable
{
    /// <summary>Opens the scope.</summary>
    /// <param name="device_name"><c>cpu</c> or <c>cpu:0</c>, in any case.</param>
    /// <exception cref="ArgumentException">It is no name of a device.</exception>
    /// <exception cref="NotSupportedException">There is no such device to compute on.</exception>
    public DeviceScope(string device_name)
    {
        ArgumentNullException.ThrowIfNull(device_name);
        name = device_name.ToLowerInvariant().Replace("gpu", "cuda", StringComparison.Ordinal);
        Check(name, device_name);
    }

    /// <summary>The device, as the engine names it.</summary>
    public string name { get; }

    /// <summary>Closes the scope.</summary>
    public void Dispose()
    {
        // Inside and outside, the device is the same.
    }

    private static void Check(string name, string received)
    {
        var parts = name.Split(':');
        if (parts.Length > 2 || parts.Length == 2 && !int.TryParse(parts[1], out _) || parts[0] is not ("cpu" or "cuda" or "mps" or "meta" or "xpu" or "tpu"))
            throw new ArgumentException($"Invalid value for argument `device_name`. Expected a string like 'cpu' or 'cpu:0'. Received: device_name='{received}'", nameof(received));
        if (parts[0] != "cpu")
            throw new NotSupportedException($"keras.device was given '{received}', but computations run on the CPU only. Use keras.device(\"cpu\"), or leave the scope out.");
        if (parts is [_, not "0"])
            throw new NotSupportedException($"keras.device was given '{received}', but there is one CPU device, 'cpu:0', whatever the number of its cores. Use keras.device(\"cpu\").");
    }
}
