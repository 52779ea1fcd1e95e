using NumSharp;

namespace Keras.Utils;

/// <summary>Preparation of label and feature arrays.</summary>
public static class NumericalUtils
{
    /// <summary>Turns class indices into rows with a single one: one-hot labels for <c>categorical_crossentropy</c>.</summary>
    /// <param name="x">Class indices of any shape and numeric dtype; fractions are cut off, and -1 means the last class.</param>
    /// <param name="num_classes">Number of classes; null means the largest index plus 1.</param>
    /// <returns>float64 array of the shape of <paramref name="x"/>, without a last dimension of 1, plus (num_classes).</returns>
    /// <exception cref="ArgumentException">An index is not below <paramref name="num_classes"/>, or there is nothing to count the classes from.</exception>
    [KerasExport("keras.utils.to_categorical", Former = ["keras.utils.np_utils.to_categorical"])]
    public static NDArray to_categorical(NDArray x, int? num_classes = null)
    {
        var labels = Labels(x);
        if (num_classes is null or 0)
        {
            if (labels.Length == 0) throw new ArgumentException("to_categorical got no labels and no num_classes, so the number of classes is unknown. Give num_classes.", nameof(x));
            num_classes = checked((int)labels.Max() + 1);
        }
        var classes = num_classes.Value;
        if (classes < 0) throw new ArgumentException($"num_classes is {classes}; it must be positive.", nameof(num_classes));
        var categorical = new double[checked(labels.LongLength * classes)];
        for (var i = 0; i < labels.Length; i++)
        {
            var label = labels[i] < 0 ? labels[i] + classes : labels[i];
            if (label < 0 || label >= classes)
                throw new ArgumentOutOfRangeException(nameof(x), $"to_categorical: label {labels[i]} (number {i}) does not fit num_classes = {classes}; labels run from 0 to {classes - 1}.");
            categorical[(long)i * classes + label] = 1;
        }
        var shape = x.shape;
        if (shape.Length > 1 && shape[^1] == 1) shape = shape[..^1];
        return new NDArray(categorical, new Shape([.. shape, classes]));
    }

    /// <inheritdoc cref="to_categorical(NDArray, int?)"/>
    [KerasExport("keras.utils.to_categorical", Former = ["keras.utils.np_utils.to_categorical"])]
    public static NDArray to_categorical(int[] x, int? num_classes = null) => to_categorical(new NDArray(x, new Shape(x.Length)), num_classes);

    // Porting note: Keras 3 takes axis 0 for the last axis after it has computed the norms, so it fails or scales wrongly there. Here, as in Keras 2, axis 0 works.
    /// <summary>Divides an array by its norms along an axis.</summary>
    /// <param name="x">Array of any numeric dtype; integers give float64.</param>
    /// <param name="axis">Axis along which the norms are taken.</param>
    /// <param name="order">Order of the norm: 1, 2, any other number, or an infinity.</param>
    /// <returns>A new array of the shape of <paramref name="x"/>; (1, n) where that is (n).</returns>
    /// <exception cref="ArgumentException">There is no such axis.</exception>
    [KerasExport("keras.utils.normalize", Former = ["keras.utils.np_utils.normalize"])]
    public static NDArray normalize(NDArray x, int axis = -1, double order = 2)
    {
        var shape = x.shape;
        var place = axis < 0 ? axis + shape.Length : axis;
        if (place < 0 || place >= shape.Length) throw new ArgumentException($"normalize: there is no axis {axis} in an array of shape {NumpyTypes.Describe(shape)}.", nameof(axis));

        var dtype = NumpyTypes.IsFloating(x.typecode) ? x.typecode : NPTypeCode.Double;
        var data = x.astype(NPTypeCode.Double).ToArray<double>();
        var length = (int)shape[place];
        var inner = Product(shape.AsSpan(place + 1));
        var outer = Product(shape.AsSpan(0, place));
        for (long o = 0; o < outer; o++)
        {
            for (long i = 0; i < inner; i++)
            {
                var start = o * length * inner + i;
                var norm = Norm(data, start, inner, length, order);
                if (norm == 0) continue;
                for (var k = 0; k < length; k++) data[start + k * inner] /= norm;
            }
        }
        return new NDArray(data, new Shape(shape.Length == 1 ? [1, length] : shape)).astype(dtype);
    }

    private static long[] Labels(NDArray x)
    {
        if (!NumpyTypes.IsFloating(x.typecode)) return x.astype(NPTypeCode.Int64).ToArray<long>();
        var values = x.astype(NPTypeCode.Double).ToArray<double>();
        return Array.ConvertAll(values, v => double.IsFinite(v) ? (long)v : throw new ArgumentException($"to_categorical: {v} is no class index."));
    }

    private static double Norm(double[] data, long start, long stride, int length, double order)
    {
        double result = order == double.NegativeInfinity ? double.PositiveInfinity : 0;
        for (var k = 0; k < length; k++)
        {
            var magnitude = Math.Abs(data[start + k * stride]);
            result = order switch
            {
                double.PositiveInfinity => Math.Max(result, magnitude),
                double.NegativeInfinity => Math.Min(result, magnitude),
                0 => result + (magnitude != 0 ? 1 : 0),
                1 => result + magnitude,
                2 => result + magnitude * magnitude,
                _ => result + Math.Pow(magnitude, order),
            };
        }
        return order switch
        {
            0 or 1 or double.PositiveInfinity or double.NegativeInfinity => result,
            2 => Math.Sqrt(result),
            _ => Math.Pow(result, 1 / order),
        };
    }

    private static long Product(ReadOnlySpan<long> shape)
    {
        long product = 1;
        foreach (var size in shape) product *= size;
        return product;
    }
}
