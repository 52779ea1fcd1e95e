using Keras.Saving;
using Keras.Saving.Hdf5;
using Keras.Tests.Testing;
using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Saving.Files;

/// <summary>The state of optimizers as each age of Keras wrote it: loaded, training goes on as if it had not stopped.</summary>
public class OptimizerErasTests
{
    private sealed record Case(Func<Optimizer> Make, string Class, (string Here, string Old2, string? Keras23, string Old215)[] Kinds);

    /// <summary>The kinds of state with the names of tf.keras 2.0 to 2.10, of Keras 2.3, and of tf.keras from 2.11 on.</summary>
    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["SGD"] = new(() => optimizers.SGD(0.1, momentum: 0.9), "SGD", [("momentum", "momentum", "moment", "m")]),
        ["RMSprop"] = new(() => optimizers.RMSprop(0.01), "RMSprop", [("velocity", "rms", "accumulator", "velocity")]),
        ["RMSprop centered"] = new(() => optimizers.RMSprop(0.01, momentum: 0.5, centered: true), "RMSprop", [("velocity", "rms", null, "velocity"), ("momentum", "momentum", null, "momentum"), ("average_gradient", "mg", null, "average_gradient")]),
        ["Adagrad"] = new(() => optimizers.Adagrad(0.1), "Adagrad", [("accumulator", "accumulator", "accumulator", "accumulator")]),
        ["Adadelta"] = new(() => optimizers.Adadelta(1.0), "Adadelta", [("accumulated_grad", "accum_grad", "accumulator", "accumulated_grad"), ("accumulated_delta_var", "accum_var", "delta_accumulator", "accumulated_delta_var")]),
        ["Adam"] = new(() => optimizers.Adam(0.01), "Adam", [("momentum", "m", "m", "m"), ("velocity", "v", "v", "v")]),
        ["Adam amsgrad"] = new(() => optimizers.Adam(0.01, amsgrad: true), "Adam", [("momentum", "m", "m", "m"), ("velocity", "v", "v", "v"), ("velocity_hat", "vhat", "vhat", "vhat")]),
        ["Adamax"] = new(() => optimizers.Adamax(0.01), "Adamax", [("momentum", "m", "m", "m"), ("norm", "v", "u", "u")]),
        ["Nadam"] = new(() => optimizers.Nadam(0.01), "Nadam", [("momentum", "m", "m", "m"), ("velocity", "v", "v", "v")]),
        ["Ftrl"] = new(() => optimizers.Ftrl(0.1), "Ftrl", [("accumulator", "accumulator", null, "accumulator"), ("linear", "linear", null, "linear")]),
    };

    public static TheoryData<string, string> Names()
    {
        var data = new TheoryData<string, string>();
        foreach (var (name, of) in s_cases)
            foreach (var age in new[] { "1", "2.2", "2.3", "2.4-tf", "2.15-tf", "3" })
                if (of.Kinds[0].Keras23 is not null || age is not ("1" or "2.2" or "2.3")) data.Add(name, age);
        return data;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TrainingGoesOnAsIfItHadNotStopped(string name, string age)
    {
        // 1. A model that was trained for some steps, and the state of its optimizer as that age wrote it. All weights have one shape: no shape tells them apart.
        var of = s_cases[name];
        var (trained, x, y) = Model(of);
        trained.fit(x, y, batch_size: 4, epochs: 2, shuffle: false, verbose: 0);
        using var folder = new TempFolder();
        var path = folder["state.h5"];
        Write(path, trained, of, age);

        // 2. A model with the same weights and a new optimizer, which gets it.
        var (resumed, _, _) = Model(of);
        foreach (var (to, from) in resumed.weights.Zip(trained.weights)) to.assign(from);
        resumed.optimizer!.build(resumed.trainable_variables);
        using (var file = Hdf5File.Open(path))
            OptimizerState.Restore(resumed.optimizer, [.. LegacyH5.Names(file.Root, "weight_names").Select(n => (n, file.Root.TryGetDataset(n, out var d) ? d : throw new InvalidDataException(n)))]);

        // 3. Both go on alike. Older files do not have the steps of some optimizers, which these do not use.
        var known = trained.fit(x, y, batch_size: 4, epochs: 2, shuffle: false, verbose: 0).history["loss"];
        var found = resumed.fit(x, y, batch_size: 4, epochs: 2, shuffle: false, verbose: 0).history["loss"];
        Assert.Equal(known.ToArray(), found.ToArray());
        Assert.All(trained.weights.Zip(resumed.weights), p => Assert.Equal(p.First.numpy().ToArray<float>(), p.Second.numpy().ToArray<float>()));
    }

    private static (Model, NDArray X, NDArray Y) Model(Case of)
    {
        keras.utils.set_random_seed(4);
        var model = keras.Sequential([layers.Input(4), layers.Dense(4, use_bias: false, activation: "tanh"), layers.Dense(4, use_bias: false, activation: "tanh"), layers.Dense(4, use_bias: false)]);
        model.compile(optimizer: of.Make(), loss: "mse");
        var random = np.random.RandomState(6);
        return (model, random.uniform(-1, 1, new Shape(16, 4)).astype(NPTypeCode.Single), random.uniform(-1, 1, new Shape(16, 4)).astype(NPTypeCode.Single));
    }

    private static void Write(string path, Model model, Case of, string age)
    {
        // 1. What there is: the steps, and an array for each kind and weight.
        var state = model.optimizer!.variables;
        var weights = model.trainable_variables.Select(v => v.path).ToArray();
        Variable At(string kind, string weight) => state.Single(v => v.name == weight.Replace('/', '_') + "_" + kind);
        var steps = state[0];
        List<(string Name, Variable? Value)> items = [];

        // 2. In the order and under the names of the age.
        switch (age)
        {
            case "1" or "2.2":
                if (of.Class is "SGD" or "Adam" or "Adamax" or "Nadam") items.Add((age == "1" ? "Variable_9:0" : $"training/{of.Class}/iterations:0", steps));
                foreach (var kind in of.Kinds)
                    foreach (var weight in weights) items.Add((age == "1" ? $"param_{items.Count}" : $"training/{of.Class}/Variable_{items.Count}:0", At(kind.Here, weight)));
                // Adam's third kind is one number each where it is off.
                if (age == "2.2" && of is { Class: "Adam", Kinds.Length: 2 }) items.AddRange(weights.Select((_, i) => ($"training/{of.Class}/Variable_{90 + i}:0", (Variable?)null)));
                break;
            case "2.3":
                items.Add(($"{of.Class}/iterations:0", steps));
                foreach (var kind in of.Kinds) items.AddRange(weights.Select((w, i) => ($"training/{of.Class}/{kind.Keras23}_{i}:0", (Variable?)At(kind.Here, w))));
                break;
            case "2.4-tf":
                items.Add(($"{of.Class}/iter:0", steps));
                if (of.Class == "Ftrl") foreach (var weight in weights) items.AddRange(of.Kinds.Select(k => ($"{of.Class}/{weight}/{k.Old2}:0", (Variable?)At(k.Here, weight))));
                else foreach (var kind in of.Kinds) items.AddRange(weights.Select(w => ($"{of.Class}/{w}/{kind.Old2}:0", (Variable?)At(kind.Here, w))));
                break;
            case "2.15-tf":
                items.Add(("iteration:0", steps));
                var together = of.Class == "RMSprop" ? 1 : Math.Min(2, of.Kinds.Length);
                for (var k = 0; k < of.Kinds.Length; k += together)
                    foreach (var weight in weights) items.AddRange(of.Kinds.Skip(k).Take(together).Select(kind => ($"{of.Class}/{kind.Old215}/{weight}:0", (Variable?)At(kind.Here, weight))));
                break;
            default:
                items.AddRange(state.Select(v => (v.path, (Variable?)v)));
                break;
        }

        // 3. The file.
        var root = new H5GroupNode();
        root.Attributes.AddNames("weight_names", [.. items.Select(i => i.Name)]);
        foreach (var (name, value) in items) root.Add(name, value is null ? H5DatasetNode.FromMemory(H5DType.Float32, [1], new byte[4]) : WeightIO.Node(value));
        Hdf5Writer.Write(path, root);
    }
}
