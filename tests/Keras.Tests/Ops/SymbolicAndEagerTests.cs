namespace Keras.Tests.Operations;

using Keras;
using Ops = Keras.Ops;

/// <summary>An operation on symbols: what it infers must be what it computes, and a functional model of it must compute it.</summary>
public class SymbolicAndEagerTests
{
    private sealed record Case(string Name, TensorShape[] Shapes, Func<Tensor[], Tensor> Run, string DType = "float32")
    {
        public override string ToString() => Name;
    }

    private static Tensor Values(TensorShape shape, string dtype, int seed)
    {
        var x = Keras.Randomness.RandomOps.uniform(shape, 0.1, 0.9, seed: seed);
        return dtype == "int32" ? Ops.cast(x * 2.0, "int32") : Ops.cast(x, dtype);
    }

    private static Tensor Kernel(params int?[] shape) => Values(new TensorShape(shape), "float32", 99);

    private static readonly Case[] Cases =
    [
        .. from padding in new[] { "valid", "same" }
           from format in new[] { "channels_last", "channels_first" }
           from rank in new[] { 1, 2, 3 }
           from stride in new[] { 1, 2 }
           from kernel in new[] { 2, 3 }
           let spatial = Enumerable.Repeat((int?)7, rank).ToArray()
           let shape = format == "channels_last" ? new TensorShape([null, .. spatial, 4]) : new TensorShape([null, 4, .. spatial])
           let window = Enumerable.Repeat((int?)kernel, rank).ToArray()
           let name = $"{rank}d {padding} {format} stride {stride} kernel {kernel}"
           from c in new Case[]
           {
               new("conv " + name, [shape], t => Ops.conv(t[0], Kernel([.. window, 4, 6]), stride, padding, format)),
               new("grouped conv " + name, [shape], t => Ops.conv(t[0], Kernel([.. window, 2, 6]), stride, padding, format)),
               new("dilated conv " + name, [shape], t => Ops.conv(t[0], Kernel([.. window, 4, 6]), 1, padding, format, 2)),
               new("depthwise_conv " + name, [shape], t => Ops.depthwise_conv(t[0], Kernel([.. window, 4, 2]), stride, padding, format)),
               new("separable_conv " + name, [shape], t => Ops.separable_conv(t[0], Kernel([.. window, 4, 2]), Kernel([.. Enumerable.Repeat((int?)1, rank), 8, 5]), stride, padding, format)),
               new("conv_transpose " + name, [shape], t => Ops.conv_transpose(t[0], Kernel([.. window, 5, 4]), stride, padding, null, format)),
               new("max_pool " + name, [shape], t => Ops.max_pool(t[0], kernel, stride, padding, format)),
               new("average_pool " + name, [shape], t => Ops.average_pool(t[0], kernel, stride, padding, format)),
               new("adaptive_max_pool " + name, [shape], t => Ops.adaptive_max_pool(t[0], kernel, format)),
               new("adaptive_average_pool " + name, [shape], t => Ops.adaptive_average_pool(t[0], kernel, format)),
           }
           select c,
        new("causal conv", [(null, 7, 4)], t => Ops.conv(t[0], Kernel(3, 4, 5), 1, "causal", null, 2)),
        new("conv of any size", [(null, null, null, 4)], t => Ops.conv(t[0], Kernel(3, 3, 4, 5), 2, "same")),
        new("conv_transpose with output_padding", [(null, 5, 4)], t => Ops.conv_transpose(t[0], Kernel(3, 5, 4), 2, "same", 1)),
        new("conv_transpose with a stride above its kernel", [(null, 5, 4)], t => Ops.conv_transpose(t[0], Kernel(2, 5, 4), 3, "valid")),
        new("one_hot", [(null, 3)], t => Ops.one_hot(t[0], 5), "int32"),
        new("one_hot on an axis", [(null, 3)], t => Ops.one_hot(t[0], 5, 1, "int32"), "int32"),
        new("multi_hot", [(null, 3)], t => Ops.multi_hot(t[0], 5), "int32"),
        new("moments", [(null, 3, 4)], t => Ops.moments(t[0], (0, 2), keepdims: true)),
        new("batch_normalization", [(null, 3, 4)], t => Ops.batch_normalization(t[0], Kernel(4), Kernel(4), -1, Kernel(4), Kernel(4))),
        new("layer_normalization", [(null, 3, 4)], t => Ops.layer_normalization(t[0], Kernel(4), Kernel(4))),
        new("layer_normalization of an inner axis", [(null, 3, 4)], t => Ops.layer_normalization(t[0], Kernel(3), Kernel(3), 1)),
        new("rms_normalization", [(null, 3, 4)], t => Ops.rms_normalization(t[0], Kernel(4))),
        new("normalize", [(null, 3, 4)], t => Ops.normalize(t[0], axis: 1, order: 3)),
        new("binary_crossentropy", [(null, 3), (null, 3)], t => Ops.binary_crossentropy(t[0], t[1])),
        new("categorical_crossentropy", [(null, 3), (null, 3)], t => Ops.categorical_crossentropy(t[0], t[1])),
        new("sparse_categorical_crossentropy", [(null, 3, 5)], t => Ops.sparse_categorical_crossentropy(Ops.cast(Ops.floor(Ops.max(t[0], -1)), "int32"), t[0])),
        new("softmax of two axes", [(null, 3, 4)], t => Ops.softmax(t[0], (1, 2))),
        new("softmax of all axes", [(2, 3, 4)], t => Ops.softmax(t[0], axis: null)),
        new("glu", [(null, 4)], t => Ops.glu(t[0])),
        new("top_k", [(null, 6)], t => Ops.top_k(t[0], 2)),
        new("in_top_k", [(null, 6)], t => Ops.in_top_k(Ops.cast(Ops.sum(t[0], 1), "int32"), t[0], 2)),
        new("logsumexp", [(null, 3, 4)], t => Ops.logsumexp(t[0], (1, 2))),
        new("cdist", [(null, 3, 4), (null, 5, 4)], t => Ops.cdist(t[0], t[1])),
        new("gammainc", [(null, 3), (null, 3)], t => Ops.gammainc(t[0], t[1])),
        new("extract_sequences", [(null, 9)], t => Ops.extract_sequences(t[0], 4, 2)),
        new("rfft", [(null, 9)], t => Ops.rfft(t[0])),
        new("fft", [(null, 9), (null, 9)], t => Ops.fft(new TensorList(t))),
        new("irfft", [(null, 5), (null, 5)], t => Ops.irfft(new TensorList(t))),
        new("stft", [(null, 20)], t => Ops.stft(t[0], 8, 3, 8)),
        new("istft", [(null, 6, 5), (null, 6, 5)], t => Ops.istft(new TensorList(t), 8, 3, 8)),
        new("istft of wider transforms", [(null, 6, 9), (null, 6, 9)], t => Ops.istft(new TensorList(t), 8, 4, 16)),
        new("view_as_real of complex numbers", [(null, 3, 2)], t => Ops.view_as_real(Ops.view_as_complex(t[0]))),
        new("segment_sum", [(6, 2)], t => Ops.segment_sum(t[0], new[] { 0, 0, 1, 1, 2, 2 }, 3)),
        new("unstack", [(null, 3, 4)], t => Ops.unstack(t[0], axis: 1)),
        new("scatter_update", [(5, 2)], t => Ops.scatter_update(t[0], new[,] { { 1 }, { 3 } }, Kernel(2, 2))),
        new("slice", [(null, 5, 4)], t => Ops.slice(t[0], new[] { 0, 1, 2 }, (2, 3, 2))),
        new("slice_update", [(3, 5)], t => Ops.slice_update(t[0], new[] { 1, 2 }, Kernel(2, 2))),
        new("saturate_cast", [(null, 3)], t => Ops.saturate_cast(t[0] * 300.0, "uint8")),
        new("map", [(4, 3)], t => Ops.map(x => x * 2.0, t[0])),
        new("vectorized_map", [(4, 3)], t => Ops.vectorized_map(x => Ops.sum(x), t[0])),
        new("scan", [3, (4, 3)], t => Ops.scan((c, x) => (c + x!, c * x!), t[0], t[1])),
        new("associative_scan", [(7, 3)], t => Ops.associative_scan((a, b) => a + b, t[0])),
        new("while_loop", [(null, 3)], t => Ops.while_loop(x => Ops.less(Ops.max(x), 10), x => x * 2.0, t[0])),
        new("fori_loop", [(null, 3)], t => Ops.fori_loop(0, 3, (i, x) => x + i, t[0])),
        new("switch", [(null, 3), (null, 3)], t => Ops.@switch(1, [(a, b) => a + b, (a, b) => a * b], t[0], t[1])),
        new("cond", [(null, 3)], t => Ops.cond(Ops.greater(Ops.sum(t[0]), 0), () => t[0] * 2.0, () => t[0] * 3.0)),
        new("custom_gradient", [(null, 3)], t => Ops.custom_gradient(x => (x * x, up => up))(t[0])),
        new("jvp", [(2, 3), (2, 3)], t => Ops.jvp(x => Ops.sin(x), t[0], t[1])),
        new("dot_product_attention", [(null, 5, 4, 3), (null, 6, 2, 3), (null, 6, 2, 3)], t => Ops.dot_product_attention(t[0], t[1], t[2])),
        new("ctc_decode", [(null, 6, 4)], t => Ops.ctc_decode(t[0], Ops.cast(Ops.sum(t[0], (1, 2)) * 0.0 + 5.0, "int32"))),
        new("fold", [(null, 12, 20)], t => Ops.fold(t[0], (5, 6), 2)),
        new("unfold", [(null, 3, 5, 6)], t => Ops.unfold(t[0], 2)),
        new("depth_to_space", [(null, 3, 2, 8)], t => Ops.depth_to_space(t[0], 2)),
        new("space_to_depth", [(null, 4, 6, 2)], t => Ops.space_to_depth(t[0], 2)),
        new("psnr", [(null, 3), (null, 3)], t => Ops.psnr(t[0], t[1], 1.0)),
        new("polar", [(null, 3), (null, 3)], t => Ops.polar(t[0], t[1])),
        new("rearrange", [(null, 4, 6)], t => Ops.rearrange(t[0], "b (h p) w -> (b h) w p", ("p", 2))),
        new("cholesky", [(null, 3, 3)], t => Ops.cholesky(Ops.matmul(t[0], Ops.transpose(t[0], [0, 2, 1])) + Ops.eye(3))),
        new("qr", [(null, 4, 3)], t => Ops.qr(t[0], "complete")),
        new("svd", [(null, 4, 3)], t => Ops.svd(t[0], full_matrices: false)),
        new("eigh", [(null, 3, 3)], t => Ops.eigh(t[0])),
        new("lu_factor", [(null, 3, 4)], t => Ops.lu_factor(t[0])),
        new("norm", [(null, 3, 4)], t => Ops.norm(t[0], "fro", (1, 2))),
        new("solve", [(null, 3, 3), (null, 3, 2)], t => Ops.solve(t[0], t[1])),
        new("matrix_rank", [(null, 3, 4)], t => Ops.matrix_rank(t[0])),
        new("pinv", [(null, 3, 4)], t => Ops.pinv(t[0])),
        new("resize", [(null, 4, 5, 3)], t => Ops.resize(t[0], (6, 7))),
        new("resize channels_first", [(null, 3, 4, 5)], t => Ops.resize(t[0], (6, 7), "nearest", data_format: "channels_first")),
        new("rgb_to_grayscale", [(null, 4, 5, 3)], t => Ops.rgb_to_grayscale(t[0])),
        new("rgb_to_hsv", [(null, 4, 5, 3)], t => Ops.rgb_to_hsv(t[0])),
        new("pad_images", [(null, 4, 5, 3)], t => Ops.pad_images(t[0], 1, 1, target_height: 7, target_width: 8)),
        new("crop_images", [(null, 4, 5, 3)], t => Ops.crop_images(t[0], 1, 1, 1, 2)),
        new("extract_patches", [(null, 6, 7, 3)], t => Ops.extract_patches(t[0], 3, padding: "same")),
        new("reconstruct_patches", [(null, 2, 3, 12)], t => Ops.reconstruct_patches(t[0], 2, (4, 6))),
        new("affine_transform", [(null, 4, 5, 3)], t => Ops.affine_transform(t[0], new[] { 1f, 0.1f, 0, 0, 1, 0, 0, 0 })),
        new("gaussian_blur", [(null, 6, 7, 3)], t => Ops.gaussian_blur(t[0], (3, 5))),
        new("sobel_edges", [(null, 6, 7, 3)], t => Ops.sobel_edges(t[0])),
        new("ssim", [(null, 6, 7, 3), (null, 6, 7, 3)], t => Ops.ssim(t[0], t[1], filter_size: 3)),
        new("scale_and_translate", [(2, 4, 5, 3)], t => Ops.scale_and_translate(t[0], (2, 6, 7, 3), new[] { 1.5f, 1.4f }, new[] { 0f, 0f }, (1, 2), "cubic")),
    ];

