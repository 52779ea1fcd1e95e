using System.Runtime.CompilerServices;

namespace Keras.Tests.Backend.Native;

/// <summary>Runs Keras's native loader before any test, so that tests which touch TorchSharp first also get the right libraries.</summary>
internal static class LoadNatives
{
    [ModuleInitializer]
    internal static void Run() => RuntimeHelpers.RunModuleConstructor(typeof(KerasExportAttribute).Module.ModuleHandle);
}
