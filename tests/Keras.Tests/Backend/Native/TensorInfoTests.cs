using Keras.Backend.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Keras.Tests.Backend.Native;

public class TensorInfoTests
{
    [Fact]
    public void WhatTheTensorIs()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3, ScalarType.Int16);
        Assert.Equal(ScalarType.Int16, TensorInfo.DType(x));
        Assert.Equal(6, TensorInfo.Count(x));
        Assert.True(TensorInfo.IsOnCpu(x));
        Assert.True(TensorInfo.IsContiguous(x));
        Assert.False(TensorInfo.IsContiguous(x.t()));
    }

    [Fact]
    public void DenseMeansOneBlockInAnyOrder()
    {
        using var scope = NewDisposeScope();
        Assert.True(TensorInfo.IsDense(zeros(2, 3, 4).permute(2, 0, 1)));
        Assert.True(TensorInfo.IsDense(zeros(2, 1, 4).permute(2, 1, 0)));
        Assert.True(TensorInfo.IsDense(tensor(1f)));
        Assert.False(TensorInfo.IsDense(zeros(4, 6).narrow(1, 0, 3)));
        Assert.False(TensorInfo.IsDense(zeros(1, 3).expand(4, 3)));
        Assert.False(TensorInfo.IsDense(zeros(8).as_strided([3, 3], [1, 1])));
    }

    [Fact]
    public void LayoutsAreComparedWithoutDimensionsOfOne()
    {
        using var scope = NewDisposeScope();
        Assert.True(TensorInfo.HasLayoutOf(zeros(2, 3).t(), zeros(2, 3).t()));
        Assert.False(TensorInfo.HasLayoutOf(zeros(3, 2), zeros(2, 3).t()));
        Assert.True(TensorInfo.HasLayoutOf(zeros(3, 1), zeros(1, 3).t()));
    }
}
