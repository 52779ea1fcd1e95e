namespace Keras.Tests.Backend;

using Keras;
using static Keras.keras;
using Ops = Keras.Ops;

/// <summary>keras.device and keras.SymbolicScope.</summary>
public class ScopeTests
{
    [Theory]
    [InlineData("cpu", "cpu")]
    [InlineData("CPU:0", "cpu:0")]
    public void The_cpu_is_a_device(string name, string engine)
    {
        using var device = keras.device(name);
        Assert.Equal(engine, device.name);
        Assert.Equal(4, (double)Ops.sum(Ops.ones((2, 2))));
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:1")]
    [InlineData("GPU:0")]
    [InlineData("cpu:1")]
    public void Other_devices_are_refused_with_the_way_out(string name) =>
        Assert.Contains("keras.device(\"cpu\")", Assert.Throws<NotSupportedException>(() => keras.device(name)).Message);

    [Theory]
    [InlineData("")]
    [InlineData("processor")]
    [InlineData("cpu:first")]
    public void What_is_no_device_is_an_error(string name) =>
        Assert.Contains($"device_name='{name}'", Assert.Throws<ArgumentException>(() => keras.device(name)).Message);

    [Fact]
    public void In_the_symbolic_stage_penalties_are_those_of_the_variables()
    {
        var layer = layers.Dense(1, use_bias: false, kernel_initializer: "ones", kernel_regularizer: regularizers.L2(1.0));
        layer.build((null, 2));
        using var stateless = keras.StatelessScope([(layer.trainable_variables[0], Ops.ones((2, 1)) * 3.0)]);
        Assert.Equal(18, (double)layer.losses[0]);
        using (keras.SymbolicScope())
        {
            using (keras.SymbolicScope()) { }
            Assert.Equal(2, (double)layer.losses[0]);
        }
        Assert.Equal(18, (double)layer.losses[0]);
    }
}
