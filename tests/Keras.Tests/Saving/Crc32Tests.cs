using System.Text;
using Keras.Saving;

namespace Keras.Tests.Saving;

public class Crc32Tests
{
    [Fact]
    public void TheCheckValueOfTheStandard() => Assert.Equal(0xCBF43926u, Crc32.Append(0, Encoding.ASCII.GetBytes("123456789")));

    [Fact]
    public void AnyLengthAndAnyCutGiveTheSame()
    {
        var bytes = new byte[1500];
        new Random(3).NextBytes(bytes);
        for (var length = 0; length < bytes.Length; length += 7)
        {
            var all = bytes.AsSpan(0, length);
            // Bit by bit, as the standard defines it.
            var expected = uint.MaxValue;
            foreach (var b in all)
            {
                expected ^= b;
                for (var i = 0; i < 8; i++) expected = (expected & 1) != 0 ? expected >> 1 ^ 0xEDB88320 : expected >> 1;
            }
            expected = ~expected;
            Assert.Equal(expected, Crc32.Append(0, all));
            var cut = length / 3;
            var (first, second) = (Crc32.Append(0, all[..cut]), Crc32.Append(0, all[cut..]));
            Assert.Equal(expected, Crc32.Append(first, all[cut..]));
            Assert.Equal(expected, Crc32.Combine(first, second, length - cut));
        }
    }
}
