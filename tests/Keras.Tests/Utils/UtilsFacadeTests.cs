using Keras.Utils;
using static Keras.keras;

namespace Keras.Tests.Utils;

/// <summary>The utilities under the names that users type.</summary>
public sealed class UtilsFacadeTests : IDisposable
{
    public void Dispose() => IoUtils.enable_interactive_logging();

    [Fact]
    public void NamesOfKeras()
    {
        Assert.Equal([0, 1, 0, 1, 0, 0], utils.to_categorical([1, 0], num_classes: 3).ToArray<double>());
        Assert.Equal([1f, 0f], utils.normalize(NumSharp.np.array(new[] { 2f, 0f }), axis: -1, order: 2).ToArray<float>());
        Assert.Equal([1, 2, 0], utils.pad_sequences([[1, 2]], maxlen: 3, padding: "post").ToArray<int>());
        Assert.Equal([0, 1, 2], keras.preprocessing.sequence.pad_sequences([[1, 2]], maxlen: 3).ToArray<int>());
        Assert.Equal(5, utils.Progbar(5, width: 30, verbose: 0, unit_name: "sample").target);
        Assert.Throws<ArgumentException>(() => utils.get_file(fname: "a"));
    }

    [Fact]
    public void InteractiveLoggingUnderBothNames()
    {
        config.disable_interactive_logging();
        Assert.False(utils.is_interactive_logging_enabled());
        utils.enable_interactive_logging();
        Assert.True(config.is_interactive_logging_enabled());
    }
}
