namespace Keras.Tests.Utils;

using Keras;

/// <summary>keras.utils.Config.</summary>
public class FreezableConfigTests
{
    [Fact]
    public void Values_are_set_and_read_as_entries_and_as_properties()
    {
        dynamic config = keras.utils.Config(("learning_rate", 0.1), ("momentum", 0.9));
        config.use_ema = true;
        config["seed"] = 123;
        Assert.Equal(0.1, config.learning_rate);
        Assert.Equal(123, config.seed);
        Assert.True(config["use_ema"]);
        Assert.Equal(4, config.Count);
    }

    [Fact]
    public void It_behaves_like_a_dictionary()
    {
        var config = keras.utils.Config(("b", 1), ("a", "x"));
        Assert.Equal(["b", "a"], config.keys());
        Assert.Equal([1, "x"], config.values());
        Assert.Equal([("b", 1), ("a", "x")], config.items());
        Assert.Equal(["a", "b"], config);
        Assert.True(config.Contains("a"));
        Assert.Null(config.get("c"));
        Assert.Equal(7, config.get("c", 7));
        config.update(("c", 3.5), ("b", 2));
        config.update(new Config { ["d"] = null });
        Assert.Equal(2, config.pop("b"));
        Assert.Equal(9, config.pop("b", 9));
        config.Remove("d");
        Assert.Equal("""{"a": "x", "c": 3.5}""", config.to_json());
        Assert.Equal("<Config {'a': 'x', 'c': 3.5}>", config.ToString());
        config.as_dict()["a"] = "y";
        Assert.Equal("x", config["a"]);
    }

    [Fact]
    public void A_frozen_one_refuses_changes()
    {
        var plain = keras.utils.Config(("seed", 1));
        dynamic config = plain;
        config.freeze();
        Assert.True(config.frozen);
        Action[] changes = [() => config.seed = 2, () => config["seed"] = 2, () => plain.pop("seed"), () => plain.pop("none", 1), () => plain.update(("seed", 2)), () => plain.Remove("seed")];
        Assert.All(changes, c => Assert.Contains("frozen", Assert.Throws<InvalidOperationException>(c).Message));
        Assert.Equal(1, config.seed);
        config.unfreeze();
        config.seed = 2;
        Assert.Equal(2, config.seed);
    }

    [Fact]
    public void A_name_that_is_not_there_is_an_error_with_the_nearest()
    {
        dynamic config = keras.utils.Config(("learning_rate", 0.1), ("momentum", 0.9));
        Assert.Equal("Unknown attribute: 'learning_rat'. Did you mean 'learning_rate'?", Assert.Throws<MissingMemberException>(() => config.learning_rat).Message);
        Assert.Equal("Unknown attribute: 'batch'.", Assert.Throws<MissingMemberException>(() => config.batch).Message);
        Assert.Throws<KeyNotFoundException>(() => config["batch"]);
        Assert.Throws<KeyNotFoundException>(() => config.pop("batch"));
    }
}
