using Keras.Backend;

namespace Keras.Legacy;

/// <content>Neural networks.</content>
public static partial class LegacyBackend
{
    /// <summary>max(x, 0), or with a slope, a ceiling and a threshold.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="alpha">Slope below the threshold.</param>
    /// <param name="max_value">Ceiling; none where <see langword="null"/>.</param>
    /// <param name="threshold">Threshold.</param>
    [KerasExport("keras.backend.relu")]
    public static Tensor relu(Tensor x, double alpha = 0.0, double? max_value = null, double threshold = 0.0) => keras.activations.relu(x, alpha, max_value, threshold);

    /// <summary>x above zero, alpha · (exp(x) - 1) below.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="alpha">Factor below zero.</param>
    [KerasExport("keras.backend.elu")]
    public static Tensor elu(Tensor x, double alpha = 1.0) => Ops.elu(x, alpha);

    /// <summary>Exponentials that add up to 1 along an axis.</summary>
    /// <param name="x">Any tensor of two or more dimensions.</param>
    /// <param name="axis">The axis.</param>
    [KerasExport("keras.backend.softmax")]
    public static Tensor softmax(Tensor x, int axis = -1) =>
        x.ndim > 1 ? Ops.softmax(x, axis) : throw new ArgumentException($"Cannot apply softmax to a tensor that is 1D. Received a tensor of shape {x.shape}.");

    /// <summary>log(1 + exp(x)).</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.softplus")]
    public static Tensor softplus(Tensor x) => Ops.softplus(x);

    /// <summary>x / (1 + |x|).</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.softsign")]
    public static Tensor softsign(Tensor x) => Ops.softsign(x);

    /// <summary>1 / (1 + exp(-x)).</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.sigmoid")]
    public static Tensor sigmoid(Tensor x) => Ops.sigmoid(x);

    /// <summary>Hyperbolic tangents.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.tanh")]
    public static Tensor tanh(Tensor x) => Ops.tanh(x);

    /// <summary>0.2 · x + 0.5, cut to the range from 0 to 1. The one of Keras 3 has the slope 1/6.</summary>
    /// <param name="x">Any tensor.</param>
    [KerasExport("keras.backend.hard_sigmoid")]
    public static Tensor hard_sigmoid(Tensor x) => Ops.clip(x * 0.2 + 0.5, 0, 1);

    /// <summary>Elements set to zero at random, the others scaled up.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="level">The part that is set to zero.</param>
    /// <param name="noise_shape">Shape of the mask; that of the tensor where <see langword="null"/>.</param>
    /// <param name="seed">Seed; the global generator's where <see langword="null"/>.</param>
    [KerasExport("keras.backend.dropout")]
    public static Tensor dropout(Tensor x, double level, TensorShape? noise_shape = null, int? seed = null) =>
        keras.random.dropout(x, level, noise_shape, seed is { } s ? s : null);

    /// <summary>Whether the true class is among the k greatest predictions.</summary>
    /// <param name="predictions">(batch, classes).</param>
    /// <param name="targets">(batch): true classes.</param>
    /// <param name="k">How many.</param>
    [KerasExport("keras.backend.in_top_k")]
    public static Tensor in_top_k(Tensor predictions, Tensor targets, int k) => Ops.in_top_k(targets, predictions, k);

    /// <summary>Cross-entropy of classes, one-hot.</summary>
    /// <param name="target">True values, one-hot.</param>
    /// <param name="output">Probabilities.</param>
    /// <param name="from_logits">Whether they are logits instead.</param>
    /// <param name="axis">The axis of the classes.</param>
    [KerasExport("keras.backend.categorical_crossentropy")]
    public static Tensor categorical_crossentropy(Tensor target, Tensor output, bool from_logits = false, int axis = -1) =>
        Ops.categorical_crossentropy(target, output, from_logits, axis);

    /// <summary>Cross-entropy of class numbers.</summary>
    /// <param name="target">Class numbers.</param>
    /// <param name="output">Probabilities.</param>
    /// <param name="from_logits">Whether they are logits instead.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <param name="ignore_class">A class that does not count.</param>
    [KerasExport("keras.backend.sparse_categorical_crossentropy")]
    public static Tensor sparse_categorical_crossentropy(Tensor target, Tensor output, bool from_logits = false, int axis = -1, int? ignore_class = null) =>
        keras.losses.sparse_categorical_crossentropy(target, output, from_logits, ignore_class, axis);

