using Keras.Backend.Native;
using TorchSharp;
using static Keras.Backend.Native.Dispatcher;

namespace Keras.Tests.Backend.Native;

using Tensor = TorchSharp.torch.Tensor;

public class DispatcherTests : RecordsGradients
{
    [Fact]
    public void ChannelsLastCopyHasTheStridesOfNhwc()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.rand(2, 3, 4, 5);
        var y = Call("aten::contiguous"u8, ""u8, Arg(x), Arg((long)ChannelsLast));
        Assert.Equal([60, 1, 15, 3], y.stride());
        Assert.True(x.Equals(y));
    }

    [Fact]
    public void SeveralResultsAndOptionalArguments()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.rand(3, 4);
        var weight = torch.rand(4);
        var r = CallMany("aten::native_layer_norm"u8, ""u8, 3, Arg(x), List((ReadOnlySpan<long>)[4]), Some(Arg(weight)), None, Arg(1e-3));
        var expected = torch.nn.functional.layer_norm(x, [4], weight, null, 1e-3);
        Assert.True(torch.allclose(expected, r[0]));
        Assert.Equal([3, 1], r[1].shape);
    }

    [Fact]
    public void StringsReachTheOperation()
    {
        using var scope = torch.NewDisposeScope();
        var target = torch.zeros(3);
        var index = torch.tensor(new long[] { 0, 2, 0 });
        var source = torch.tensor(new float[] { 1, 2, 3 });
        var r = Call("aten::scatter_reduce"u8, "two"u8, Arg(target), Arg(0L), Arg(index), Arg(source), Arg("amax"), Arg(true));
        Assert.Equal([3f, 0f, 2f], r.data<float>().ToArray());
    }

    [Fact]
    public void ListsOfTensorsComeBack()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.arange(6, dtype: torch.ScalarType.Float32);
        var parts = CallList("aten::split"u8, "Tensor"u8, Arg(x), Arg(4L), Arg(0L));
        Assert.Equal([4L, 2L], parts.Select(p => p.shape[0]));
        Assert.Equal(4f, parts[1][0].item<float>());
    }

    [Fact]
    public void GradientsFlowThroughTheDispatcher()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(new float[] { 1, 2, 3 }, requires_grad: true);
        var y = Call("aten::mul"u8, "Tensor"u8, Arg(x), Arg(x)).sum();
        var g = SafeGrad.Grad(y, [x])[0]!;
        Assert.Equal([2f, 4f, 6f], g.data<float>().ToArray());
    }

    [Fact]
    public void AFailureNamesTheOperation()
    {
        using var scope = torch.NewDisposeScope();
        var e = Assert.Throws<InvalidOperationException>(() => { Call("aten::mm"u8, ""u8, Arg(torch.ones(2, 3)), Arg(torch.ones(2, 3))); });
        Assert.Contains("aten::mm", e.Message);
    }
}
