using Keras.Activations;
using Keras.Backend;
using Keras.Saving;
using static Keras.keras;
using Ops = Keras.Ops;

namespace Keras.Tests.Activations;

/// <summary>Activations by name, as values, and in files.</summary>
public class ActivationFunctionTests
{
    private static Tensor X => new[] { -2f, -0.5f, 0f, 0.5f, 8f };

    private static float[] Floats(Tensor x) => Kernel.ToArray<float>(x);

    [Fact]
    public void A_function_of_the_module_can_be_called_with_its_further_arguments()
    {
        Assert.Equal([0, 0, 0, 0.5f, 6], Floats(activations.relu(X, max_value: 6)));
        Assert.Equal([-0.4f, -0.1f, 0, 0.5f, 8], Floats(activations.leaky_relu(X)));
        Assert.Equal([-0.6f, -0.15f, 0, 0.5f, 8], Floats(activations.leaky_relu(X, 0.3)).Select(v => MathF.Round(v, 5)));
    }

    [Fact]
    public void A_name_and_the_function_are_the_same_activation()
    {
        foreach (var name in new[] { "relu", "softmax", "gelu", "elu", "tanh", "linear", "sparsemax", "soft_shrink", "squareplus", "leaky_relu" })
        {
            ActivationFunction byName = name!;
            Assert.Equal(name, byName.name);
            Assert.Equal(name, activations.serialize(byName));
            Assert.Equal(name, activations.get(byName).name);
        }
        ActivationFunction relu = activations.relu!;
        Assert.Equal("relu", relu.name);
        Assert.Equal([0, 0, 0, 0.5f, 8], Floats(relu.Apply(X)));
        ActivationFunction elu = activations.elu!, celu = activations.celu!;
        Assert.Equal(("elu", "celu"), (elu.name, celu.name));
    }

    [Theory]
    [InlineData("swish", "silu")]
    [InlineData("hard_swish", "hard_silu")]
    public void An_alias_is_saved_under_the_canonical_name(string alias, string name) =>
        Assert.Equal(name, activations.serialize(alias!));

    [Fact]
    public void Get_of_nothing_is_linear()
    {
        Assert.Equal("linear", activations.get((ActivationFunction?)null).name);
        Assert.True(ActivationFunctions.get((ActivationFunction?)null).IsLinear);
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => activations.get("rellu"));
        Assert.Contains("rellu", error.Message);
        Assert.Contains("relu6", error.Message);
        Assert.DoesNotContain("serialize", error.Message);
    }

    [Fact]
    public void A_function_of_ones_own_is_saved_by_name_and_found_in_custom_objects()
    {
        var own = new ActivationFunction("double_it", x => x * 2.0);
        var config = Assert.IsType<Config>(activations.serialize(own));
        Assert.Equal(("function", "double_it"), (config["class_name"], config["config"]));
        Assert.Throws<ArgumentException>(() => activations.deserialize(config));
        Func<Tensor, Tensor> function = x => x * 2.0;
        var loaded = activations.deserialize(config, new Dictionary<string, object> { ["double_it"] = function });
        Assert.Equal([-4, -1, 0, 1, 16], Floats(loaded.Apply(X)));
    }

    private delegate Tensor Scaled(Tensor x, double by = 3);

    [Fact]
    public void A_delegate_with_defaults_is_called_with_them()
    {
        Scaled scaled = static (x, by) => x * by;
        ActivationFunction activation = ((Delegate)scaled)!;
        Assert.Equal([-6, -1.5f, 0, 1.5f, 24], Floats(activation.Apply(X)));
    }

    [Fact]
    public void A_function_without_defaults_cannot_be_an_activation()
    {
        ActivationFunction activation = "threshold"!;
        Assert.Contains("default", Assert.Throws<ArgumentException>(() => activation.Apply(X)).Message);
        Assert.Equal([7, 7, 7, 7, 8], Floats(activations.threshold(X, 1, 7)));
    }

    [Fact]
    public void Symbols_keep_their_shape()
    {
        var x = new KerasTensor((null, 5));
        foreach (var name in new[] { "relu", "softmax", "mish", "linear", "gelu", "sparse_plus" })
        {
            ActivationFunction activation = name!;
            Assert.Equal(x.shape, activation.Apply(x).shape);
        }
        Assert.IsType<KerasTensor>(activations.relu(x, 0.1, 6, 0.5));
    }
}
