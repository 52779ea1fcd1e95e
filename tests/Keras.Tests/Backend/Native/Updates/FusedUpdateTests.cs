using Keras.Backend.Native;
using Keras.Backend.Native.Updates;
using TorchSharp;
using static TorchSharp.torch;

namespace Keras.Tests.Backend.Native.Updates;

using Tensor = TorchSharp.torch.Tensor;

public class FusedUpdateTests
{
    // Sizes below, at and between the widths of the vector registers, and one that is shared between threads.
    private static readonly long[][] s_shapes = [[1], [7], [8], [9, 3], [3, 3, 5, 17], [300, 251]];

    public static TheoryData<string> Rules => new(
        "sgd", "momentum", "nesterov", "rmsprop", "rmsprop centered", "rmsprop momentum", "rmsprop centered momentum",
        "adam", "amsgrad", "adagrad", "adadelta", "adamax", "nadam", "lion", "weight decay", "decayed adam", "moments", "ema", "gather", "gather mean", "schedule-free");

    [Theory]
    [MemberData(nameof(Rules))]
    public void TheFusedPassAgreesWithTheInPlaceOperations(string name)
    {
        using var scope = NewDisposeScope();
        var fused = new State(s_shapes);
        var reference = new State(s_shapes);
        float product = 1;
        for (int step = 1; step <= 5; step++)
        {
            var gradients = Gradients(s_shapes, step);
            switch (name)
            {
                case "sgd": Both(new SgdRule(0.01)); break;
                case "momentum": Both(new SgdRule(0.01, 0.9)); break;
                case "nesterov": Both(new SgdRule(0.01, 0.9, true)); break;
                case "rmsprop": Both(new RmspropRule(0.001)); break;
                case "rmsprop centered": Both(new RmspropRule(0.001, centered: true)); break;
                case "rmsprop momentum": Both(new RmspropRule(0.001, momentum: 0.7)); break;
                case "rmsprop centered momentum": Both(new RmspropRule(0.001, momentum: 0.7, centered: true)); break;
                case "adam": Both(new AdamRule(step, 0.001)); break;
                case "amsgrad": Both(new AdamRule(step, 0.001, amsgrad: true)); break;
                case "adagrad": Both(new AdagradRule(0.001)); break;
                case "adadelta": Both(new AdadeltaRule(0.5)); break;
                case "adamax": Both(new AdamaxRule(step, 0.001)); break;
                case "nadam": var nadam = new NadamRule(step, product, 0.001); product = nadam.Product; Both(nadam); break;
                case "lion": Both(new LionRule(0.001)); break;
                case "decayed adam": Both(new DecayedRule<AdamRule>(new AdamRule(step, 0.001), 0.75f)); break;
                case "moments": Both(new MomentsRule(0.9, 0.999)); break;
                case "ema": Both(new EmaRule(0.99)); break;
                case "gather": Both(new GatherRule()); break;
                case "gather mean": Both(new GatherRule(3)); break;
                case "schedule-free": Both(new ScheduleFreeRule(step, 0.01)); break;
                default: Both(ScaleRule.WeightDecay(0.001, 0.004)); break;
            }

            void Both<TRule>(TRule rule) where TRule : unmanaged, IUpdateRule
            {
                FusedUpdate.Step(rule, fused.Variables, gradients, fused.Slots[..rule.Slots]);
                for (int i = 0; i < s_shapes.Length; i++)
                    rule.Apply(reference.Variables[i], gradients[i], [.. reference.Slots[..rule.Slots].Select(list => list[i])]);
            }
        }
        bool exact = name is "sgd" or "momentum" or "nesterov" or "adamax" or "lion" or "weight decay" or "moments" or "gather" or "gather mean";
        for (int i = 0; i < s_shapes.Length; i++)
        {
            Compare(reference.Variables[i], fused.Variables[i]);
            for (int k = 0; k < 3; k++)
                Compare(reference.Slots[k][i], fused.Slots[k][i]);
        }

        // The rules with a square root differ by units in the last place; the values are below 5.
        void Compare(Tensor expected, Tensor actual)
        {
            if (exact)
                AssertSameBits(expected, actual);
            else
                Assert.InRange((expected - actual).abs().max().item<float>(), 0, 5e-7f);
        }
    }

