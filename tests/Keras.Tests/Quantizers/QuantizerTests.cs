using Keras.Quantizers;

namespace Keras.Tests.Quantizers;

public class QuantizerTests
{
    private static float[] Floats(Tensor x) => keras.ops.cast(x, "float32").numpy().ToArray<float>();

    [Fact]
    public void LargestValueTakesTheLargestLevel()
    {
        var (levels, scale) = keras.quantizers.abs_max_quantize((Tensor)new float[,] { { 1, -2, 0.5f }, { 4, 8, -8 } }, axis: 1);
        Assert.Equal("int8", levels.dtype);
        // 127 · 0.5 = 63.5, and 31.75: halves go to the even neighbour.
        Assert.Equal([64, -127, 32, 64, 127, -127], Floats(levels));
        Assert.Equal((2, 1), scale.shape);
        Assert.Equal([63.5f, 15.875f], Floats(scale), (a, b) => Math.Abs(a - b) < 1e-4);
        var quantizer = new AbsMaxQuantizer(axis: 0, value_range: (-8, 7));
        Assert.Equal([2, -2, 0, 7, 7, -7], Floats(quantizer.Apply((Tensor)new float[,] { { 1, -2, 0.5f }, { 4, 8, -8 } }).outputs));
        var config = keras.quantizers.serialize(quantizer);
        Assert.Equal("keras.quantizers", config["module"]);
        Assert.Equal((-8, 7), Assert.IsType<AbsMaxQuantizer>(keras.quantizers.deserialize(config)).value_range);
        Assert.Throws<ArgumentException>(() => new AbsMaxQuantizer(value_range: (-200, 127)));
        Assert.Throws<ArgumentException>(() => keras.quantizers.get("nothing"));
    }

    [Fact]
    public void GroupsHaveScalesAndZeroPoints()
    {
        // Two groups of rows: 0…15 (scale 1, zero point -8), and -1 and 2 filled up with 0 (scale 0.2).
        var x = keras.ops.reshape((Tensor)new float[] { 0, 5, 15, -1, 2 }, (5, 1));
        var (levels, scale, zero) = keras.quantizers.abs_max_quantize_grouped_with_zero_point(x, block_size: 3);
        Assert.Equal((2, 1), scale.shape);
        Assert.Equal([-8, -3, 7, -8, 7], Floats(levels));
        Assert.Equal([-8, -3], Floats(zero));
        Assert.Equal([1, 0.2f], Floats(scale), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal("int8", zero.dtype);
        Assert.Throws<ArgumentException>(() => keras.quantizers.abs_max_quantize_grouped_with_zero_point(x, block_size: 0));
    }

    [Fact]
    public void BytesHoldTwoLevelsOfFourBits()
    {
        Tensor x = keras.ops.cast((Tensor)new int[,] { { -3, 7 }, { 2, -8 }, { 1, 0 } }, "int8");
        var (packed, shape, length) = keras.quantizers.pack_int4(x);
        Assert.Equal((2, 2), shape);
        Assert.Equal(3, length);
        // The example of Keras's documentation.
        Assert.Equal([45, -121, 1, 0], Floats(packed));
        Assert.Equal(Floats(x), Floats(keras.quantizers.unpack_int4(packed, 3)));
        var columns = keras.ops.transpose(x);
        Assert.Equal(Floats(columns), Floats(keras.quantizers.unpack_int4(keras.quantizers.pack_int4(columns, axis: -1).packed, 3, axis: -1)));
        var unsigned = keras.ops.cast((Tensor)new int[,] { { 15, 0 }, { 9, 8 } }, "uint8");
        Assert.Equal(Floats(unsigned), Floats(keras.quantizers.unpack_int4(keras.quantizers.pack_int4(unsigned, dtype: "uint8").packed, 2, dtype: "uint8")));
        Assert.Throws<ArgumentException>(() => keras.quantizers.pack_int4(x, dtype: "uint8"));
        Assert.Throws<ArgumentException>(() => keras.quantizers.unpack_int4(packed, 5));
    }

    [Fact]
    public void FakeQuantizationKnowsItsGradients()
    {
        // Limits of 4 bits that become 0 and 15: the levels are the integers.
        Tensor x = (float[])[-1, 0.4f, 7.6f, 20];
        Variable v = new(x), low = new((Tensor)0.0), high = new((Tensor)15.0);
        using var tape = new GradientTape();
        var y = keras.quantizers.fake_quant_with_min_max_vars(v, low, high, num_bits: 4);
        Assert.Equal([0, 0, 8, 15], Floats(y));
        var gradients = tape.gradient(keras.ops.sum(y * (Tensor)new float[] { 1, 2, 3, 4 }), [v, low, high]);
        Assert.Equal([0, 2, 3, 0], Floats(gradients[0]!));
        Assert.Equal([1], Floats(gradients[1]!));
        Assert.Equal([4], Floats(gradients[2]!));
    }

    [Fact]
    public void SmallFloatsRoundAsTheirFormatsDo()
    {
        Tensor one = 1.0;
        // Every value of e4m3: 2^e · (1 + m/8) from 2^-6 on, and multiples of 2^-9 below; each stays, and the middle of neighbours goes to the even one.
        var values = Enumerable.Range(1, 7).Select(m => m * Math.Pow(2, -9)).Concat(Enumerable.Range(-6, 15).SelectMany(e => Enumerable.Range(0, 8).Select(m => Math.Pow(2, e) * (1 + m / 8.0)))).Where(v => v <= 448).Select(v => (float)v).ToArray();
        Assert.Equal(126, values.Length);
        Assert.Equal(values, Floats(keras.quantizers.quantize_and_dequantize(values, one, "float8_e4m3fn", "float32")));
        var middles = values.Zip(values.Skip(1), (a, b) => (a + b) / 2).ToArray();
        Assert.Equal(middles.Select((_, i) => values[i % 2 == 0 ? i + 1 : i]), Floats(keras.quantizers.quantize_and_dequantize(middles, one, "float8_e4m3fn", "float32")));
        Assert.Equal([448, -448, 0], Floats(keras.quantizers.quantize_and_dequantize((Tensor)new float[] { 1e5f, -500, 0 }, one, "float8_e4m3fn", "float32")));
        Assert.Equal([57344, 1.25f], Floats(keras.quantizers.quantize_and_dequantize((Tensor)new float[] { 1e6f, 1.3f }, one, "float8_e5m2", "float32")));
        Assert.Equal([2, 4], Floats(keras.quantizers.quantize_and_dequantize((Tensor)new float[] { 2.2f, 3.9f }, (Tensor)2.0, "float8_e5m2", "float32")));
    }

    [Fact]
    public void ScalesOfSmallFloatsFollowTheHistory()
    {
        Assert.Equal(2.0, (double)keras.quantizers.compute_float8_scale((Tensor)896.0, (Tensor)3.0, (Tensor)448.0), 1e-6);
        Assert.Equal(3.0, (double)keras.quantizers.compute_float8_scale((Tensor)0.0, (Tensor)3.0, (Tensor)448.0), 1e-6);
        Assert.Equal(3.0, (double)keras.quantizers.compute_float8_scale((Tensor)double.PositiveInfinity, (Tensor)3.0, (Tensor)448.0), 1e-6);
        // The oldest value makes room: (1, 7, 2, 3) turns to (7, 2, 3, 1), and the newest takes the first place.
        Assert.Equal([9, 2, 3, 1], Floats(keras.quantizers.compute_float8_amax_history((Tensor)new float[] { -9, 4 }, (Tensor)new float[] { 1, 7, 2, 3 })));
    }
}
