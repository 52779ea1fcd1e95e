using Keras.Tests.Saving.Files;
using Keras.Tests.Testing;

namespace Keras.Tests.Callbacks;

public class BackupAndRestoreTests
{
    [Fact]
    public void AProcessThatIsKilledWithinEpochsGoesOnAsIfItWereNot()
    {
        using var folder = new TempFolder();
        string whole = folder["whole"], killed = folder["killed"];
        Directory.CreateDirectory(whole);
        Directory.CreateDirectory(killed);
        int Train(string where, int killedIn) => Child.Run(Child.Start("train", where, killedIn.ToString(System.Globalization.CultureInfo.InvariantCulture))).ExitCode;

        // The samples are shuffled and units dropped: the losses agree only if the random numbers go on too.
        Assert.Equal(0, Train(whole, -1));
        Assert.NotEqual(0, Train(killed, 0));
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
