using System.Runtime.InteropServices;
using Keras.Backend.Native;

namespace Keras.Tests.Backend.Native;

public class ProcessSettingsTests
{
    [Fact]
    public void TheSpinIsShortUnlessTheUserChoseOne()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("The setting is made on Linux only.");
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") != null || Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is { } own && own != "1000")
            Assert.Skip("The environment of this test run has a setting of its own.");
        Assert.Equal("1000", Marshal.PtrToStringUTF8(getenv("GOMP_SPINCOUNT")));
    }

    [Theory]
    [InlineData("\t0-3,8", 5)]
    [InlineData("2", 1)]
    [InlineData("", 0)]
    [InlineData("unknown", 0)]
    public void CoresInAList(string list, int count) => Assert.Equal(count, ProcessSettings.CountCores(list));

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern IntPtr getenv(string name);
}
