using System.Runtime.InteropServices;
using Keras.Backend.Native;
using TorchSharp;

namespace Keras.Tests.Backend.Native;

public class NativeErrorsTests
{
    [Fact]
    public void TheReasonIsOneLineWithoutTheNativeStack()
    {
        using var scope = torch.NewDisposeScope();
        var e = Assert.ThrowsAny<ExternalException>(() => { torch.mm(torch.ones(2, 3), torch.ones(2, 3)); });
        Assert.True(NativeErrors.IsNative(e));
        var translated = NativeErrors.Translate("matmul", e, "shapes (2, 3) and (2, 3)");
        Assert.IsType<ArgumentException>(translated);
        Assert.Equal("matmul: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3) Received: shapes (2, 3) and (2, 3).", translated.Message);
    }

    [Fact]
    public void TheInterpretersFrameIsRemoved()
        => Assert.Equal("element 0 of tensors does not require grad", NativeErrors.Reason(
            "The following operation failed in the TorchScript interpreter.\nTraceback of TorchScript (most recent call last):\n  File \"<string>\", line 3, in g\nRuntimeError: element 0 of tensors does not require grad\n"));

    [Fact]
    public void MemoryAndStateErrorsHaveTheirOwnTypes()
    {
        Assert.IsType<OutOfMemoryException>(NativeErrors.Translate("ones", new ExternalException("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes.")));
        Assert.IsType<InvalidOperationException>(NativeErrors.Translate("backward", new ExternalException("Trying to backward through the graph a second time.")));
    }
}
