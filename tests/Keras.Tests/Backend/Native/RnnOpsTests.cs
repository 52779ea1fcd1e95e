using Keras.Backend.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Keras.Tests.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

public class RnnOpsTests : RecordsGradients
{
    private const int Batch = 3, Time = 5, Features = 4, Units = 6;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LstmEqualsTheLoopOverStepsWithItsGradients(bool use_bias)
    {
        using var scope = NewDisposeScope();
        Tensor x = Leaf(Batch, Time, Features), h0 = Leaf(Batch, Units), c0 = Leaf(Batch, Units);
        Tensor kernel = Leaf(Features, 4 * Units), recurrent = Leaf(Units, 4 * Units);
        var bias = use_bias ? Leaf(4 * Units) : null;
        Tensor[] inputs = bias is null ? [x, h0, c0, kernel, recurrent] : [x, h0, c0, kernel, recurrent, bias];

        Tensor h = h0, c = c0;
        var outputs = new List<Tensor>();
        for (int t = 0; t < Time; t++)
        {
            var gates = x.select(1, t).mm(kernel) + h.mm(recurrent);
            if (bias is not null)
                gates += bias;
            var z = gates.chunk(4, 1);
            c = sigmoid(z[1]) * c + sigmoid(z[0]) * tanh(z[2]);
            h = sigmoid(z[3]) * tanh(c);
            outputs.Add(h);
        }
        var expected = stack(outputs, 1);
        var (sequence, lastH, lastC) = RnnOps.Lstm(x, h0, c0, kernel, recurrent, bias, training: true);
        AssertClose(expected, sequence);
        AssertClose(h, lastH);
        AssertClose(c, lastC);
        AssertSameGradients(expected, sequence, lastC.sum(), c.sum(), inputs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void GruEqualsTheLoopOverStepsWithItsGradients(bool use_bias)
    {
        using var scope = NewDisposeScope();
        Tensor x = Leaf(Batch, Time, Features), h0 = Leaf(Batch, Units);
        Tensor kernel = Leaf(Features, 3 * Units), recurrent = Leaf(Units, 3 * Units);
        var bias = use_bias ? Leaf(2, 3 * Units) : null;
        Tensor[] inputs = bias is null ? [x, h0, kernel, recurrent] : [x, h0, kernel, recurrent, bias];

        var h = h0;
        var outputs = new List<Tensor>();
        for (int t = 0; t < Time; t++)
        {
            Tensor fromX = x.select(1, t).mm(kernel), fromH = h.mm(recurrent);
            if (bias is not null)
            {
                fromX += bias.select(0, 0);
                fromH += bias.select(0, 1);
            }
            Tensor[] a = fromX.chunk(3, 1), b = fromH.chunk(3, 1);
            var z = sigmoid(a[0] + b[0]);
            var candidate = tanh(a[2] + sigmoid(a[1] + b[1]) * b[2]);
            h = z * h + (1 - z) * candidate;
            outputs.Add(h);
        }
        var expected = stack(outputs, 1);
        var (sequence, last) = RnnOps.Gru(x, h0, kernel, recurrent, bias, training: true);
        AssertClose(expected, sequence);
        AssertClose(h, last);
        AssertSameGradients(expected, sequence, last.sum(), h.sum(), inputs);
    }

    [Fact]
    public void ShapesThatDoNotFitAreNamed()
    {
        using var scope = NewDisposeScope();
        var e = Assert.Throws<ArgumentException>(() => { RnnOps.Lstm(rand(3, 5, 7), rand(3, 6), rand(3, 6), rand(4, 24), rand(6, 24), null, false); });
        Assert.Contains("(batch, time, 4)", e.Message);
        Assert.Contains("(3, 5, 7)", e.Message);
        Assert.Throws<ArgumentException>(() => { RnnOps.Gru(rand(3, 5, 4), rand(2, 6), rand(4, 18), rand(6, 18), null, false); });
        Assert.Throws<ArgumentException>(() => { RnnOps.Gru(rand(3, 5, 4), rand(3, 6), rand(4, 24), rand(6, 24), null, false); });
        Assert.Throws<ArgumentException>(() => { RnnOps.Gru(rand(3, 0, 4), rand(3, 6), rand(4, 18), rand(6, 18), null, false); });
    }

    private static Tensor Leaf(params long[] shape) => randn(shape).mul(0.5).detach().requires_grad_();

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-6f);
    }

    private static void AssertSameGradients(Tensor expected, Tensor actual, Tensor actualState, Tensor expectedState, Tensor[] inputs)
    {
        var weights = randn(expected.shape);
        var a = SafeGrad.Grad((expected * weights).sum() + expectedState, inputs);
        var b = SafeGrad.Grad((actual * weights).sum() + actualState, inputs);
        for (int i = 0; i < inputs.Length; i++)
            Assert.InRange((a[i]! - b[i]!).abs().max().item<float>(), 0, 2e-5f);
    }
}
