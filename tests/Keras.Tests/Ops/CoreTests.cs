namespace Keras.Tests.Operations;

using Keras;
using Keras.Backend;
using Ops = Keras.Ops;

/// <summary>Loops, slices, scatters and casts, beyond what the golden cases try.</summary>
public class CoreTests
{
    private static float[] Floats(Tensor x) => Kernel.ToArray<float>(x);

    [Fact]
    public void A_loop_over_several_variables_gets_them_as_a_list()
    {
        var (i, x) = Ops.while_loop(v => v[0] < 3, v => new TensorList(v[0] + 1, v[1] * 2.0), new TensorList(0, new[] { 1f, 2f }));
        Assert.Equal(3, i.item());
        Assert.Equal([8, 16], Floats(x));
    }

    [Fact]
    public void A_loop_ends_after_the_most_repetitions() =>
        Assert.Equal(4, Ops.while_loop(_ => true, x => x * 2.0, 1.0, maximum_iterations: 2).item());

    [Fact]
    public void Scan_without_outputs_gives_zeros()
    {
        var (carry, ys) = Ops.scan((c, _) => (c + 1.0, null), new[] { 0f, 0f }, length: 3);
        Assert.Equal([3, 3], Floats(carry));
        Assert.Equal(new TensorShape(3, 2), ys.shape);
        Assert.Equal(0, Ops.sum(ys).item());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(5, false)]
    [InlineData(8, true)]
    public void Associative_scan_gives_all_prefixes_and_keeps_the_dtype(int n, bool reverse)
    {
        var values = Enumerable.Range(1, n).ToArray();
        var expected = new int[n];
        var sum = 0;
        foreach (var i in reverse ? Enumerable.Range(0, n).Reverse() : Enumerable.Range(0, n)) expected[i] = sum += values[i];
        var got = Ops.associative_scan((a, b) => a + b, values, reverse);
        Assert.Equal("int32", got.dtype);
        Assert.Equal(expected, Kernel.ToArray<int>(got));
    }

    [Fact]
    public void Switch_takes_the_first_or_last_branch_for_an_index_out_of_range()
    {
        Func<Tensor, Tensor>[] branches = [x => x + 1.0, x => x * 10.0];
        Assert.Equal(3, Ops.@switch(-5, branches, 2.0).item());
        Assert.Equal(20, Ops.@switch(7, branches, 2.0).item());
    }

    [Fact]
    public void Scatter_adds_what_falls_on_one_place() =>
        Assert.Equal([0, 5, 0, 7], Floats(Ops.scatter(new[,] { { 1 }, { 3 }, { 1 } }, new[] { 2f, 7f, 3f }, 4)));

    [Fact]
    public void Scatter_update_leaves_its_argument_alone()
    {
        Tensor x = new[] { 1f, 2f, 3f };
        Assert.Equal([1, 9, 3], Floats(Ops.scatter_update(x, new[,] { { -2 } }, new[] { 9f })));
        Assert.Equal([1, 2, 3], Floats(x));
        Assert.Equal([1, 2, 15], Floats(Ops.scatter_update(x, new[,] { { 2 }, { 2 } }, new[] { 5f, 1f }, "mul")));
    }

    [Fact]
    public void Slice_update_leaves_its_argument_alone_and_lets_gradients_pass()
    {
        Tensor x = new[] { 1f, 2f, 3f }, u = new[] { 8f };
        using var tape = new GradientTape();
        tape.watch(x);
        tape.watch(u);
        var y = Ops.slice_update(x, new[] { 1 }, u);
        var gradients = tape.gradient(Ops.sum(y * y), new[] { x, u });
        Assert.Equal([1, 8, 3], Floats(y));
        Assert.Equal([1, 2, 3], Floats(x));
        Assert.Equal([2, 0, 6], Floats(gradients[0]!));
        Assert.Equal([16], Floats(gradients[1]!));
    }

    [Fact]
    public void Slice_takes_all_that_is_left_for_minus_one() =>
        Assert.Equal([2, 3], Floats(Ops.slice(new[] { 1f, 2f, 3f }, new[] { 1 }, -1)));

    [Theory]
    [InlineData("uint8", new double[] { 0, 0, 2, 255 })]
    [InlineData("int8", new double[] { -128, -1, 2, 127 })]
    [InlineData("int32", new double[] { -300, -1, 2, 300 })]
    [InlineData("bool", new double[] { 0, 0, 1, 1 })]
    public void Saturate_cast_cuts_to_what_the_dtype_holds(string dtype, double[] expected)
    {
        Tensor x = new[] { -300f, -1.5f, 2.7f, 300f };
        Assert.Equal(expected, Kernel.ToArray<double>(Ops.cast(Ops.saturate_cast(x, dtype), "float64")));
        Tensor whole = new[] { -300, -1, 2, 300 };
        Assert.Equal(expected, Kernel.ToArray<double>(Ops.cast(Ops.saturate_cast(whole, dtype), "float64")));
    }

