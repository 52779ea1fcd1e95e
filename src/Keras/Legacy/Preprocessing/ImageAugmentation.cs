using Keras.Utils;
using NumSharp;

namespace Keras.Legacy.Preprocessing;

/// <summary>Changes of single images as arrays, given or at random (keras/src/legacy/preprocessing/image.py). Random numbers are those of NumPy's global generator.</summary>
public static class ImageAugmentation
{
    /// <summary>Turns an image by a random angle.</summary>
    /// <param name="x">Image of three dimensions.</param>
    /// <param name="rg">Greatest angle in degrees, either way.</param>
    /// <param name="row_axis">Axis of the rows.</param>
    /// <param name="col_axis">Axis of the columns.</param>
    /// <param name="channel_axis">Axis of the channels: the first or the last.</param>
    /// <param name="fill_mode">What lies outside: <c>constant</c>, <c>nearest</c>, <c>reflect</c> or <c>wrap</c>.</param>
    /// <param name="cval">The value of <c>constant</c>.</param>
    /// <param name="interpolation_order">Order of the splines between pixels, 0 to 5.</param>
    /// <returns>An image of the same shape and dtype.</returns>
    /// <exception cref="ArgumentException">The axes, the mode or the order have no meaning.</exception>
    [KerasExport("keras.preprocessing.image.random_rotation")]
    public static NDArray random_rotation(NDArray x, double rg, int row_axis = 1, int col_axis = 2, int channel_axis = 0, string fill_mode = "nearest", double cval = 0.0, int interpolation_order = 1) =>
        apply_affine_transform(x, theta: NumpyRandomState.Global.Uniform(-rg, rg), row_axis: row_axis, col_axis: col_axis, channel_axis: channel_axis, fill_mode: fill_mode, cval: cval, order: interpolation_order);

    /// <summary>Shifts an image by random parts of its size.</summary>
    /// <param name="x">Image of three dimensions.</param>
    /// <param name="wrg">Greatest part of the width.</param>
    /// <param name="hrg">Greatest part of the height.</param>
    /// <param name="row_axis">Axis of the rows.</param>
    /// <param name="col_axis">Axis of the columns.</param>
    /// <param name="channel_axis">Axis of the channels: the first or the last.</param>
    /// <param name="fill_mode">What lies outside: <c>constant</c>, <c>nearest</c>, <c>reflect</c> or <c>wrap</c>.</param>
    /// <param name="cval">The value of <c>constant</c>.</param>
    /// <param name="interpolation_order">Order of the splines between pixels, 0 to 5.</param>
    /// <returns>An image of the same shape and dtype.</returns>
    /// <exception cref="ArgumentException">The axes, the mode or the order have no meaning.</exception>
    [KerasExport("keras.preprocessing.image.random_shift")]
    public static NDArray random_shift(NDArray x, double wrg, double hrg, int row_axis = 1, int col_axis = 2, int channel_axis = 0, string fill_mode = "nearest", double cval = 0.0, int interpolation_order = 1)
    {
        CheckAxes(x, row_axis, col_axis, channel_axis);
        var tx = NumpyRandomState.Global.Uniform(-hrg, hrg) * x.shape[row_axis];
        var ty = NumpyRandomState.Global.Uniform(-wrg, wrg) * x.shape[col_axis];
        return apply_affine_transform(x, tx: tx, ty: ty, row_axis: row_axis, col_axis: col_axis, channel_axis: channel_axis, fill_mode: fill_mode, cval: cval, order: interpolation_order);
    }

    /// <summary>Shears an image by a random angle.</summary>
    /// <param name="x">Image of three dimensions.</param>
    /// <param name="intensity">Greatest angle in degrees, either way.</param>
    /// <param name="row_axis">Axis of the rows.</param>
    /// <param name="col_axis">Axis of the columns.</param>
    /// <param name="channel_axis">Axis of the channels: the first or the last.</param>
    /// <param name="fill_mode">What lies outside: <c>constant</c>, <c>nearest</c>, <c>reflect</c> or <c>wrap</c>.</param>
    /// <param name="cval">The value of <c>constant</c>.</param>
    /// <param name="interpolation_order">Order of the splines between pixels, 0 to 5.</param>
    /// <returns>An image of the same shape and dtype.</returns>
    /// <exception cref="ArgumentException">The axes, the mode or the order have no meaning.</exception>
    [KerasExport("keras.preprocessing.image.random_shear")]
    public static NDArray random_shear(NDArray x, double intensity, int row_axis = 1, int col_axis = 2, int channel_axis = 0, string fill_mode = "nearest", double cval = 0.0, int interpolation_order = 1) =>
        apply_affine_transform(x, shear: NumpyRandomState.Global.Uniform(-intensity, intensity), row_axis: row_axis, col_axis: col_axis, channel_axis: channel_axis, fill_mode: fill_mode, cval: cval, order: interpolation_order);

