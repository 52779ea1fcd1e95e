using System.IO.Compression;
using System.Text;
using Keras.Datasets.Formats;
using Keras.Tests.Testing;
using NumSharp;

namespace Keras.Tests.Datasets;

public sealed class NpzFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("|u1", "0102030405060708", new[] { 1.0, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData("|b1", "0001", new[] { 0.0, 1 })]
    [InlineData("<i2", "0100FFFF", new[] { 1.0, -1 })]
    [InlineData(">i2", "0001FFFE", new[] { 1.0, -2 })]
    [InlineData(">u4", "00000102", new[] { 258.0 })]
    [InlineData("<i8", "FBFFFFFFFFFFFFFF", new[] { -5.0 })]
    [InlineData("<f2", "003C", new[] { 1.0 })]
    [InlineData("<f4", "0000C03F", new[] { 1.5 })]
    [InlineData(">f8", "3FF8000000000000", new[] { 1.5 })]
    public void NumbersOfEveryType(string descr, string bytes, double[] expected)
    {
        var data = Convert.FromHexString(bytes);
        var array = NpzFile.Load(Write(("x", Npy($"{{'descr': '{descr}', 'fortran_order': False, 'shape': ({expected.Length},), }}", data))), "x")[0];
        Assert.Equal(expected, array.astype(NPTypeCode.Double).ToArray<double>());
        Assert.Equal([expected.Length], array.shape);
    }

    [Fact]
    public void FortranOrderScalarsAndVersions()
    {
        var bytes = Enumerable.Range(0, 6).Select(i => (byte)i).ToArray();
        var path = Write(
            ("f", Npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", bytes)),
            ("s", Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (), }", [9])),
            ("v2", Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (0, 3)}", [], version: 2)));
        var arrays = NpzFile.Load(path, "f", "s", "v2");
        Assert.Equal([0, 2, 4, 1, 3, 5], arrays[0].ToArray<byte>());
        Assert.Equal([2, 3], arrays[0].shape);
        Assert.Equal(0, arrays[1].ndim);
        Assert.Equal([0, 3], arrays[2].shape);
    }

    [Fact]
    public void ListsOfOneLengthAreATable()
    {
        var data = new byte[4 * 8];
        for (var i = 0; i < 4; i++) data[i * 8] = (byte)(i + 1);
        var lists = NpzFile.LoadLists(Write(("x", Npy("{'descr': '<i8', 'fortran_order': False, 'shape': (2, 2), }", data))), "x")[0];
        Assert.Equal([[1, 2], [3, 4]], lists);
    }

    [Theory]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (9,), }", "needs 9 bytes")]
    [InlineData("{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999, 99999999999), }", "impossible shape")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "'c8'")]
    [InlineData("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }", "header")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "objects")]
    public void ArraysThatCannotBeReadAreNamed(string header, string text)
    {
        var path = Write(("x", Npy(header, [1])));
        var error = Assert.Throws<InvalidDataException>(() => NpzFile.Load(path, "x"));
        Assert.Contains(text, error.Message);
        Assert.Contains(path, error.Message);
    }

    [Fact]
    public void FilesOfOtherKindsAreRefused()
    {
        var path = Write(("x", [1, 2, 3]), ("y", [0x93, .. "NUMPY"u8, 9, 0, 1, 0, 0, 0]), ("z", [0x93, .. "NUMPY"u8, 1, 0, 255, 255]));
        Assert.Contains("not in NumPy's", Assert.Throws<InvalidDataException>(() => NpzFile.Load(path, "x")).Message);
        Assert.Contains("version 9", Assert.Throws<InvalidDataException>(() => NpzFile.Load(path, "y")).Message);
        Assert.Contains("within its header", Assert.Throws<InvalidDataException>(() => NpzFile.Load(path, "z")).Message);
        Assert.Contains("no array 'w'", Assert.Throws<InvalidDataException>(() => NpzFile.Load(path, "w")).Message);
        File.WriteAllText(_folder["text"], "no zip");
        Assert.Throws<InvalidDataException>(() => NpzFile.Load(_folder["text"], "x"));
    }

    [Fact]
    public void PicklesThatCallFunctionsAreRefused()
    {
        var path = Write(("x", Npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", Encoding.ASCII.GetBytes("cos\nsystem\n(S'echo'\ntR."))));
        Assert.Contains("os.system", Assert.Throws<InvalidDataException>(() => NpzFile.LoadLists(path, "x")).Message);
    }

    private string Write(params (string Name, byte[] Content)[] members)
    {
        using var zip = ZipFile.Open(_folder["file.npz"], ZipArchiveMode.Create);
        foreach (var (name, content) in members)
        {
            using var stream = zip.CreateEntry(name + ".npy").Open();
            stream.Write(content);
        }
        return _folder["file.npz"];
    }

    private static byte[] Npy(string header, byte[] data, byte version = 1)
    {
        var text = Encoding.ASCII.GetBytes(header + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. text, .. data];
    }
}
