namespace Keras.Legacy.Preprocessing;

/// <summary>Planes seen through an affine map, with splines of order 0 to 5 between the pixels, as SciPy's <c>ndimage.affine_transform</c> computes them.</summary>
internal static class SplineTransform
{
    /// <summary>How far a plane is continued for splines that end at its edge pixels.</summary>
    private const int EdgePadding = 12;

    /// <summary>What lies outside a plane.</summary>
    internal enum Fill
    {
        Constant,
        Nearest,
        Reflect,
        Wrap,
        Mirror,
    }

    internal static Fill Parse(string mode) => mode switch
    {
        "constant" => Fill.Constant,
        "nearest" => Fill.Nearest,
        "reflect" => Fill.Reflect,
        "wrap" => Fill.Wrap,
        "mirror" => Fill.Mirror,
        _ => throw new ArgumentException($"fill_mode is '{mode}'; it must be one of constant, nearest, reflect, wrap, mirror.", "fill_mode"),
    };

    /// <summary>Computes a plane whose pixel (i, j) is what the source has at matrix · (i, j) + offset.</summary>
    internal static void Apply(ReadOnlySpan<double> source, Span<double> result, int height, int width, double[,] matrix, (double Row, double Column) offset, int order, Fill fill, double constant)
    {
        if (order is < 0 or > 5) throw new ArgumentException($"The order of the interpolation is {order}; it must be from 0 to 5.", nameof(order));

        // 1. Splines of order 2 and more go through coefficients, not through the pixels themselves.
        var (plane, rows, columns, padding) = (source.ToArray(), height, width, 0);
        if (order > 1)
        {
            if (fill == Fill.Nearest) (plane, rows, columns, padding) = Padded(plane, height, width);
            foreach (var pole in Poles(order)) Filter(plane, rows, columns, pole, fill is Fill.Nearest or Fill.Reflect);
        }
        var inner = fill is Fill.Constant or Fill.Wrap ? Fill.Mirror : fill;

        // 2. Each pixel: the place in the source, then the weighted neighbours.
        Span<double> weightsR = stackalloc double[order + 1], weightsC = stackalloc double[order + 1];
        Span<int> indexR = stackalloc int[order + 1], indexC = stackalloc int[order + 1];
        for (var i = 0; i < height; i++)
            for (var j = 0; j < width; j++)
            {
                var r = Map(matrix[0, 0] * i + matrix[0, 1] * j + offset.Row + padding, rows, fill);
                var c = Map(matrix[1, 0] * i + matrix[1, 1] * j + offset.Column + padding, columns, fill);
                if (r <= -1 || c <= -1)
                {
                    result[i * width + j] = constant;
                    continue;
                }
                Neighbours(r, rows, order, inner, indexR, weightsR);
                Neighbours(c, columns, order, inner, indexC, weightsC);
                var sum = 0.0;
                for (var a = 0; a <= order; a++)
                    for (var b = 0; b <= order; b++)
                        sum += plane[indexR[a] * columns + indexC[b]] * weightsR[a] * weightsC[b];
                result[i * width + j] = sum;
            }
    }