    /// <summary>Zooms an image by random factors, one for each direction.</summary>
    /// <param name="x">Image of three dimensions.</param>
    /// <param name="zoom_range">Least and greatest factor.</param>
    /// <param name="row_axis">Axis of the rows.</param>
    /// <param name="col_axis">Axis of the columns.</param>
    /// <param name="channel_axis">Axis of the channels: the first or the last.</param>
    /// <param name="fill_mode">What lies outside: <c>constant</c>, <c>nearest</c>, <c>reflect</c> or <c>wrap</c>.</param>
    /// <param name="cval">The value of <c>constant</c>.</param>
    /// <param name="interpolation_order">Order of the splines between pixels, 0 to 5.</param>
    /// <returns>An image of the same shape and dtype.</returns>
    /// <exception cref="ArgumentException">The range is not two numbers, or the axes, the mode or the order have no meaning.</exception>
    [KerasExport("keras.preprocessing.image.random_zoom")]
    public static NDArray random_zoom(NDArray x, AugmentationRange zoom_range, int row_axis = 1, int col_axis = 2, int channel_axis = 0, string fill_mode = "nearest", double cval = 0.0, int interpolation_order = 1)
    {
        if (zoom_range.Values.Count != 2) throw new ArgumentException($"`zoom_range` should be a tuple or list of two floats. Received: {zoom_range}", nameof(zoom_range));
        var (zx, zy) = DrawZoom(zoom_range.Values[0], zoom_range.Values[1]);
        return apply_affine_transform(x, zx: zx, zy: zy, row_axis: row_axis, col_axis: col_axis, channel_axis: channel_axis, fill_mode: fill_mode, cval: cval, order: interpolation_order);
    }

    /// <summary>Adds a number to all values; they stay between the least and the greatest that were there.</summary>
    /// <param name="x">Image of three dimensions.</param>
    /// <param name="intensity">What is added.</param>
    /// <param name="channel_axis">Axis of the channels.</param>
    /// <returns>An image of the same shape and dtype.</returns>
    [KerasExport("keras.preprocessing.image.apply_channel_shift")]
    public static NDArray apply_channel_shift(NDArray x, double intensity, int channel_axis = 0)
    {
        if (channel_axis < 0 || channel_axis >= x.ndim) throw new ArgumentException($"channel_axis is {channel_axis}, but the image has {x.ndim} dimensions.", nameof(channel_axis));
        var values = ToDoubles(x);
        var (least, most) = (values.Min(), values.Max());
        // The sum is rounded to the dtype before it is cut off.
        var sums = ToDoubles(ToArray(Array.ConvertAll(values, v => v + intensity), x.shape, x.typecode));
        return ToArray(Array.ConvertAll(sums, v => Math.Clamp(v, least, most)), x.shape, x.typecode);
    }

    /// <summary>Adds a random number to all values; they stay between the least and the greatest that were there.</summary>
    /// <param name="x">Image of three dimensions.</param>
    /// <param name="intensity_range">The most that is added or taken away.</param>
    /// <param name="channel_axis">Axis of the channels.</param>
    /// <returns>An image of the same shape and dtype.</returns>
    [KerasExport("keras.preprocessing.image.random_channel_shift")]
    public static NDArray random_channel_shift(NDArray x, double intensity_range, int channel_axis = 0) =>
        apply_channel_shift(x, NumpyRandomState.Global.Uniform(-intensity_range, intensity_range), channel_axis);

    /// <summary>Makes an image brighter or darker, by way of a picture of bytes.</summary>
    /// <param name="x">Image of three dimensions with 1, 3 or 4 channels.</param>
    /// <param name="brightness">The factor: 1 changes nothing, 0 gives black.</param>
    /// <param name="scale">Whether the values are spread from 0 to 255 first.</param>
    /// <returns>An image of the same shape, in <c>floatx()</c>.</returns>
    /// <exception cref="ArgumentException">The image has another shape.</exception>
    [KerasExport("keras.preprocessing.image.apply_brightness_shift")]
    public static NDArray apply_brightness_shift(NDArray x, double brightness, bool scale = true)
    {
        var values = ToDoubles(x);
        var (least, most) = (values.Min(), values.Max());
        var outside = least < 0 || most > 255;
        var result = ImageUtils.img_to_array(Brighten(ImageUtils.array_to_img(x, scale: outside || scale), (float)brightness));
        return !scale && outside ? result / 255 * (most - least) + least : result;
    }

