using Keras.Optimizers;
using Keras.Saving;

namespace Keras.Tests.Optimizers;

public class OptimizerLookupTests
{
    [Theory]
    [InlineData("adam", typeof(Adam))]
    [InlineData("ADAM", typeof(Adam))]
    [InlineData("rmsprop", typeof(RMSprop))]
    [InlineData("RMSProp", typeof(RMSprop))]
    [InlineData("schedulefreeadamw", typeof(ScheduleFreeAdamW))]
    public void NamesInAnyCase(string name, Type type)
    {
        Optimizer? converted = name;
        Assert.IsType(type, converted);
        Assert.IsType(type, keras.optimizers.get(name));
    }

    [Fact]
    public void WhatIsNoOptimizerIsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => (Optimizer?)"adamm");
        Assert.Contains("'adamm'", error.Message);
        Assert.Contains("adam, adamax, adamw", error.Message);
        Assert.Throws<ArgumentException>(() => keras.optimizers.get(5));
        Assert.Throws<ArgumentException>(() => keras.optimizers.deserialize(new Config { ["class_name"] = "Adamm", ["config"] = new Config() }));
        Assert.Null(keras.optimizers.get(null));
        var adam = new Adam();
        Assert.Same(adam, keras.optimizers.get(adam));
    }

    [Fact]
    public void ClassesOfTheTorchBackendAreRead()
    {
        var made = keras.optimizers.deserialize(new Config
        {
            ["module"] = "keras.src.backend.torch.optimizers.torch_adam",
            ["class_name"] = "Adam",
            ["config"] = new Config { ["learning_rate"] = 0.5 },
            ["registered_name"] = "Adam",
        });
        Assert.Equal(0.5, (double)Assert.IsType<Adam>(made).learning_rate);
        var config = keras.optimizers.serialize(made);
        Assert.Equal("keras.optimizers", config["module"]);
        Assert.Null(config["registered_name"]);
    }

    [Fact]
    public void OnesOwnClassesByName()
    {
        using var scope = new CustomObjectScope(new Dictionary<string, object> { ["mine"] = typeof(Mine) });
        Assert.IsType<Mine>((Optimizer?)"mine");
    }

    private sealed class Mine() : SGD(0.5);
}
