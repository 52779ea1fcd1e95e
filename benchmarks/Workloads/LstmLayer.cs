using Keras.Backend.Native;
using static TorchSharp.torch;

namespace Keras.Benchmarks.Workloads;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>LSTM on the fused kernel, beside the loop over the steps.</summary>
internal sealed class LstmLayer : RecurrentLayer
{
    public override string Name => "lstm-fused-vs-loop";

    private protected override int Gates => 4;

    private protected override Layer Loop() => keras.layers.LSTM(Units, use_cudnn: false);

    private protected override Layer Fused() => keras.layers.LSTM(Units);

    private protected override Tensor BiasValues() => zeros(4 * Units);

    private protected override Tensor Run(Tensor x, Tensor state, Tensor kernel, Tensor recurrent, Tensor bias) => RnnOps.Lstm(x, state, state, kernel, recurrent, bias, training: true).H;
}
