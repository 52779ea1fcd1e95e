using Keras.Tests.Saving.Files;
using Keras.Tests.Testing;

namespace Keras.Tests.Callbacks;

public class BackupAndRestoreTests
{
    [Theory]
    [InlineData("arrays")]
    [InlineData("steps")]
    [InlineData("batches")]
    [InlineData("pydataset")]
    [InlineData("pydataset-steps")]
    [InlineData("dataset")]
    [InlineData("pictures")]
    public void AProcessThatIsKilledWithinEpochsGoesOnAsIfItWereNot(string data)
    {
        using var folder = new TempFolder();
        string whole = folder["whole"], killed = folder["killed"];
        Directory.CreateDirectory(whole);
        Directory.CreateDirectory(killed);
        int Train(string where, int killedIn) => Child.Run(Child.Start("train", where, data, killedIn.ToString(System.Globalization.CultureInfo.InvariantCulture))).ExitCode;

        // The samples are shuffled and units dropped: the losses agree only if the random numbers go on too.
        Assert.Equal(0, Train(whole, -1));
        // With and without a copy to go on from; for data that goes on after an epoch also in the middle of it.
        Assert.NotEqual(0, Train(killed, data == "arrays" ? 0 : 1));
        Assert.NotEqual(0, Train(killed, 2));
        Assert.True(File.Exists(Path.Combine(killed, "backup", "training_metadata.json")));
        Assert.NotEqual(0, Train(killed, 4));
        Assert.Equal(0, Train(killed, -1));
        var expected = File.ReadAllText(Path.Combine(whole, "log.csv"));
        Assert.Equal(6, expected.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(expected, File.ReadAllText(Path.Combine(killed, "log.csv")));
        Assert.False(Directory.Exists(Path.Combine(killed, "backup")));
    }
}
