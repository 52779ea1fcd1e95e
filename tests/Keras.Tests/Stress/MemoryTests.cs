using System.Diagnostics;
using NumSharp;

namespace Keras.Tests.Stress;

/// <summary>Training keeps neither tensors nor memory.</summary>
public class MemoryTests
{
    [Fact]
    public void MemoryIsFlatOverTwoThousandSteps()
    {
        var model = keras.Sequential([keras.Input(shape: 64), keras.layers.Dense(128, activation: "relu"), keras.layers.Dropout(0.1), keras.layers.Dense(10, activation: "softmax")]);
        model.compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: "accuracy");
        var x = np.random.rand(1024, 64).astype(np.float32);
        var y = np.random.randint(0, 10, 1024).astype(np.int32);
        // Warm up: the first steps make state, caches and compiled code.
        model.fit(x, y, batch_size: 32, epochs: 10, verbose: 0);
        var (tensorsBefore, memoryBefore) = Measure();
        model.fit(x, y, batch_size: 32, epochs: 63, verbose: 0);
        var (tensorsAfter, memoryAfter) = Measure();
        Assert.True(tensorsAfter <= tensorsBefore + 5, $"{tensorsBefore} tensors before 2,016 steps, {tensorsAfter} after");
        Assert.True(memoryAfter < memoryBefore + (30L << 20), $"{memoryBefore >> 20} MB before, {memoryAfter >> 20} MB after");
    }

    private static (long Tensors, long Memory) Measure()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        using var process = Process.GetCurrentProcess();
        return (TorchSharp.torch.Tensor.TotalCount, process.WorkingSet64);
    }
}
