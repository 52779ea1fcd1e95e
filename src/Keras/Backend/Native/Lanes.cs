using System.Numerics;

namespace Keras.Backend.Native;

/// <summary>Vectors of float32 at the end of a row, where fewer elements are left than a vector holds; and functions of all lanes.</summary>
internal static unsafe class Lanes
{
    internal static Vector<float> Load(float* source, long count) => count >= Vector<float>.Count ? Vector.Load(source) : LoadPart(source, (int)count);

    internal static void Store(Vector<float> value, float* target, long count)
    {
        if (count >= Vector<float>.Count) value.Store(target);
        else StorePart(value, target, (int)count);
    }

    internal static Vector<float> LoadPart(float* source, int count)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        lanes.Clear();
        new ReadOnlySpan<float>(source, count).CopyTo(lanes);
        return new Vector<float>(lanes);
    }

    internal static void StorePart(Vector<float> value, float* target, int count)
    {
        for (int k = 0; target != null && k < count; k++)
            target[k] = value[k];
    }

    internal static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-x));

    internal static Vector<float> Tanh(Vector<float> x)
    {
        // Near zero the quotient would lose the digits that the odd series has.
        var square = x * x;
        var series = new Vector<float>(-5.70498872745e-3f);
        series = Vector.FusedMultiplyAdd(series, square, new Vector<float>(2.06390887954e-2f));
        series = Vector.FusedMultiplyAdd(series, square, new Vector<float>(-5.37397155531e-2f));
        series = Vector.FusedMultiplyAdd(series, square, new Vector<float>(1.33314422036e-1f));
        series = Vector.FusedMultiplyAdd(series, square, new Vector<float>(-3.33332819422e-1f));
        series = Vector.FusedMultiplyAdd(series * square, x, x);
        var two = new Vector<float>(2f);
        var quotient = Vector<float>.One - two / (Vector<float>.One + Vector.Exp(x * two));
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new Vector<float>(0.625f)), series, quotient);
    }
}
