using Keras.Backend;

namespace Keras.Tests.Stress;

/// <summary>Functions with gradients of their own leave no tensor to the garbage collector inside a step.</summary>
public class GradientMemoryTests
{
    public static TheoryData<string> Functions => new(s_functions.Keys);

    private static readonly Dictionary<string, Func<Tensor, Tensor>> s_functions = new()
    {
        ["operations"] = static x => Ops.exp(x) * x,
        ["custom gradient"] = Ops.custom_gradient(static x =>
        {
            // The gradient needs what was computed on the way.
            var e = Ops.exp(x);
            return (Ops.log(e + 1.0), upstream => upstream * e / (e + 1.0));
        }),
        ["remat"] = keras.remat(static x => Ops.tanh(Ops.exp(x) * x)),
        ["remat of a layer"] = keras.remat(Built(keras.layers.BatchNormalization())),
        ["never asked"] = static x => keras.remat(static t => Ops.exp(t))(x) * 0.0 + AndForget(x),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_step_frees_all_it_made(string name)
    {
        var f = s_functions[name];
        using var free = TensorScope.Suspend();
        var x = Ops.ones((64, 64));
        Kernel.RequireGrad(x, true);
        Step();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // Nothing is collected in between: what is not counted any more was freed in time.
        Assert.True(GC.TryStartNoGCRegion(32 << 20));
        try
        {
            var before = TorchSharp.torch.Tensor.TotalCount;
            for (var i = 0; i < 20; i++) Step();
            var after = TorchSharp.torch.Tensor.TotalCount;
            Assert.True(after <= before, $"{before} tensors before 20 steps, {after} after");
        }
        finally
        {
            GC.EndNoGCRegion();
        }

        void Step()
        {
            using var scope = new TensorScope();
            using var on = GradMode.On();
            var loss = Ops.sum(f(x) * 2.0);
            Assert.NotNull(Kernel.Gradients(loss, [x], false)[0]);
        }
    }

    [Fact]
    public void Rematerialization_holds_less_memory_until_the_gradient_is_asked_for()
    {
        static Tensor Long(Tensor x)
        {
            for (var i = 0; i < 6; i++) x = Ops.tanh(x * 1.01);
            return x;
        }

        // The C library gives blocks of this size back at once. The graph of the plain function keeps six results, that of the other one input: counted by what is freed when the graph is.
        Assert.True(Held(Long) > 300 << 20);
        Assert.True(Held(keras.remat(Long)) < 150 << 20);

        static long Held(Func<Tensor, Tensor> f)
        {
            using var free = TensorScope.Suspend();
            var x = Ops.ones((4096, 4096));
            Kernel.RequireGrad(x, true);
            var scope = new TensorScope();
            using var on = GradMode.On();
            var before = Resident();
            Tensor y;
            // As a layer of the library does: only the graph holds the results on the way.
            using (var inner = new TensorScope()) y = inner.Keep(f(x));
            var held = Resident() - before;
            scope.Dispose();
            GC.KeepAlive(y);
            return held;
        }
    }

    private static long Resident()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static Layer Built(Layer layer)
    {
        layer.Apply(Ops.ones((64, 64)), training: true);
        return layer;
    }

    private static Tensor AndForget(Tensor x)
    {
        _ = keras.remat(static t => Ops.sin(t))(x);
        return x;
    }
}