    private static (double[], int, int, int) Padded(double[] plane, int height, int width)
    {
        int rows = height + 2 * EdgePadding, columns = width + 2 * EdgePadding;
        var result = new double[rows * columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                result[i * columns + j] = plane[Math.Clamp(i - EdgePadding, 0, height - 1) * width + Math.Clamp(j - EdgePadding, 0, width - 1)];
        return (result, rows, columns, EdgePadding);
    }

    /// <summary>A place on an axis brought into its range (half a pixel beyond it where the plane is reflected between pixels); -1 where there is nothing.</summary>
    private static double Map(double at, int length, Fill fill)
    {
        if (at >= 0 && at <= length - 1) return at;
        if (fill == Fill.Constant || double.IsNaN(at)) return -1;
        if (length == 1) return 0;
        switch (fill)
        {
            case Fill.Nearest:
                return at < 0 ? 0 : length - 1;
            case Fill.Wrap:
                double period = length - 1;
                return at < 0 ? at + period * ((long)(-at / period) + 1) : at - period * (long)(at / period);
            case Fill.Mirror:
                double twice = 2 * length - 2;
                if (at < 0)
                {
                    at += twice * (long)(-at / twice);
                    return at <= 1 - length ? at + twice : -at;
                }
                at -= twice * (long)(at / twice);
                return at >= length ? twice - at : at;
            default:
                double size = 2 * length;
                if (at < 0)
                {
                    if (at < -size) at += size * (long)(-at / size);
                    return at < -length ? at + size : (at > -1e-15 ? 1e-15 : -at) - 1;
                }
                at -= size * (long)(at / size);
                return at >= length ? size - at - 1 : at;
        }
    }

    private static void Neighbours(double at, int length, int order, Fill fill, Span<int> indices, Span<double> weights)
    {
        var start = (int)Math.Floor((order & 1) == 1 ? at : at + 0.5) - order / 2;
        for (var k = 0; k <= order; k++)
        {
            var index = start + k;
            weights[k] = order == 0 ? 1 : Spline(at - index, order);
            indices[k] = index >= 0 && index < length ? index : Math.Clamp((int)Map(index, length, fill), 0, length - 1);
        }
    }

    /// <summary>The centred B-spline of an order.</summary>
    private static double Spline(double x, int order)
    {
        x = Math.Abs(x);
        if (order == 1) return Math.Max(0, 1 - x);
        double sum = 0, binomial = 1, factorial = 1;
        for (var k = 0; k <= order + 1; k++)
        {
            var t = (order + 1) / 2.0 - x - k;
            if (t <= 0) break;
            sum += ((k & 1) == 0 ? binomial : -binomial) * Math.Pow(t, order);
            binomial = binomial * (order + 1 - k) / (k + 1);
        }
        for (var k = 2; k <= order; k++) factorial *= k;
        return sum / factorial;
    }

    private static double[] Poles(int order) => order switch
    {
        2 => [Math.Sqrt(8) - 3],
        3 => [Math.Sqrt(3) - 2],
        4 => [Math.Sqrt(664 - Math.Sqrt(438976)) + Math.Sqrt(304) - 19, Math.Sqrt(664 + Math.Sqrt(438976)) - Math.Sqrt(304) - 19],
        _ => [Math.Sqrt(67.5 - Math.Sqrt(4436.25)) + Math.Sqrt(26.25) - 6.5, Math.Sqrt(67.5 + Math.Sqrt(4436.25)) - Math.Sqrt(26.25) - 6.5],
    };

    private static void Filter(double[] plane, int rows, int columns, double pole, bool reflect)
    {
        for (var j = 0; j < columns; j++) Filter(plane, j, columns, rows, pole, reflect);
        for (var i = 0; i < rows; i++) Filter(plane, i * columns, 1, columns, pole, reflect);
    }

    /// <summary>The recursive filter of one pole, forth and back along a line that is continued by mirroring (at the edge pixels) or reflecting (between them).</summary>
    private static void Filter(double[] plane, int start, int stride, int length, double pole, bool reflect)
    {
        if (length < 2) return;
        var line = new double[length];
        var gain = (1 - pole) * (1 - 1 / pole);
        for (var i = 0; i < length; i++) line[i] = plane[start + i * stride] * gain;

        // 1. Forth: the sum over the infinite continuation in closed form.
        var power = pole;
        if (reflect)
        {
            var far = Math.Pow(pole, length);
            var first = line[0];
            var sum = line[0] + far * line[length - 1];
            for (var i = 1; i < length; i++, power *= pole) sum += power * (line[i] + far * line[length - 1 - i]);
            line[0] = sum * pole / (1 - far * far) + first;
        }
        else
        {
            var far = Math.Pow(pole, length - 1);
            var sum = line[0] + far * line[length - 1];
            for (var i = 1; i < length - 1; i++, power *= pole) sum += power * (line[i] + far * line[length - 1 - i]);
            line[0] = sum / (1 - far * far);
        }
        for (var i = 1; i < length; i++) line[i] += pole * line[i - 1];

        // 2. Back.
        line[length - 1] = reflect ? line[length - 1] * pole / (pole - 1) : (pole * line[length - 2] + line[length - 1]) * pole / (pole * pole - 1);
        for (var i = length - 2; i >= 0; i--) line[i] = pole * (line[i + 1] - line[i]);
        for (var i = 0; i < length; i++) plane[start + i * stride] = line[i];
    }
}
