namespace Keras.Tests.Testing;

/// <summary>Counts the tensors of the process.</summary>
internal static class LiveTensors
{
    /// <summary>Asserts that an action leaves no more tensors than there were. What leaks does so each time; what another test makes at the same moment does not.</summary>
    /// <param name="action">The action.</param>
    internal static void AssertNoGrowth(Action action)
    {
        var growths = new List<long>();
        do
        {
            var before = Count();
            action();
            growths.Add(Count() - before);
            if (growths[^1] <= 0) return;
        }
        while (growths.Count < 5);
        Assert.Fail($"Each run of {growths.Count} left more tensors: {string.Join(", ", growths)}.");
    }

    /// <summary>The tensors that are alive, after what nobody holds is gone.</summary>
    internal static long Count()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return TorchSharp.torch.Tensor.TotalCount;
    }
}
