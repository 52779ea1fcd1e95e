using static TorchSharp.torch;

namespace Keras.Benchmarks;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>One prediction from an array to an array.</summary>
internal sealed class Prediction(Func<Tensor, Tensor> model, float[] input, long[] shape) : IStep
{
    public void Run()
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var output = model(tensor(input, shape));
        if (output.contiguous().data<float>().ToArray().Length == 0)
            throw new InvalidOperationException("The model returned nothing.");
    }

    public double TakeLoss() => double.NaN;
}
