using Keras.Utils;
using NumSharp;

namespace Keras;

/// <content>Methods of Keras 2 that tutorials call and Keras 3 dropped.</content>
public partial class Sequential
{
    /// <summary>The outputs, which are probabilities.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="batch_size">Samples a batch; 32 by default.</param>
    /// <param name="verbose">What is printed; nothing by default.</param>
    /// <returns>The outputs. A warning tells where they lie outside [0, 1].</returns>
    [Obsolete("Keras 3 has predict for this.")]
    public NDArray predict_proba(Data x, int batch_size = 32, int verbose = 0)
    {
        var outputs = predict(x, batch_size, verbose);
        var values = outputs.astype(NPTypeCode.Double).ToArray<double>();
        if (Array.Exists(values, v => v is < 0 or > 1)) IoUtils.Warn("Network returning invalid probability values. The last layer might not normalize predictions into probabilities (like softmax or sigmoid would).");
        return outputs;
    }

    /// <summary>The classes that the outputs tell.</summary>
    /// <param name="x">Inputs.</param>
    /// <param name="batch_size">Samples a batch; 32 by default.</param>
    /// <param name="verbose">What is printed; nothing by default.</param>
    /// <returns>The place of the largest output where there are several, int64; where there is one, whether it is above 0.5, int32 of the outputs' shape.</returns>
    [Obsolete("Keras 3 leaves this to np.argmax(model.predict(x), axis: -1), or to (model.predict(x) > 0.5) for one output.")]
    public NDArray predict_classes(Data x, int batch_size = 32, int verbose = 0)
    {
        var outputs = predict(x, batch_size, verbose);
        if (outputs.shape[^1] > 1) return Ops.cast(Ops.argmax(outputs, axis: -1), "int64").numpy();
        return Ops.cast(Ops.greater(outputs, 0.5), "int32").numpy();
    }
}
