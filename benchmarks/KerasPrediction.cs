using NumSharp;

namespace Keras.Benchmarks;

/// <summary><c>predict</c>, from an array to an array.</summary>
internal sealed class KerasPrediction(Model model, NDArray input) : IStep
{
    public void Run()
    {
        if (model.predict(input, verbose: 0).size == 0)
            throw new InvalidOperationException("The model returned nothing.");
    }

    public double TakeLoss() => double.NaN;
}