    /// <summary>Cross-entropy of two classes, element by element.</summary>
    /// <param name="target">True values, 0 or 1.</param>
    /// <param name="output">Probabilities.</param>
    /// <param name="from_logits">Whether they are logits instead.</param>
    [KerasExport("keras.backend.binary_crossentropy")]
    public static Tensor binary_crossentropy(Tensor target, Tensor output, bool from_logits = false) => Ops.binary_crossentropy(target, output, from_logits);

    /// <summary>Normalized with given statistics.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="mean">Mean.</param>
    /// <param name="var">Variance.</param>
    /// <param name="beta">Offset.</param>
    /// <param name="gamma">Scale.</param>
    /// <param name="axis">The axis of the statistics.</param>
    /// <param name="epsilon">Added to the variance.</param>
    [KerasExport("keras.backend.batch_normalization")]
    public static Tensor batch_normalization(Tensor x, Tensor mean, Tensor var, Tensor? beta, Tensor? gamma, int axis = -1, double epsilon = 0.001) =>
        Ops.batch_normalization(x, mean, var, axis, beta, gamma, epsilon);

    /// <summary>With a number for each channel added.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="bias">One number a channel.</param>
    /// <param name="data_format">Where the channels are.</param>
    [KerasExport("keras.backend.bias_add")]
    public static Tensor bias_add(Tensor x, Tensor bias, string? data_format = null) =>
        (data_format ?? KerasConfig.image_data_format()) == "channels_first" && x.ndim > 2 ? x + Ops.reshape(bias, new TensorShape([1, bias.shape[0], .. Enumerable.Repeat((int?)1, x.ndim - 2)])) : x + bias;

    /// <summary>CTC loss of each sample, (batch, 1).</summary>
    /// <param name="y_true">(batch, length): labels.</param>
    /// <param name="y_pred">(batch, steps, classes): probabilities, the last class for the blank.</param>
    /// <param name="input_length">(batch, 1): steps that count.</param>
    /// <param name="label_length">(batch, 1): labels that count.</param>
    [KerasExport("keras.backend.ctc_batch_cost")]
    public static Tensor ctc_batch_cost(Tensor y_true, Tensor y_pred, Tensor input_length, Tensor label_length) =>
        Ops.expand_dims(Ops.ctc_loss(Ops.cast(y_true, "int32"), Ops.log(y_pred + KerasConfig.epsilon()), Ops.cast(Ops.squeeze(label_length, -1), "int32"), Ops.cast(Ops.squeeze(input_length, -1), "int32"), y_pred.shape[^1]!.Value - 1), 1);

    /// <summary>Convolution over 1 dimension.</summary>
    /// <param name="x">(batch, steps, channels).</param>
    /// <param name="kernel">Window, channels, filters.</param>
    /// <param name="strides">Steps; 1 where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>.</param>
    /// <param name="data_format">Where the channels are.</param>
    /// <param name="dilation_rate">Distance of the points of the window; 1 where <see langword="null"/>.</param>
    [KerasExport("keras.backend.conv1d")]
    public static Tensor conv1d(Tensor x, Tensor kernel, Size1D? strides = null, string padding = "valid", string? data_format = null, Size1D? dilation_rate = null) =>
        Ops.conv(x, kernel, strides ?? 1, padding, data_format, dilation_rate ?? 1);

    /// <summary>Convolution over 2 dimensions.</summary>
    /// <param name="x">(batch, height, width, channels).</param>
    /// <param name="kernel">Window, channels, filters.</param>
    /// <param name="strides">Steps; 1 where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>.</param>
    /// <param name="data_format">Where the channels are.</param>
    /// <param name="dilation_rate">Distance of the points of the window; 1 where <see langword="null"/>.</param>
    [KerasExport("keras.backend.conv2d")]
    public static Tensor conv2d(Tensor x, Tensor kernel, Size2D? strides = null, string padding = "valid", string? data_format = null, Size2D? dilation_rate = null) =>
        Ops.conv(x, kernel, strides ?? 1, padding, data_format, dilation_rate ?? 1);

