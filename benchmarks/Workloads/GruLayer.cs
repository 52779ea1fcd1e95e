using Keras.Backend.Native;
using static TorchSharp.torch;

namespace Keras.Benchmarks.Workloads;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>GRU on the fused kernel, beside the loop over the steps.</summary>
internal sealed class GruLayer : RecurrentLayer
{
    public override string Name => "gru-fused-vs-loop";

    private protected override int Gates => 3;

    private protected override Layer Loop() => keras.layers.GRU(Units, use_cudnn: false);

    private protected override Layer Fused() => keras.layers.GRU(Units);

    private protected override Tensor BiasValues() => zeros(2, 3 * Units);

    private protected override Tensor Run(Tensor x, Tensor state, Tensor kernel, Tensor recurrent, Tensor bias) => RnnOps.Gru(x, state, kernel, recurrent, bias, training: true).H;
}
