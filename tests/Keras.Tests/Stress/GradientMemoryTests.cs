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

    [Fact]
    public void Several_outputs_share_what_their_gradients_need()
    {
        using var free = TensorScope.Suspend();
        var x = Kernel.FromArray(new[] { 1f, 2f });
        Kernel.RequireGrad(x, true);
        Tensor? held = null;
        using var scope = new TensorScope();
        using var on = GradMode.On();
        var missing = 0;
        var (first, second) = Call();
        // The second output alone: nothing flows to the first.
        Assert.Equal([2, 2], Kernel.ToArray<float>(Kernel.Gradients(Ops.sum(second), [x], true)[0]!));
        Assert.Equal(1, missing);
        Assert.False(held!.IsFreed);
        // The last pass frees what was held, and a further one is an error.
        var loss = Ops.sum(first) + Ops.sum(second);
        Assert.Equal([(float)Math.E + 2, (float)Math.Exp(2) + 2], Kernel.ToArray<float>(Kernel.Gradients(loss, [x], false)[0]!), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.True(held.IsFreed);
        Assert.Throws<InvalidOperationException>(() => Kernel.Gradients(Ops.sum(first), [x], false));
        // A graph that goes away without having been asked frees it, too.
        using (new TensorScope()) _ = Call();
        Assert.True(held.IsFreed);

        (Tensor, Tensor) Call()
        {
            var outputs = CustomGradient.ApplyMany([x], t =>
            {
                held = Ops.exp(t[0]);
                return ([held, t[0] * 2.0], upstream =>
                {
                    missing += upstream.Count(u => u is null);
                    return [(upstream[0] is { } u ? u * held : 0.0) + upstream[1]! * 2.0];
                }
                );
            });
            return (outputs[0], outputs[1]);
        }
    }

    [Fact]
    public void Training_survives_a_thread_that_collects_without_pause()
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            Model model;
            using (keras.RematScope("full"))
            {
                model = keras.Sequential([keras.Input(shape: 8), keras.layers.Dense(16, activation: "relu"), keras.layers.BatchNormalization(), keras.layers.Dropout(0.2), new Doubled(), keras.layers.Dense(3)]);
            }
            model.compile(optimizer: "adam", loss: "mse");
            var x = NumSharp.np.random.rand(128, 8).astype(NumSharp.np.float32);
            var y = NumSharp.np.random.rand(128, 3).astype(NumSharp.np.float32);
            var history = model.fit(x, y, batch_size: 8, epochs: 6, verbose: 0);
            Assert.All(history.history["loss"], v => Assert.True(double.IsFinite(v)));
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }

    private sealed class Doubled : Layer
    {
        private readonly Func<Tensor, Tensor> _double = Ops.custom_gradient(x =>
        {
            var e = Ops.tanh(x);
            return (e * 2.0, upstream => upstream * (1.0 - e * e) * 2.0);
        });

        protected override Tensor call(Tensor inputs) => _double(inputs);
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
