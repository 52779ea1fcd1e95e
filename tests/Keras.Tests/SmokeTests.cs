namespace Keras.Tests;

public class SmokeTests
{
    [Fact]
    public void ExportNamesAreKept() => Assert.Equal("keras.a", new KerasExportAttribute("keras.a").Names[0]);
}
