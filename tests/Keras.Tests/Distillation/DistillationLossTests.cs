namespace Keras.Tests.Distillation;

using Keras;
using Keras.Backend;
using Keras.Distillation;
using static Keras.keras;

/// <summary>The losses that compare a student with its teacher.</summary>
public class DistillationLossTests
{
    private static readonly Tensor s_teacher = new float[,] { { 1, 2, 3 }, { 4, 5, 6 } };
    private static readonly Tensor s_student = new float[,] { { 2, 1, 4 }, { 3, 6, 2 } };

    private static double[] Softmax(params double[] x)
    {
        var e = x.Select(Math.Exp).ToArray();
        return [.. e.Select(v => v / e.Sum())];
    }

    [Fact]
    public void KLDivergence_compares_softened_probabilities_and_is_scaled_back()
    {
        var loss = distillation.LogitsDistillation(temperature: 2.0, loss: losses.KLDivergence());
        static double Divergence(double[] p, double[] q) => p.Zip(q, (a, b) => a * Math.Log(a / b)).Sum();
        var expected = 4 * (Divergence(Softmax(0.5, 1, 1.5), Softmax(1, 0.5, 2)) + Divergence(Softmax(2, 2.5, 3), Softmax(1.5, 3, 1))) / 2;
        Assert.Equal(expected, (double)loss.compute_loss(s_teacher, s_student), 1e-5);
    }

    [Fact]
    public void Other_losses_see_the_divided_outputs()
    {
        // Squared differences of 1, 1, 1, 1, 1, 16 divided by 2² and averaged.
        Assert.Equal(21 / 4.0 / 6, (double)distillation.LogitsDistillation(2.0, "mse").compute_loss(s_teacher, s_student), 1e-6);
        Assert.Equal(21 / 4.0 / 6, (double)distillation.LogitsDistillation(2.0, losses.MeanSquaredError()).compute_loss(s_teacher, s_student), 1e-6);
        // As in Keras, the name of the default means the function: of values cut to 1 nothing is left but 1/3 · ln((1/3) / (2/3)) and 2/3 · ln(2/3 / (1/3)) of the first sample.
        var expected = (1 / 3.0 * Math.Log(1 / 2.0) + 2 / 3.0 * Math.Log(2.0) + 0 + 0 + 0 + Math.Log(1 / (2 / 3.0))) / 2;
        Assert.Equal(expected, (double)distillation.LogitsDistillation().compute_loss(s_teacher, s_student), 1e-5);
    }

    [Fact]
    public void Features_are_compared_as_they_are()
    {
        Assert.Equal(21 / 6.0, (double)distillation.FeatureDistillation().compute_loss(s_teacher, s_student), 1e-6);
        Assert.Equal(9 / 6.0, (double)distillation.FeatureDistillation("mae").compute_loss(s_teacher, s_student), 1e-6);
    }

    [Fact]
    public void Losses_are_nested_as_the_outputs_are()
    {
        Tensor teachers = new[] { s_teacher, s_student }, students = new[] { s_student, s_student * 2.0 };
        // The second pair differs by the student itself.
        var squares = (4 + 1 + 16 + 9 + 36 + 4) / 6.0;
        Assert.Equal(9 / 6.0 + squares, (double)distillation.FeatureDistillation(["mae", "mse"]).compute_loss(teachers, students), 1e-5);
        Assert.Equal(squares, (double)distillation.FeatureDistillation([null, "mse"]).compute_loss(teachers, students), 1e-5);
        var named = distillation.FeatureDistillation(new() { ["a"] = "mae", ["b"] = null });
        Tensor Dict(Tensor a, Tensor b) => new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b };
        Assert.Equal(9 / 6.0, (double)named.compute_loss(Dict(s_teacher, s_student), Dict(s_student, s_student)), 1e-6);

        Assert.Contains("structure", Assert.Throws<ArgumentException>(() => named.validate_outputs(teachers, students)).Message);
        Assert.Contains("structure", Assert.Throws<ArgumentException>(() => distillation.LogitsDistillation().validate_outputs(s_teacher, students)).Message);
        Assert.ThrowsAny<ArgumentException>(() => distillation.FeatureDistillation("mse").compute_loss(teachers, students));
    }

    [Fact]
    public void What_makes_no_loss_is_refused()
    {
        Assert.Contains("non-`None`", Assert.Throws<ArgumentException>(() => distillation.LogitsDistillation(loss: [null, null])).Message);
        Assert.Contains("non-`None`", Assert.Throws<ArgumentException>(() => distillation.FeatureDistillation(loss: [null])).Message);
        Assert.Contains("positive", Assert.Throws<ArgumentException>(() => distillation.LogitsDistillation(0)).Message);
        Assert.Contains("'moose'", Assert.Throws<ArgumentException>(() => distillation.LogitsDistillation(loss: "moose")).Message);
    }

    [Fact]
    public void Configurations_make_equal_losses()
    {
        var logits = distillation.LogitsDistillation(5, ["mse", null, losses.KLDivergence(name: "own")]);
        var config = (Config)saving.serialize_keras_object(logits)!;
        Assert.Equal("LogitsDistillation", config["class_name"]);
        var made = Assert.IsType<LogitsDistillation>(saving.deserialize_keras_object(config));
        Assert.Equal(5, made.temperature);
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(config), System.Text.Json.JsonSerializer.Serialize(saving.serialize_keras_object(made)));

        var features = distillation.FeatureDistillation("cosine_similarity", "one", "two");
        var copy = Assert.IsType<FeatureDistillation>(saving.deserialize_keras_object(saving.serialize_keras_object(features)));
        Assert.Equal(("one", "two"), (copy.teacher_layer_name, copy.student_layer_name));
        Assert.Equal((double)features.compute_loss(s_teacher, s_student), (double)copy.compute_loss(s_teacher, s_student));
    }
}
