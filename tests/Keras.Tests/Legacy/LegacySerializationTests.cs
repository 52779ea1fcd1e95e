namespace Keras.Tests.Legacy;

using Keras;
using static Keras.keras;

/// <summary>Configurations in the form of Keras 2.</summary>
public class LegacySerializationTests
{
    [Fact]
    public void An_object_is_its_class_name_and_its_configuration()
    {
        var config = (Config)utils.legacy.serialize_keras_object(initializers.Constant(2.5))!;
        Assert.Equal(["class_name", "config"], config.Keys);
        Assert.Equal("Constant", config["class_name"]);
        Assert.Equal(2.5, ((Config)config["config"]!)["value"]);
        var made = Assert.IsType<Keras.Initializers.Constant>(keras.legacy.saving.deserialize_keras_object(config));
        Assert.Equal(2.5, ((Config)made.get_config())["value"]);
    }

    [Fact]
    public void Objects_inside_are_marked_and_made_again()
    {
        var layer = layers.Dense(3, activation: "relu", kernel_regularizer: regularizers.L2(0.25), name: "dense_of_mine");
        var config = (Config)utils.legacy.serialize_keras_object(layer)!;
        var inner = (Config)((Config)config["config"]!)["kernel_regularizer"]!;
        Assert.Equal("L2", inner["class_name"]);
        Assert.Equal(true, inner["__passive_serialization__"]);
        Assert.False(inner.ContainsKey("module"));
        var made = Assert.IsType<Keras.Layers.Dense>(utils.legacy.deserialize_keras_object(config));
        Assert.Equal(("dense_of_mine", 3, "relu"), (made.name, made.units, made.activation.name));
        Assert.Equal(0.25, Assert.IsType<Keras.Regularizers.L2>(made.kernel_regularizer).l2, 1e-9);
    }

    [Fact]
    public void Functions_are_names()
    {
        Assert.Equal("relu", utils.legacy.serialize_keras_object(activations.relu));
        Assert.Same(activations.relu, utils.legacy.deserialize_keras_object("relu"));
        Func<Tensor, Tensor> own = x => x * 2.0;
        Assert.Same(own, utils.legacy.deserialize_keras_object("own", custom_objects: new Dictionary<string, object> { ["own"] = own }));
        Assert.Same(own, utils.legacy.deserialize_keras_object("relu", module_objects: new Dictionary<string, object> { ["relu"] = own }));
        Assert.Same(own, utils.legacy.deserialize_keras_object(own));
        Assert.Null(utils.legacy.deserialize_keras_object(null));
        Assert.Null(utils.legacy.serialize_keras_object(null));
    }

    [Fact]
    public void A_class_by_name_is_made_without_arguments()
    {
        var made = utils.legacy.deserialize_keras_object("Thing", new Dictionary<string, object> { ["Thing"] = typeof(Keras.Initializers.Zeros) });
        Assert.IsType<Keras.Initializers.Zeros>(made);
        Assert.IsType<Keras.Initializers.Zeros>(utils.legacy.deserialize_keras_object(new Config { ["class_name"] = "Zeros", ["config"] = new Config() }));
    }

    [Fact]
    public void What_cannot_be_read_or_written_is_an_error()
    {
        Assert.Contains("Unknown metric: 'Moose'", Assert.Throws<ArgumentException>(() => utils.legacy.deserialize_keras_object("Moose", printable_module_name: "metric")).Message);
        Assert.Contains("Unknown layer: 'Moose'", Assert.Throws<ArgumentException>(() => utils.legacy.deserialize_keras_object(new Config { ["class_name"] = "Moose", ["config"] = new Config() }, printable_module_name: "layer")).Message);
        Assert.Contains("Improper config format", Assert.Throws<ArgumentException>(() => utils.legacy.deserialize_keras_object(new Config { ["units"] = 3 })).Message);
        Assert.Contains("Could not interpret", Assert.Throws<ArgumentException>(() => utils.legacy.deserialize_keras_object(3)).Message);
        Assert.Contains("get_config", Assert.Throws<ArgumentException>(() => utils.legacy.serialize_keras_object(3)).Message);
        Assert.Contains("get_config", Assert.Throws<ArgumentException>(() => utils.legacy.serialize_keras_object("text")).Message);
    }
}