    [Fact]
    public void Saturate_cast_of_infinity_is_the_greatest_number_that_both_dtypes_hold()
    {
        Tensor x = new[] { float.PositiveInfinity, float.NegativeInfinity, 1e10f };
        Assert.Equal([2147483520, -2147483648, 2147483520], Kernel.ToArray<int>(Ops.saturate_cast(x, "int32")));
        Assert.Equal([65504f, -65504f, 65504f], Floats(Ops.cast(Ops.saturate_cast(x, "float16"), "float32")));
    }

    [Fact]
    public void Segments_without_rows_have_the_neutral_element()
    {
        Tensor x = new[] { 2f, 3f }, ids = new[] { 0, 2 };
        Assert.Equal([2, 0, 3], Floats(Ops.segment_sum(x, ids)));
        Assert.Equal([2, 1, 3, 1], Floats(Ops.segment_prod(x, ids, 4)));
        Assert.Equal([2, float.NegativeInfinity, 3], Floats(Ops.segment_max(x, ids)));
        Assert.Equal([2, float.PositiveInfinity], Floats(Ops.segment_min(x, ids, 2)));
        Assert.Equal([int.MinValue, 5], Kernel.ToArray<int>(Ops.segment_max(new[] { 5 }, new[] { 1 })));
    }

    [Fact]
    public void Istft_undoes_stft()
    {
        var x = Keras.Randomness.RandomOps.normal((2, 64), seed: 3);
        foreach (var (length, fft) in new[] { (16, 16), (12, 16) })
        {
            var back = Ops.istft(Ops.stft(x, length, 4, fft), length, 4, fft, length: 64);
            Assert.True(Ops.max(Ops.abs((back - x)[0])).item() < 1e-4 || length != fft);
            Assert.Equal(x.shape, back.shape);
        }
    }

    [Fact]
    public void Patches_can_be_put_together_again()
    {
        var x = Keras.Randomness.RandomOps.normal((2, 5, 7, 3), seed: 3);
        var patches = Ops.extract_patches(x, (2, 3), padding: "same");
        Assert.Equal(new TensorShape(2, 3, 3, 18), patches.shape);
        Assert.Equal(0, Ops.max(Ops.abs(Ops.reconstruct_patches(patches, (2, 3), (5, 7), padding: "same") - x)).item());
        var first = Ops.transpose(x, [0, 3, 1, 2]);
        var again = Ops.reconstruct_patches(Ops.extract_patches(first, (2, 3), padding: "same", data_format: "channels_first"), (2, 3), (5, 7), padding: "same", data_format: "channels_first");
        Assert.Equal(0, Ops.max(Ops.abs(again - first)).item());
    }

    [Fact]
    public void Elastic_transform_is_the_same_for_the_same_seed()
    {
        var x = Keras.Randomness.RandomOps.uniform((1, 12, 12, 2), seed: 3);
        Tensor a = Ops.elastic_transform(x, seed: 5), b = Ops.elastic_transform(x, seed: 5), c = Ops.elastic_transform(x, seed: 6);
        Assert.Equal(0, Ops.max(Ops.abs(a - b)).item());
        Assert.NotEqual(0, Ops.max(Ops.abs(a - c)).item());
        Assert.NotEqual(0, Ops.max(Ops.abs(a - x)).item());
    }

    [Fact]
    public void Scale_and_translate_by_a_whole_number_moves_elements()
    {
        Tensor x = new[] { 1f, 2f, 3f, 4f };
        Assert.Equal([0, 1, 2, 3], Floats(Ops.scale_and_translate(x, 4, new[] { 1f }, new[] { 1f }, 0, "linear")));
        // Integers stay between the least and the greatest of the input, so what comes from outside is 1.
        Assert.Equal([1, 1, 2, 3], Kernel.ToArray<int>(Ops.scale_and_translate(new[] { 1, 2, 3, 4 }, 4, new[] { 1f }, new[] { 1f }, 0, "lanczos3")));
        var wide = Floats(Ops.scale_and_translate(x, 8, new[] { 2f }, new[] { 0f }, 0, "linear"));
        Assert.Equal(1.25f, wide[1], 4);
        Assert.Equal(1.75f, wide[2], 4);
    }

    [Fact]
    public void Gammainc_is_the_share_of_the_gamma_distribution() =>
        Assert.Equal(0.39346936f, Floats(Ops.gammainc(new[] { 1f }, new[] { 0.5f }))[0], 5);

    [Fact]
    public void Layouts_of_lists_and_weak_numbers_are_kept()
    {
        Assert.False(Ops.is_tensor(3));
        Assert.False(Ops.is_tensor(new KerasTensor((2, 3))));
        Assert.True(Ops.is_tensor(Ops.ones(2)));
        Assert.Equal(new TensorShape(2, 2), Ops.convert_to_tensor(new TensorList(Ops.ones(2), Ops.zeros(2))).shape);
        Assert.Throws<ArgumentException>(() => Ops.convert_to_tensor(1.0, sparse: true));
    }
}
