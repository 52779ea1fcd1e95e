using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Keras.Benchmarks;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Layers as functions of channels-last images and of weights in Keras's layout (height, width, in, out).</summary>
internal static class Kernels
{
    // Channels-last memory seen as libtorch wants it: no copy is made. For images of a few pixels libtorch is faster with channels first,
    // because the kernels are large then; the copy of such an image costs next to nothing.
    internal static Tensor Conv(Tensor x, Tensor kernel, Tensor? bias, long stride = 1, long padding = 0)
    {
        if (kernel.shape[0] > 1 && x.shape[2] * x.shape[3] <= 16)
            x = x.contiguous();
        return F.conv2d(x, kernel.permute(3, 2, 0, 1), bias, strides: [stride, stride], padding: [padding, padding]);
    }

    internal static Tensor Pool(Tensor x) => F.max_pool2d(x, 2, 2);

    internal static Tensor Dense(Tensor x, Tensor kernel, Tensor bias) => addmm(bias, x, kernel, 1, 1);

    internal static Tensor ToChannelsFirstView(Tensor nhwc) => nhwc.permute(0, 3, 1, 2);

    internal static Tensor Flatten(Tensor x) => x.permute(0, 2, 3, 1).reshape(x.shape[0], -1);
}
