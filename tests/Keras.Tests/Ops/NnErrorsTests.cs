namespace Keras.Tests.Operations;

using Keras;
using Ops = Keras.Ops;

/// <summary>Arguments that do not fit: an ArgumentException that names what was received, never the end of the process.</summary>
public class NnErrorsTests
{
    private static Tensor X(params int?[] shape) => Ops.ones(new TensorShape(shape));

    private static Tensor Int(params int?[] shape) => Ops.ones(new TensorShape(shape), "int32");

    private static readonly (string Says, Func<object?> Run)[] Calls =
    [
        ("(2, 5, 5, 3)", () => Ops.conv(X(2, 5, 5, 3), X(3, 3, 2, 4))),
        ("kernel", () => Ops.conv(X(2, 5, 5, 3), X(3, 3, 4))),
        ("zero or negative", () => Ops.conv(X(2, 2, 2, 3), X(3, 3, 3, 4))),
        ("int32", () => Ops.conv(Int(2, 5, 5, 3), Int(3, 3, 3, 4))),
        ("one dtype", () => Ops.conv(X(2, 5, 5, 3), Ops.cast(X(3, 3, 3, 4), "float64"))),
        ("padding", () => Ops.conv(X(2, 5, 5, 3), X(3, 3, 3, 4), 1, "full")),
        ("padding", () => Ops.conv(X(2, 5, 5, 3), X(3, 3, 3, 4), 1, "causal")),
        ("strides", () => Ops.conv(X(2, 5, 5, 3), X(3, 3, 3, 4), 0)),
        ("strides", () => Ops.conv(X(2, 5, 5, 3), X(3, 3, 3, 4), (1, 2, 3))),
        ("dilation_rate", () => Ops.conv(X(2, 5, 5, 3), X(3, 3, 3, 4), dilation_rate: -1)),
        ("data_format", () => Ops.conv(X(2, 5, 5, 3), X(3, 3, 3, 4), data_format: "channels_middle")),
        ("groups", () => Ops.conv(X(2, 5, 5, 4), X(3, 3, 2, 5))),
        ("dimensions", () => Ops.conv(X(2, 5), X(3, 4))),
        ("input channels", () => Ops.depthwise_conv(X(2, 5, 5, 3), X(3, 3, 2, 1))),
        ("input channels", () => Ops.conv_transpose(X(2, 5, 5, 3), X(3, 3, 3, 4))),
        ("output_padding", () => Ops.conv_transpose(X(2, 5, 5, 4), X(3, 3, 3, 4), 2, "same", -1)),
        ("zero or negative", () => Ops.max_pool(X(2, 2, 2, 3), 3)),
        ("pool_size", () => Ops.max_pool(X(2, 5, 5, 3), 0)),
        ("dimensions", () => Ops.average_pool(X(2, 5), 2)),
        ("output_size", () => Ops.adaptive_max_pool(X(2, 5, 5, 3), (1, 2, 3))),
        ("axis", () => Ops.softmax(X(2, 3), 2)),
        ("divisible by 2", () => Ops.glu(X(2, 3))),
        ("axis", () => Ops.one_hot(Int(3), 4, 5)),
        ("sparse", () => Ops.one_hot(Int(3), 4, sparse: true)),
        ("vector", () => Ops.batch_normalization(X(2, 3), X(2), X(3), -1)),
        ("shape", () => Ops.layer_normalization(X(2, 3), X(2))),
        ("order", () => Ops.normalize(X(2, 3), order: 0)),
        ("same shape", () => Ops.binary_crossentropy(X(2, 3), X(2, 4))),
        ("same shape", () => Ops.categorical_crossentropy(X(2, 3), X(2, 4))),
        ("one-hot", () => Ops.sparse_categorical_crossentropy(X(2, 3), X(2, 3))),
        ("out of bounds", () => Ops.sparse_categorical_crossentropy(new[] { 3, 0 }, X(2, 3))),
        ("k", () => Ops.top_k(X(2, 3), 4)),
        ("targets", () => Ops.in_top_k(Int(3), X(2, 3), 1)),
        ("4D", () => Ops.dot_product_attention(X(2, 3, 4), X(2, 3, 4), X(2, 3, 4))),
        ("Only one", () => Ops.dot_product_attention(X(2, 3, 4, 5), X(2, 3, 4, 5), X(2, 3, 4, 5), X(1), X(1))),
        ("heads", () => Ops.dot_product_attention(X(2, 3, 4, 5), X(2, 3, 3, 5), X(2, 3, 3, 5))),
        ("strategy", () => Ops.ctc_decode(X(2, 3, 4), Int(2), "best")),
        ("first dimension", () => Ops.ctc_loss(Int(3, 2), X(2, 5, 4), Int(2), Int(2))),
        ("4D", () => Ops.unfold(X(2, 3, 4), 2)),
        ("divisible", () => Ops.fold(X(2, 5, 4), (4, 4), 2)),
        ("fold", () => Ops.fold(X(2, 8, 5), (4, 4), 2)),
        ("block_size", () => Ops.depth_to_space(X(2, 3, 4, 4), 1)),
        ("divisible", () => Ops.space_to_depth(X(2, 3, 4, 4), 2)),
        ("segment_ids", () => Ops.segment_sum(X(3, 2), Int(4))),
        ("two tensors", () => Ops.fft(X(3))),
        ("fft_length", () => Ops.stft(X(20), 8, 2, 4)),
        ("window", () => Ops.stft(X(20), 8, 2, 8, "kaiser")),
        ("square", () => Ops.inv(X(2, 3))),
        ("inv", () => Ops.inv(X(2, 2))),
        ("cholesky", () => Ops.cholesky(-1.0 * X(2, 2))),
        ("rank >= 2", () => Ops.svd(X(3))),
        ("incompatible", () => Ops.solve(X(2, 2), X(3))),
        ("ord", () => Ops.norm(X(2, 3), 3)),
        ("ord", () => Ops.norm(X(3), "fro")),
        ("indices", () => Ops.scatter(new[,] { { 7 } }, X(1), 4)),
        ("reduction", () => Ops.scatter_update(X(3), new[,] { { 0 } }, X(1), "mean")),
        ("inside", () => Ops.slice(X(3, 3), new[] { 2, 0 }, (2, 2))),
        ("inside", () => Ops.slice_update(X(3, 3), new[] { 2, 0 }, X(2, 2))),
        ("num", () => Ops.unstack(X(3, 2), 4)),
        ("length", () => Ops.scan((c, x) => (c, c), X(3))),
        ("first dimension", () => Ops.map(x => x, new TensorList(X(2, 3), X(3, 3)))),
        ("pattern", () => Ops.rearrange(X(2, 3), "a b c -> a b c")),
        ("a=", () => Ops.rearrange(X(5, 3), "(a b) c -> a b c", ("a", 2))),
        ("interpolation", () => Ops.resize(X(2, 3, 4, 1), (4, 4), "lanczos3")),
        ("rank", () => Ops.resize(X(2, 3), (4, 4))),
        ("exactly two", () => Ops.pad_images(X(4, 4, 1), 1, 1, 1, 1, 6)),
        ("top_cropping", () => Ops.crop_images(X(4, 4, 1), null, 0, 1, 0, 6)),
        ("channel", () => Ops.rgb_to_grayscale(X(4, 4, 2))),
        ("float", () => Ops.rgb_to_hsv(Int(4, 4, 3))),
        ("fill_mode", () => Ops.affine_transform(X(4, 4, 1), X(8), fill_mode: "mirrored")),
        ("rank", () => Ops.map_coordinates(X(4, 4), X(3, 5), 1)),
        ("start_points", () => Ops.perspective_transform(X(4, 4, 1), X(3, 2), X(3, 2))),
        ("larger than the input", () => Ops.ssim(X(4, 4, 1), X(4, 4, 1))),
        ("method", () => Ops.scale_and_translate(X(4, 4, 1), (5, 5, 1), X(2), X(2), (0, 1), "area")),
        ("overlap", () => Ops.reconstruct_patches(X(2, 2, 4), 2, (4, 4), 1)),
        ("rows of the table", () => Keras.Backend.Kernel.EmbeddingLookup(X(5, 2), new[] { 1, 5 })),
        ("integers", () => Keras.Backend.Kernel.EmbeddingLookup(X(5, 2), X(2))),
    ];

    public static TheoryData<int> All() => [.. Enumerable.Range(0, Calls.Length)];

    [Theory, MemberData(nameof(All))]
    public void A_call_that_does_not_fit_says_so(int index)
    {
        var (says, run) = Calls[index];
        var error = Assert.ThrowsAny<ArgumentException>(run);
        Assert.Contains(says, error.Message, StringComparison.OrdinalIgnoreCase);
    }
}
