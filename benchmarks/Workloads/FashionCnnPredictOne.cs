using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Keras.Benchmarks.Workloads;

/// <summary>Predicts one image with the model of <see cref="FashionCnn"/>.</summary>
internal sealed class FashionCnnPredictOne : IWorkload
{
    public string Name => "predict-1";

    public IStep Idiomatic() => Idiomatic(1);

    public IStep Best() => Best(1);

    public IStep Keras() => Keras(1);

    internal static IStep Keras(int rows) => new KerasPrediction(FashionCnn.Model("softmax"), NumSharp.np.zeros(new NumSharp.Shape(rows, 28, 28, 1), typeof(float)));

    internal static IStep Idiomatic(int rows)
    {
        var model = FashionCnn.Module();
        model.eval();
        return new Prediction(x => F.softmax(model.call(x), 1), new float[rows * 28 * 28], [rows, 1, 28, 28]);
    }

    internal static IStep Best(int rows)
    {
        var forward = FashionCnn.Function(new Weights(), training: false);
        return new Prediction(x => F.softmax(forward(x), 1), new float[rows * 28 * 28], [rows, 28, 28, 1]);
    }
}