    [Fact]
    public void AdamFollowsTheFormulaInDoublePrecision()
    {
        using var scope = NewDisposeScope();
        var random = new Random(1);
        var p = new double[50];
        var m = new double[50];
        var v = new double[50];
        for (int i = 0; i < p.Length; i++)
            p[i] = random.NextDouble() - 0.5;
        var variable = tensor(p).to(ScalarType.Float32);
        var slots = new[] { zeros(50), zeros(50) };
        for (int step = 1; step <= 200; step++)
        {
            var g = new double[50];
            for (int i = 0; i < g.Length; i++)
                g[i] = (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-5, 2)));
            FusedUpdate.Step(new AdamRule(step, 0.001), [variable], [tensor(g).to(ScalarType.Float32)], [slots[0]], [slots[1]]);
            double alpha = 0.001 * Math.Sqrt(1 - Math.Pow(0.999, step)) / (1 - Math.Pow(0.9, step));
            for (int i = 0; i < g.Length; i++)
            {
                m[i] += (g[i] - m[i]) * 0.1;
                v[i] += (g[i] * g[i] - v[i]) * 0.001;
                p[i] -= m[i] * alpha / (Math.Sqrt(v[i]) + 1e-7);
            }
        }
        var actual = variable.data<float>().ToArray();
        Assert.All(p.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 2e-6));
    }

    [Fact]
    public void ManyVariablesOnSeveralThreadsGiveTheSameBitsAsOne()
    {
        int threads = get_num_threads();
        try
        {
            using var scope = NewDisposeScope();
            var shapes = Enumerable.Range(0, 100).Select(i => new long[] { 1 + i * 97 % 5000 }).ToArray();
            var one = new State(shapes);
            var two = new State(shapes);
            var gradients = Gradients(shapes, 3);
            set_num_threads(1);
            FusedUpdate.Step(new AdamRule(1, 0.001), one.Variables, gradients, one.Slots[..2]);
            set_num_threads(2);
            FusedUpdate.Step(new AdamRule(1, 0.001), two.Variables, gradients, two.Slots[..2]);
            for (int i = 0; i < shapes.Length; i++)
                AssertSameBits(one.Variables[i], two.Variables[i]);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void OtherTypesAndLayoutsAreUpdatedToo()
    {
        using var scope = NewDisposeScope();
        var doubles = ones(3, ScalarType.Float64);
        var transposed = ones(2, 3).t();
        var plain = ones(3, 2);
        var empty = zeros(0);
        FusedUpdate.Step(new SgdRule(0.5), [doubles, transposed, plain, empty], [ones(3), ones(3, 2), ones(2, 3).t(), zeros(0)]);
        Assert.Equal([0.5, 0.5, 0.5], doubles.data<double>().ToArray());
        Assert.Equal(3f, transposed.sum().item<float>());
        Assert.Equal(3f, plain.sum().item<float>());
    }

    [Fact]
    public void AVariableMayKeepItsDimensionsInAnyOrder()
    {
        using var scope = NewDisposeScope();
        var gradient = randn(3, 3, 4, 5);
        var plain = zeros(3, 3, 4, 5);
        var plainSlots = (zeros_like(plain), zeros_like(plain));
        var stored = zeros(5, 4, 3, 3).permute(2, 3, 1, 0);
        var slots = (zeros_like(stored), zeros_like(stored));
        Assert.Equal(stored.stride(), slots.Item1.stride());
        for (int step = 1; step <= 3; step++)
        {
            FusedUpdate.Step(new AdamRule(step, 0.001), [plain], [gradient], [plainSlots.Item1], [plainSlots.Item2]);
            FusedUpdate.Step(new AdamRule(step, 0.001), [stored], [step == 2 ? gradient : gradient.permute(3, 2, 0, 1).contiguous().permute(2, 3, 1, 0)], [slots.Item1], [slots.Item2]);
        }
        AssertSameBits(plain, stored);
        AssertSameBits(plainSlots.Item2, slots.Item2);
    }

    [Fact]
    public void ATransposedGradientIsReadInTheVariablesOrder()
    {
        using var scope = NewDisposeScope();
        var variable = zeros(2, 3);
        FusedUpdate.Step(new SgdRule(1), [variable], [arange(6, dtype: ScalarType.Float32).reshape(3, 2).t()]);
        Assert.Equal([0f, -2, -4, -1, -3, -5], variable.data<float>().ToArray());
    }

    [Fact]
    public void VariablesThatRequireGradientsAreUpdatedWithoutRecording()
    {
        using var scope = NewDisposeScope();
        foreach (var dtype in (ScalarType[])[ScalarType.Float32, ScalarType.Float64])
        {
            var variable = ones(3, dtype: dtype, requires_grad: true);
            FusedUpdate.Step(new SgdRule(1), [variable], [ones(3, dtype: dtype)]);
            Assert.True(variable.is_leaf);
            Assert.Equal(0.0, variable.sum().to(ScalarType.Float64).item<double>());
        }
    }

    [Fact]
    public void ListsThatDoNotFitAreRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => FusedUpdate.Step(new SgdRule(1), [zeros(3)], []));
        Assert.Throws<ArgumentException>(() => FusedUpdate.Step(new SgdRule(1), [zeros(3)], [zeros(4)]));
        Assert.Throws<ArgumentException>(() => FusedUpdate.Step(new SgdRule(1, 0.9), [zeros(3)], [zeros(3)]));
        Assert.Throws<ArgumentException>(() => FusedUpdate.Step(new SgdRule(1, 0.9), [zeros(3)], [zeros(3)], [zeros(4)]));
        Assert.Throws<ArgumentException>(() => FusedUpdate.Step(new SgdRule(1, 0.9), [zeros(3)], [zeros(3)], []));
    }

    [Fact]
    public void TheStepSizeIsThatOfLibtorchsFloatArithmetic()
    {
        using var scope = NewDisposeScope();
        for (int step = 1; step < 3000; step += 7)
        {
            var time = tensor((float)step);
            var power1 = pow(tensor(0.9f), time);
            var power2 = pow(tensor(0.999f), time);
            Assert.Equal(power1.item<float>(), MathF.Pow(0.9f, step));
            Assert.Equal(power2.item<float>(), MathF.Pow(0.999f, step));
        }
    }

    [Fact]
    public void NanGradientsReachTheVariable()
    {
        using var scope = NewDisposeScope();
        var variable = ones(9);
        FusedUpdate.Step(new AdamRule(1, 0.001), [variable], [full(9, float.NaN)], [zeros(9)], [zeros(9)]);
        Assert.All(variable.data<float>().ToArray(), value => Assert.True(float.IsNaN(value)));
    }

    private static Tensor[] Gradients(long[][] shapes, int step)
    {
        using var generator = new Generator((ulong)step);
        return [.. shapes.Select(shape => randn(shape, generator: generator))];
    }

    private static void AssertSameBits(Tensor expected, Tensor actual)
        => Assert.Equal(expected.reshape(-1).data<float>().ToArray(), actual.reshape(-1).data<float>().ToArray());

    private sealed class State
    {
        internal State(long[][] shapes)
        {
            Variables = Gradients(shapes, 99);
            Slots = [.. Enumerable.Range(0, 3).Select(_ => shapes.Select(shape => zeros(shape)).ToArray())];
        }

        internal Tensor[] Variables { get; }

        internal Tensor[][] Slots { get; }
    }
}