    /// <summary>Makes an image brighter or darker by a random factor.</summary>
    /// <param name="x">Image of three dimensions with 1, 3 or 4 channels.</param>
    /// <param name="brightness_range">Least and greatest factor.</param>
    /// <param name="scale">Whether the values are spread from 0 to 255 first.</param>
    /// <returns>An image of the same shape, in <c>floatx()</c>.</returns>
    /// <exception cref="ArgumentException">The range is not two numbers, or the image has another shape.</exception>
    [KerasExport("keras.preprocessing.image.random_brightness")]
    public static NDArray random_brightness(NDArray x, AugmentationRange brightness_range, bool scale = true)
    {
        if (brightness_range.Values.Count != 2) throw new ArgumentException($"`brightness_range` should be tuple or list of two floats. Received: {brightness_range}", nameof(brightness_range));
        return apply_brightness_shift(x, NumpyRandomState.Global.Uniform(brightness_range.Values[0], brightness_range.Values[1]), scale);
    }

    /// <summary>Turns, shifts, shears and zooms an image about its centre.</summary>
    /// <param name="x">Image of three dimensions.</param>
    /// <param name="theta">Angle in degrees.</param>
    /// <param name="tx">Shift along the rows' axis, in pixels.</param>
    /// <param name="ty">Shift along the columns' axis, in pixels.</param>
    /// <param name="shear">Angle of shearing in degrees.</param>
    /// <param name="zx">Zoom along the rows' axis.</param>
    /// <param name="zy">Zoom along the columns' axis.</param>
    /// <param name="row_axis">Axis of the rows.</param>
    /// <param name="col_axis">Axis of the columns.</param>
    /// <param name="channel_axis">Axis of the channels: the first or the last.</param>
    /// <param name="fill_mode">What lies outside: <c>constant</c>, <c>nearest</c>, <c>reflect</c> or <c>wrap</c>.</param>
    /// <param name="cval">The value of <c>constant</c>.</param>
    /// <param name="order">Order of the splines between pixels, 0 to 5.</param>
    /// <returns>An image of the same shape and dtype.</returns>
    /// <exception cref="ArgumentException">The axes, the mode or the order have no meaning.</exception>
    [KerasExport("keras.preprocessing.image.apply_affine_transform")]
    public static NDArray apply_affine_transform(NDArray x, double theta = 0, double tx = 0, double ty = 0, double shear = 0, double zx = 1, double zy = 1, int row_axis = 1, int col_axis = 2, int channel_axis = 0,
        string fill_mode = "nearest", double cval = 0.0, int order = 1)
    {
        CheckAxes(x, row_axis, col_axis, channel_axis);
        var fill = SplineTransform.Parse(fill_mode);

        // 1. One matrix of all: rotation · shift · shear · zoom, of those that change something.
        double[,]? matrix = null;
        if (theta != 0)
        {
            var angle = theta * (Math.PI / 180);
            Join(Math.Cos(angle), -Math.Sin(angle), 0, Math.Sin(angle), Math.Cos(angle), 0);
        }
        if (tx != 0 || ty != 0) Join(1, 0, tx, 0, 1, ty);
        if (shear != 0)
        {
            var angle = shear * (Math.PI / 180);
            Join(1, -Math.Sin(angle), 0, 0, Math.Cos(angle), 0);
        }
        if (zx != 1 || zy != 1) Join(zx, 0, 0, 0, zy, 0);
        if (matrix is null) return x;

        // 2. About the centre of the image.
        int height = (int)x.shape[row_axis], width = (int)x.shape[col_axis], channels = (int)x.shape[channel_axis];
        double cx = height / 2.0 - 0.5, cy = width / 2.0 - 0.5;
        matrix = Product(Product(new[,] { { 1, 0, cx }, { 0, 1, cy }, { 0, 0, 1 } }, matrix), new[,] { { 1, 0, -cx }, { 0, 1, -cy }, { 0, 0, 1 } });

        // 3. Rows before columns: where the columns' axis comes later, the matrix counts in the other order.
        var linear = new[,] { { matrix[0, 0], matrix[0, 1] }, { matrix[1, 0], matrix[1, 1] } };
        var offset = (matrix[0, 2], matrix[1, 2]);
        if (col_axis > row_axis)
        {
            linear = new[,] { { matrix[1, 1], matrix[1, 0] }, { matrix[0, 1], matrix[0, 0] } };
            offset = (matrix[1, 2], matrix[0, 2]);
        }

        // 4. Channel by channel, in the order of the axes that are left.
        var (rows, columns) = row_axis < col_axis ? (height, width) : (width, height);
        var last = channel_axis == 2;
        var values = ToDoubles(x);
        var result = new double[values.Length];
        double[] plane = new double[rows * columns], seen = new double[rows * columns];
        for (var c = 0; c < channels; c++)
        {
            for (var i = 0; i < plane.Length; i++) plane[i] = values[last ? i * channels + c : c * plane.Length + i];
            SplineTransform.Apply(plane, seen, rows, columns, linear, offset, order, fill, cval);
            for (var i = 0; i < plane.Length; i++) result[last ? i * channels + c : c * plane.Length + i] = seen[i];
        }
        return ToArray(result, x.shape, x.typecode);

        void Join(double a, double b, double c, double d, double e, double f)
        {
            var next = new[,] { { a, b, c }, { d, e, f }, { 0, 0, 1 } };
            matrix = matrix is null ? next : Product(matrix, next);
        }
    }

