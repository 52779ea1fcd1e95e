using System.Text;
using Keras.Datasets.Formats;

namespace Keras.Tests.Datasets;

// The pickles were made by CPython 3.11, pickle.dumps(value, protocol), unless noted.
public class PickleReaderTests
{
    // [1, -2, 300, 70000, 2**40, True, None, 1.5, (1, "a"), b"x", {"k": []}]
    [Theory]
    [InlineData("KGxwMApJMQphSS0yCmFJMzAwCmFJNzAwMDAKYUwxMDk5NTExNjI3Nzc2TAphSTAxCmFOYUYxLjUKYShJMQpWYQpwMQp0cDIKYWNfY29kZWNzCmVuY29kZQpwMwooVngKcDQKVmxhdGluMQpwNQp0cDYKUnA3CmEoZHA4ClZrCnA5CihscDEwCnNhLg==", false)]
    [InlineData("gAJdcQAoSwFK/v///00sAUpwEQEAigYAAAAAAAGITkc/+AAAAAAAAEsBWAEAAABhcQGGcQJjX2NvZGVjcwplbmNvZGUKcQNYAQAAAHhxBFgGAAAAbGF0aW4xcQWGcQZScQd9cQhYAQAAAGtxCV1xCnNlLg==", false)]
    [InlineData("gANdcQAoSwFK/v///00sAUpwEQEAigYAAAAAAAGITkc/+AAAAAAAAEsBWAEAAABhcQGGcQJDAXhxA31xBFgBAAAAa3EFXXEGc2Uu", true)]
    [InlineData("gASVPAAAAAAAAABdlChLAUr+////TSwBSnARAQCKBgAAAAAAAYhORz/4AAAAAAAASwGMAWGUhpRDAXiUfZSMAWuUXZRzZS4=", true)]
    [InlineData("gAWVPAAAAAAAAABdlChLAUr+////TSwBSnARAQCKBgAAAAAAAYhORz/4AAAAAAAASwGMAWGUhpRDAXiUfZSMAWuUXZRzZS4=", true)]
    public void EveryProtocol(string pickle, bool readable)
    {
        var bytes = Convert.FromBase64String(pickle);
        if (!readable)
        {
            // Byte strings in old protocols call a function of Python's.
            Assert.Contains("_codecs.encode", Assert.Throws<InvalidDataException>(() => PickleReader.Read(bytes)).Message);
            return;
        }
        var list = Assert.IsType<PickledList>(PickleReader.Read(bytes));
        Assert.Equal(11, list.Count);
        Assert.Equal([1L, -2L, 300L, 70000L, 1L << 40, true, null, 1.5], Enumerable.Range(0, 8).Select(i => list[i]));
        Assert.Equal([1L, "a"], Assert.IsType<object?[]>(list[8]));
        Assert.Equal([(byte)'x'], Assert.IsType<PickledBytes>(list[9]).Data.ToArray());
        Assert.Empty(Enumerable.Range(0, Assert.IsType<PickledList>(Assert.IsType<Dictionary<string, object?>>(list[10])["k"]).Count));
        Assert.Null(list.ToIntegers());
    }

    [Fact]
    public void TextOfProtocolZero()
    {
        // pickle.dumps({"n": [1, 2]}, 0), and a string as Python 2 wrote it
        var value = Read("(dp0\nVn\np1\n(lp2\nI1\naI2\nas.");
        Assert.Equal([1, 2], Assert.IsType<PickledList>(Assert.IsType<Dictionary<string, object?>>(value)["n"]).ToIntegers()!);
        Assert.Equal("a'\n\u0001", Encoding.Latin1.GetString(Assert.IsType<PickledBytes>(Read("S'a\\'\\n\\x01'\n.")).Data.Span));
    }

    [Fact]
    public void ScalarsOfNumPy()
    {
        // pickle.dumps([np.int64(-5), np.float32(0.25)], 4)
        var list = Assert.IsType<PickledList>(PickleReader.Read(Convert.FromBase64String(
            "gASVngAAAAAAAABdlCiMFW51bXB5LmNvcmUubXVsdGlhcnJheZSMBnNjYWxhcpSTlIwFbnVtcHmUjAVkdHlwZZSTlIwCaTiUiYiHlFKUKEsDjAE8lE5OTkr/////Sv////9LAHSUYkMI+/////////+UhpRSlGgDaAaMAmY0lImIh5RSlChLA2gKTk5OSv////9K/////0sAdJRiQwQAAIA+lIaUUpRlLg==")));
        Assert.Equal([-5L, 0.25], [list[0], list[1]]);
    }

    [Theory]
    [InlineData("cos\nsystem\n(S'echo'\ntR.", "os.system")]
    [InlineData("c__builtin__\neval\n(S'1'\ntR.", "__builtin__.eval")]
    [InlineData("cnumpy\nload\n(S'x'\ntR.", "numpy.load")]
    [InlineData("(ios\nsystem\n.", "0x69")]
    [InlineData("(S'a'\no.", "0x6f")]
    [InlineData("cnumpy\ndtype\n(I1\ntR.", "unexpected arguments")]
    [InlineData("I1\n", "too early")]
    [InlineData("", "too early")]
    [InlineData("(", "too early")]
    [InlineData("t.", "damaged")]
    [InlineData("u.", "damaged")]
    [InlineData("e.", "damaged")]
    [InlineData("0.", "damaged")]
    [InlineData("a.", "damaged")]
    [InlineData("2.", "damaged")]
    [InlineData("g7\n.", "damaged")]
    [InlineData("I1\nI2\na.", "no list")]
    [InlineData("I1\nI2\nI3\ns.", "no dictionary")]
    [InlineData("(dI1\nI2\ns.", "no string")]
    [InlineData("(dNb.", "no array")]
    [InlineData("Iabc\n.", "'abc'")]
    [InlineData("Fabc\n.", "'abc'")]
    public void HarmfulAndDamagedPicklesAreRefused(string pickle, string text) =>
        Assert.Contains(text, Assert.Throws<InvalidDataException>(() => Read(pickle)).Message);

    [Fact]
    public void LengthsBeyondTheFileAreRefused()
    {
        Assert.Throws<InvalidDataException>(() => PickleReader.Read((byte[])[(byte)'T', 0xFF, 0xFF, 0xFF, 0x7F, 1]));
        Assert.Throws<InvalidDataException>(() => PickleReader.Read((byte[])[0x8E, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]));
        Assert.Throws<InvalidDataException>(() => PickleReader.Read((byte[])[0x8A, 0x20, 1]));
    }

    [Fact]
    public void NoDamageDoesMoreThanThrow()
    {
        var good = File.ReadAllBytes(Fixture.Path("train"));
        var random = new Random(1);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 3000; i++)
        {
            var bad = good[..random.Next(1, good.Length + 1)];
            // The first bytes hold the structure; the rest is pixels.
            for (var k = 0; k < 3; k++) bad[random.Next(Math.Min(bad.Length, 250))] = (byte)random.Next(256);
            try
            {
                PickleReader.Read(bad);
                read++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.True(read > 0 && refused > 0, $"{read} files were read, {refused} refused.");
    }

    private static object? Read(string text) => PickleReader.Read(Encoding.Latin1.GetBytes(text));
}