    /// <summary>Convolution over 3 dimensions.</summary>
    /// <param name="x">(batch, depth, height, width, channels).</param>
    /// <param name="kernel">Window, channels, filters.</param>
    /// <param name="strides">Steps; 1 where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>.</param>
    /// <param name="data_format">Where the channels are.</param>
    /// <param name="dilation_rate">Distance of the points of the window; 1 where <see langword="null"/>.</param>
    [KerasExport("keras.backend.conv3d")]
    public static Tensor conv3d(Tensor x, Tensor kernel, Size3D? strides = null, string padding = "valid", string? data_format = null, Size3D? dilation_rate = null) =>
        Ops.conv(x, kernel, strides ?? 1, padding, data_format, dilation_rate ?? 1);

    /// <summary>Convolution of each channel by itself.</summary>
    /// <param name="x">(batch, height, width, channels).</param>
    /// <param name="depthwise_kernel">Window, channels, multiplier.</param>
    /// <param name="strides">Steps; 1 where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>.</param>
    /// <param name="data_format">Where the channels are.</param>
    /// <param name="dilation_rate">Distance of the points of the window; 1 where <see langword="null"/>.</param>
    [KerasExport("keras.backend.depthwise_conv2d")]
    public static Tensor depthwise_conv2d(Tensor x, Tensor depthwise_kernel, Size2D? strides = null, string padding = "valid", string? data_format = null, Size2D? dilation_rate = null) =>
        Ops.depthwise_conv(x, depthwise_kernel, strides ?? 1, padding, data_format, dilation_rate ?? 1);

    /// <summary>Convolution of each channel by itself, then over the channels.</summary>
    /// <param name="x">(batch, height, width, channels).</param>
    /// <param name="depthwise_kernel">Window, channels, multiplier.</param>
    /// <param name="pointwise_kernel">1, 1, channels times multiplier, filters.</param>
    /// <param name="strides">Steps; 1 where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>.</param>
    /// <param name="data_format">Where the channels are.</param>
    /// <param name="dilation_rate">Distance of the points of the window; 1 where <see langword="null"/>.</param>
    [KerasExport("keras.backend.separable_conv2d")]
    public static Tensor separable_conv2d(Tensor x, Tensor depthwise_kernel, Tensor pointwise_kernel, Size2D? strides = null, string padding = "valid", string? data_format = null, Size2D? dilation_rate = null) =>
        Ops.separable_conv(x, depthwise_kernel, pointwise_kernel, strides ?? 1, padding, data_format, dilation_rate ?? 1);

    /// <summary>The greatest or the mean of each window over 2 dimensions.</summary>
    /// <param name="x">Images or volumes.</param>
    /// <param name="pool_size">Size of the window.</param>
    /// <param name="strides">Steps; 1 where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>.</param>
    /// <param name="data_format">Where the channels are.</param>
    /// <param name="pool_mode"><c>max</c> or <c>avg</c>.</param>
    [KerasExport("keras.backend.pool2d")]
    public static Tensor pool2d(Tensor x, Size2D pool_size, Size2D? strides = null, string padding = "valid", string? data_format = null, string pool_mode = "max") => pool_mode switch
    {
        "max" => Ops.max_pool(x, pool_size, strides ?? 1, padding, data_format),
        "avg" => Ops.average_pool(x, pool_size, strides ?? 1, padding, data_format),
        _ => throw new ArgumentException($"Invalid pooling mode: received '{pool_mode}', expected 'max' or 'avg'."),
    };

    /// <summary>The greatest or the mean of each window over 3 dimensions.</summary>
    /// <param name="x">Images or volumes.</param>
    /// <param name="pool_size">Size of the window.</param>
    /// <param name="strides">Steps; 1 where <see langword="null"/>.</param>
    /// <param name="padding"><c>valid</c> or <c>same</c>.</param>
    /// <param name="data_format">Where the channels are.</param>
    /// <param name="pool_mode"><c>max</c> or <c>avg</c>.</param>
    [KerasExport("keras.backend.pool3d")]
    public static Tensor pool3d(Tensor x, Size3D pool_size, Size3D? strides = null, string padding = "valid", string? data_format = null, string pool_mode = "max") => pool_mode switch
    {
        "max" => Ops.max_pool(x, pool_size, strides ?? 1, padding, data_format),
        "avg" => Ops.average_pool(x, pool_size, strides ?? 1, padding, data_format),
        _ => throw new ArgumentException($"Invalid pooling mode: received '{pool_mode}', expected 'max' or 'avg'."),
    };
}