    /// <summary>Two factors, or twice 1 without a draw where the range allows nothing else.</summary>
    internal static (double X, double Y) DrawZoom(double least, double most)
    {
        if (least == 1 && most == 1) return (1, 1);
        var drawn = NumpyRandomState.Global.Uniform(least, most, 2);
        return (drawn[0], drawn[1]);
    }

    /// <summary>An image with one axis backwards.</summary>
    internal static NDArray Flip(NDArray x, int axis)
    {
        var values = ToDoubles(x);
        var inner = 1;
        for (var i = axis + 1; i < x.ndim; i++) inner *= (int)x.shape[i];
        var length = (int)x.shape[axis];
        var result = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var at = i / inner % length;
            result[i + (length - 1 - 2 * at) * inner] = values[i];
        }
        return ToArray(result, x.shape, x.typecode);
    }

    internal static double[] ToDoubles(NDArray x) => x.astype(NPTypeCode.Double).ToArray<double>();

    internal static NDArray ToArray(double[] values, long[] shape, NPTypeCode dtype) => dtype == NPTypeCode.Single
        ? new NDArray(Array.ConvertAll(values, v => (float)v), new Shape(shape))
        : new NDArray(values, new Shape(shape)).astype(dtype);

    private static void CheckAxes(NDArray x, int row, int column, int channel)
    {
        if (row == column || row == channel || column == channel) throw new ArgumentException($"'row_axis', 'col_axis', and 'channel_axis' must be distinct. Received: {row}, {column}, {channel}.");
        foreach (var axis in new[] { row, column, channel })
        {
            if (axis is < 0 or > 2) throw new ArgumentException($"Invalid axis' indices: {axis}. The axes are 0, 1 and 2.");
        }
        if (x.ndim != 3) throw new ArgumentException($"Input arrays must be multi-channel 2D images. Received an array of shape {NumpyTypes.Describe(x.shape)}.", nameof(x));
        if (channel == 1) throw new ArgumentException("Channels are allowed in the first and last dimensions. Received: channel_axis=1.");
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        var result = new double[3, 3];
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
                for (var k = 0; k < 3; k++) result[i, j] += a[i, k] * b[k, j];
        return result;
    }

    /// <summary>Between black and the picture, or beyond it; alpha stays.</summary>
    private static Image Brighten(Image image, float factor)
    {
        if (image.Pixels is not byte[] bytes) throw new ArgumentException("The brightness of a picture of wide integers cannot be changed. Pass scale: true, or values up to 255.");
        var channels = image.Channels;
        var alpha = image.mode is "RGBA" or "LA";
        var result = new byte[bytes.Length];
        for (var i = 0; i < bytes.Length; i++) result[i] = alpha && i % channels == channels - 1 ? bytes[i] : (byte)Math.Clamp(factor * bytes[i], 0f, 255f);
        return Image.Make(image.mode, image.width, image.height, result);
    }
}