    public static TheoryData<int> All() => [.. Enumerable.Range(0, Cases.Length)];

    [Theory, MemberData(nameof(All))]
    public void Inferred_shapes_and_dtypes_are_those_computed(int index)
    {
        var c = Cases[index];
        Tensor[] symbols = [.. c.Shapes.Select(s => (Tensor)new KerasTensor(s, c.DType))];
        var inferred = Nest.Flatten(c.Run(symbols)).ToArray();
        // Two batches, so that an unknown dimension is no coincidence.
        foreach (var batch in new[] { 2, 3 })
        {
            Tensor[] values = [.. c.Shapes.Select((s, i) => Values(new TensorShape(s.Select((d, axis) => (int?)(d ?? (axis == 0 ? batch : 6))).ToArray()), c.DType, i))];
            var computed = Nest.Flatten(c.Run(values)).ToArray();
            Assert.Equal(inferred.Length, computed.Length);
            foreach (var (symbol, value) in inferred.Zip(computed))
            {
                Assert.True(symbol.ndim == value.ndim && symbol.shape.Zip(value.shape).All(p => p.First is null || p.First == p.Second), $"{c.Name}: inferred {symbol.shape}, computed {value.shape}");
                Assert.True(symbol.dtype == value.dtype, $"{c.Name}: inferred {symbol.dtype}, computed {value.dtype}");
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void A_functional_model_computes_the_same(int index)
    {
        var c = Cases[index];
        Tensor[] symbols = [.. c.Shapes.Select(s => (Tensor)Keras.Layers.Inputs.Input(batch_shape: s, dtype: c.DType))];
        var model = new Functional(symbols.Length == 1 ? symbols[0] : new TensorList(symbols), c.Run(symbols));
        Tensor[] values = [.. c.Shapes.Select((s, i) => Values(new TensorShape(s.Select((d, axis) => (int?)(d ?? (axis == 0 ? 2 : 6))).ToArray()), c.DType, i))];
        var expected = Nest.Flatten(c.Run(values)).ToArray();
        var got = Nest.Flatten(model.Apply(values.Length == 1 ? values[0] : new TensorList(values))).ToArray();
        foreach (var (e, g) in expected.Zip(got))
        {
            var difference = Ops.sum(Ops.cast(Ops.not_equal(Ops.nan_to_num(Ops.abs(e)), Ops.nan_to_num(Ops.abs(g))), "int32"));
            Assert.True(difference.item() == 0, $"{c.Name}: {e} and {g}");
        }
    }
}
