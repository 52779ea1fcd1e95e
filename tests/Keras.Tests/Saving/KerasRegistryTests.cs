using Keras.Saving;

namespace Keras.Tests.Saving;

public class KerasRegistryTests
{
    [Fact]
    public void TablesAreReadOnceAndOnlyWhenSomethingIsLookedUp()
    {
        var reads = 0;
        KerasRegistry.AddTable(() =>
        {
            reads++;
            return [new KerasRegistry.Entry(["keras.tests.Late"], typeof(KerasRegistryTests), nameof(reads))];
        });
        Assert.Equal(0, reads);

        Parallel.For(0, 8, _ => Assert.Contains(KerasRegistry.Entries, entry => entry.Names[0] == "keras.tests.Late"));
        Assert.Equal(1, reads);

        // A table that comes later is seen too.
        KerasRegistry.AddTable(() => [new KerasRegistry.Entry(["keras.tests.Later"], typeof(KerasRegistryTests), null)]);
        Assert.Equal(2, KerasRegistry.Entries.Count(entry => entry.Names[0].StartsWith("keras.tests.Late", StringComparison.Ordinal)));
        Assert.Equal(1, reads);
    }
}
