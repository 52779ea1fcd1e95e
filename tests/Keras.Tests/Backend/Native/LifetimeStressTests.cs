using Keras.Backend.Native;
using Keras.Backend.Native.Updates;
using NumSharp;
using TorchSharp;
using static Keras.Backend.Native.Dispatcher;
using static TorchSharp.torch;

namespace Keras.Tests.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>
/// The native layer while another thread collects without pause: a tensor that is finalized under a running kernel crashes the process or changes a result.
/// </summary>
public class LifetimeStressTests : RecordsGradients
{
    private const int Rounds = 1500;

    [Fact]
    public void DispatcherAndGradients() => UnderCollection(round =>
    {
        var x = ones(64, 64, requires_grad: true);
        var y = Call("aten::mul"u8, "Tensor"u8, Arg(Call("aten::mul"u8, "Tensor"u8, Arg(x), Arg(ones(64, 64)))), Arg(x));
        var parts = CallList("aten::split"u8, "Tensor"u8, Arg(y), Arg(16L), Arg(0L));
        var gradient = SafeGrad.Grad([parts[0], parts[3]], [x], [ones(16, 64), null])[0]!;
        Assert.Equal(2 * 2 * 16 * 64f, ArrayBridge.ToArray<float>(gradient).Sum());
    });

    [Fact]
    public void ScalarsThatAreNotCached() => UnderCollection(round =>
    {
        using var x = zeros(4096);
        x.add_(Scalars.Of(round + 0.25), Scalars.One);
        x.mul_(Scalars.Of(2L));
        Assert.Equal((round + 0.25f) * 2, ArrayBridge.ToArray<float>(x).Max());
    });

    [Fact]
    public void ArraysInAndOut() => UnderCollection(round =>
    {
        using var tensor = NumSharpBridge.ToTensor(np.full(new Shape(64, 128), (double)round), ScalarType.Float32);
        var array = NumSharpBridge.ToNDArray(tensor.mul(Scalars.Of(2.0)));
        Assert.Equal(2f * round, array.GetSingle(63, 127));
        Assert.Equal(2f * round, ArrayBridge.ToArray<float>(ArrayBridge.ToTensor(new[] { 2f * round, 1f }))[0]);
    });

    [Fact]
    public void Updates()
    {
        Tensor[] variables = [zeros(64, 64), zeros(3)], m = [zeros(64, 64), zeros(3)], v = [zeros(64, 64), zeros(3)];
        UnderCollection(round =>
        {
            using var gradient = ones(64, 64);
            FusedUpdate.Step(new AdamRule(round + 1, 0.001), variables, [gradient.t(), ones(3)], m, v);
        });

        // With a constant gradient every Adam step is the learning rate.
        Assert.All(variables, variable => Assert.All(ArrayBridge.ToArray<float>(variable), value => Assert.Equal(-0.001 * Rounds, value, 0.01)));
    }

    [Fact]
    public void RecurrentKernels() => UnderCollection(round =>
    {
        // No bias and zero kernels: every gate is a half, every candidate zero.
        var (outputs, h) = RnnOps.Gru(ones(2, 3, 4), zeros(2, 5), zeros(4, 15), zeros(5, 15), null, training: false);
        Assert.Equal(ArrayBridge.ToArray<float>(outputs)[^5..], ArrayBridge.ToArray<float>(h)[^5..]);
        Assert.All(ArrayBridge.ToArray<float>(outputs), value => Assert.Equal(0f, value));
    }, Rounds / 3);

    // No dispose scope: every tensor is left to the finalizer, as when a user computes with them.
    private static void UnderCollection(Action<int> work, int rounds = Rounds)
    {
        bool stop = false;
        int collections = 0;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                if (++collections % 16 == 0)
                    GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            for (int round = 0; round < rounds; round++)
                work(round);
        }
        finally
        {
            Volatile.Write(ref stop, true);
            collector.Join();
        }
        Assert.True(collections > 10, $"Only {collections} collections ran.");
    }
}
