using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Tests.Backend.Native;

public class SafeGradTests : RecordsGradients
{
    [Fact]
    public void NullWhereTheOutputDoesNotDependOnTheInput()
    {
        using var scope = torch.NewDisposeScope();
        var a = torch.tensor(3f, requires_grad: true);
        var b = torch.tensor(5f, requires_grad: true);
        var g = SafeGrad.Grad(a * a, [b, a]);
        Assert.Null(g[0]);
        Assert.Equal(6f, g[1]!.item<float>());
    }

    [Fact]
    public void AllInputsUsedGivesNoNull()
    {
        using var scope = torch.NewDisposeScope();
        var a = torch.tensor(3f, requires_grad: true);
        var b = torch.tensor(5f, requires_grad: true);
        var g = SafeGrad.Grad(a * b, [a, b]);
        Assert.Equal([5f, 3f], g.Select(t => t!.item<float>()));
    }

    [Fact]
    public void AllInputsUnusedGivesOnlyNulls()
    {
        using var scope = torch.NewDisposeScope();
        var a = torch.tensor(3f, requires_grad: true);
        var b = torch.tensor(5f, requires_grad: true);
        Assert.Equal([null, null], SafeGrad.Grad(a * a, [b, torch.tensor(1f, requires_grad: true)]));
    }

    [Fact]
    public void SecondOrder()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(2f, requires_grad: true);
        var first = SafeGrad.Grad(x.pow(3), [x], create_graph: true)[0]!;
        var second = SafeGrad.Grad(first, [x])[0]!;
        Assert.Equal(12f, first.item<float>());
        Assert.Equal(12f, second.item<float>());
    }

    [Fact]
    public void WeightsOfSeveralOutputsAreApplied()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(new float[] { 1, 2 }, requires_grad: true);
        var g = SafeGrad.Grad([x * x, x * 3f], [x], [torch.tensor(new float[] { 1, 10 }), null])[0]!;
        Assert.Equal([5f, 43f], g.data<float>().ToArray());
    }

    [Fact]
    public void AnOutputWithoutGradientIsAnExceptionNotAnAbort()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.ones(2);
        var e = Assert.Throws<InvalidOperationException>(() => { SafeGrad.Grad(x.sum(), [x]); });
        Assert.StartsWith("gradient: ", e.Message);
        Assert.DoesNotContain("\n", e.Message);
    }

    [Fact]
    public void AFreedGraphIsAnExceptionNotAnAbort()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(2f, requires_grad: true);
        var y = x.exp().sum();
        SafeGrad.Grad(y, [x]);
        var e = Assert.Throws<InvalidOperationException>(() => { SafeGrad.Grad(y, [x]); });
        Assert.Contains("second time", e.Message);
    }

    [Fact]
    public void ANonScalarWithoutWeightIsAnArgumentError()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(new float[] { 1, 2 }, requires_grad: true);
        Assert.Throws<ArgumentException>(() => { SafeGrad.Grad(x * 2f, [x]); });
        Assert.Throws<ArgumentException>(() => { SafeGrad.Grad([x * 2f], [x], []); });
    }
}
