using System.Runtime.InteropServices;
using Keras.Saving;
using Keras.Saving.Hdf5;

namespace Keras.Tests.Saving;

/// <summary>Kernels of convolutions lie in memory in another order than in files.</summary>
public unsafe class ArrangedKernelTests
{
    [Theory]
    [InlineData(4, 9, 28, 40)]          // squares of eight alone fit in part
    [InlineData(4, 1, 16, 16)]
    [InlineData(4, 27, 3, 5)]
    [InlineData(4, 9, 300, 500)]        // several blocks
    [InlineData(4, 49, 2, 9000)]        // a row of one place is too much for a block
    [InlineData(2, 9, 33, 41)]
    [InlineData(8, 3, 17, 65)]
    [InlineData(1, 25, 8, 8)]
    public void EveryElementComesWhereItBelongs(int size, int places, int a, int b)
    {
        // 1. Memory as (b, a, places), and what a file must hold: (places, a, b).
        var memory = new byte[(long)places * a * b * size];
        new Random(5).NextBytes(memory);
        var expected = new byte[memory.Length];
        for (var p = 0; p < places; p++)
            for (var i = 0; i < a; i++)
                for (var j = 0; j < b; j++)
                    memory.AsSpan(((j * a + i) * places + p) * size, size).CopyTo(expected.AsSpan(((p * a + i) * b + j) * size));
        var type = size switch { 1 => H5DType.UInt8, 2 => H5DType.Float16, 4 => H5DType.Float32, _ => H5DType.Float64 };

        fixed (byte* pointer = memory)
        {
            // 2. Written at once, and through a small buffer: some places at a time, then parts of one.
            var kernel = ArrangedKernel.Of([places, a, b], [2, 1, 0], size, (nint)pointer)!;
            foreach (var slab in new[] { long.MaxValue, expected.Length / 2, expected.Length / places / 3, 1 })
            {
                var written = new MemoryStream();
                kernel.Write(written, slab);
                Assert.True(expected.AsSpan().SequenceEqual(written.ToArray()), $"written through {slab} bytes");
            }

            // 3. Read back, from a file and from a stream.
            var root = new H5GroupNode();
            root.Add("kernel", H5DatasetNode.FromMemory(type, [places, a, b], expected));
            var path = Path.GetTempFileName();
            try
            {
                Hdf5Writer.Write(path, root);
                foreach (var open in new Func<Hdf5File>[] { () => Hdf5File.Open(path), () => Hdf5File.Open(File.OpenRead(path), "stream") })
                {
                    using var file = open();
                    var again = (byte*)NativeMemory.AllocZeroed((nuint)memory.Length);
                    ArrangedKernel.Of([places, a, b], [2, 1, 0], size, (nint)again)!.Read(file.Root.Datasets["kernel"]);
                    var same = memory.AsSpan().SequenceEqual(new ReadOnlySpan<byte>(again, memory.Length));
                    NativeMemory.Free(again);
                    Assert.True(same);
                }
            }
            finally
            {
                File.Delete(path);
            }
        }
    }

    [Theory]
    [InlineData("model.keras")]
    [InlineData("model.h5")]
    [InlineData("model.weights.h5")]
    public void ModelsOfConvolutionsComeBackBitByBit(string name)
    {
        var model = Make(1);
        var folder = Directory.CreateTempSubdirectory("keras-").FullName;
        try
        {
            var path = Path.Combine(folder, name);
            Model loaded;
            if (name.Contains("weights", StringComparison.Ordinal))
            {
                model.save_weights(path);
                loaded = Make(2);
                loaded.load_weights(path);
            }
            else
            {
                model.save(path);
                loaded = keras.models.load_model(path, compile: false);
            }
            Assert.All(model.weights.Zip(loaded.weights), p => Assert.Equal(p.First.numpy().ToArray<float>(), p.Second.numpy().ToArray<float>()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static Model Make(int seed)
        {
            keras.utils.set_random_seed(seed);
            return keras.Sequential([keras.layers.Input((32, 32, 3)), keras.layers.Conv2D(40, (3, 3)), keras.layers.SeparableConv2D(70, 3), keras.layers.Conv2DTranspose(90, 3, strides: 2), keras.layers.Conv2D(200, 3)]);
        }
    }

    [Fact]
    public void AnErrorOfOneThreadIsTheErrorOfAll()
    {
        var error = Assert.Throws<InvalidDataException>(() => Pieces.Run(100, parallel: true, i => { if (i == 60) throw new InvalidDataException("the piece 60"); }));
        Assert.Equal("the piece 60", error.Message);
    }
}
