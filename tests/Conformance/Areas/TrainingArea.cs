using System.Globalization;
using Keras.Backend;
using Keras.Conformance.Binding;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Conformance.Training;
using Keras.Saving;
using Keras.Utils;

namespace Keras.Conformance.Areas;

/// <summary>Training: whole runs of fit from fixed weights, single steps, callbacks, and what must be refused.</summary>
internal sealed class TrainingArea : IArea
{
    public string Name => "training";

    public string? Missing(string name) => null;

    public void Replay(GoldenCase golden, Report report)
    {
        Require(golden);
        var before = Directory.GetCurrentDirectory();
        var folder = Directory.CreateTempSubdirectory("keras-conformance-").FullName;
        var policy = DTypePolicies.GlobalPolicy.dtype_policy();
        try
        {
            Directory.SetCurrentDirectory(folder);
            if (golden["policy"] is string name) DTypePolicies.GlobalPolicy.set_dtype_policy(name);
            ReplayRun(golden, folder, report);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            DTypePolicies.GlobalPolicy.set_dtype_policy(policy);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Require(GoldenCase golden)
    {
        Serialized.Require(golden["object"]);
        Serialized.Require(golden["compile"]);
        if (golden["compile"] is Config { } compile && compile.Get("optimizer") is string optimizer and not "nothing" && Serialized.Find("keras.optimizers", optimizer) is null
            && !KerasRegistry.Entries.Any(e => e.Member is null && e.Names.Any(n => string.Equals(n, "keras.optimizers." + optimizer, StringComparison.OrdinalIgnoreCase))))
            throw new UnsupportedException("keras.optimizers." + optimizer);
        foreach (var callback in golden.List("callbacks").Cast<Config>())
            if (KerasRegistry.FindClass("keras.callbacks", (string)callback.Get("class_name")!) is null) throw new UnsupportedException("keras.callbacks." + callback.Get("class_name"));
    }

    private static void ReplayRun(GoldenCase golden, string folder, Report report)
    {
        // 1. The model with its weights.
        Naming.Reset();
        var model = Serialized.MakeModel(golden.Object());
        if (!model.built) throw new UnsupportedException("a training case whose model is not built");
        CompareAndSet("weights", golden.List("weights"), model, report);

        // 2. Compile and train; or be refused.
        using var printed = new PrintedText();
        Run? run = null;
        try
        {
            if (golden["interrupted"] is int broken) Interrupt(golden, broken, folder);
            Compile(model, golden);
            Seed(model, golden);
            run = new Run(golden, model, folder, report);
            run.Train();
        }
        catch (Exception e) when (e is not (UnsupportedException or InvalidDataException))
        {
            if (golden.Has("error")) return;
            report.Add("fit", "no exception", Report.Describe(e));
            return;
        }
        if (golden["error"] is { } error)
        {
            report.Add("fit", $"an exception ({error})", "none");
            return;
        }
        if (golden["printed"] is string text) TextComparer.Compare("printed", text, printed.Text, report);

        // 3. What is left.
        run.Compare();
        CompareVariables("weights_after", golden.List("weights_after"), model.weights, report);
        if (golden["optimizer_after"] is List<object?> state) CompareVariables("optimizer_after", state, [.. Comparer.Items(Late.Get(model.optimizer!, "variables"))!.Cast<Variable>()], report);
        if (golden["after"] is Config after) report.Try("after", () => run.CompareAfter(after));
    }

    /// <summary>A run of the same model that an error stops: what the callbacks have written is all that is left of it.</summary>
    private static void Interrupt(GoldenCase golden, int epoch, string folder)
    {
        Naming.Reset();
        var unseen = new Report(golden.RTol, golden.ATol);
        var model = Serialized.MakeModel(golden.Object());
        CompareAndSet("weights", golden.List("weights"), model, unseen);
        Compile(model, golden);
        Seed(model, golden);
        var run = new Run(golden, model, folder, unseen);
        try
        {
            run.Fit([.. run.Callbacks(), new Breakdown(epoch)]);
        }
        catch (Breakdown.HappenedException)
        {
            // As when the machine is switched off.
        }
    }

    private static void Compile(Model model, GoldenCase golden)
    {
        var compile = golden.Object("compile");
        var optimizer = compile.Get("optimizer") switch
        {
            string name => (Optimizer?)name,
            Config config => (Optimizer?)Serialization.Deserialize(Serialized.Copy(config), typeof(Optimizer)),
            _ => null,
        };
        model.compile(optimizer, LossArgument.From(compile.Get("loss")), LossWeights.From(compile.Get("loss_weights")),
            MetricsArgument.From(compile.Get("metrics")), MetricsArgument.From(compile.Get("weighted_metrics")));
    }

    private static void Seed(Model model, GoldenCase golden)
    {
        Callable.Find("keras.utils.set_random_seed").Invoke([golden["seed"]], new Config());
        if (golden["seed_states"] is not List<object?> states) return;
        foreach (var (generator, state) in model.SeedGenerators.Zip(states)) generator.state.assign(Values.ToTensor(state));
    }

    private static void CompareAndSet(string what, List<object?> expected, Model model, Report report)
    {
        var weights = model.weights;
        string[] want = [.. expected.Cast<Config>().Select(v => $"{v.Get("path")} {Comparer.Show(v.Get("value"))}")], have = [.. weights.Select(w => $"{w.path} {w.dtype} {w.shape}")];
        if (!want.SequenceEqual(have)) report.Add(what, string.Join(", ", want), string.Join(", ", have));
        for (var i = 0; i < Math.Min(want.Length, have.Length); i++) weights[i].assign(Values.ToTensor(((Config)expected[i]!).Get("value")));
    }

    private static void CompareVariables(string what, List<object?> expected, IReadOnlyList<Variable> got, Report report)
    {
        var compare = new Comparer(report);
        string[] want = [.. expected.Cast<Config>().Select(v => (string)v.Get("path")!)], have = [.. got.Select(w => w.path)];
        if (!want.SequenceEqual(have)) report.Add(what, string.Join(", ", want), string.Join(", ", have));
        for (var i = 0; i < Math.Min(want.Length, have.Length); i++) compare.Compare($"{what}[{i}] ({want[i]})", ((Config)expected[i]!).Get("value"), got[i].Raw);
    }

    /// <summary>One case's calls of fit or of single steps, and their results.</summary>
    private sealed class Run(GoldenCase golden, Model model, string folder, Report report)
    {
        private readonly Config _data = golden.Object("data");
        private readonly HookRecorder? _hooks = golden.Has("events") ? new HookRecorder() : null;
        private EpochRecorder? _epochs;
        private Keras.Callbacks.History? _history;

        internal void Train()
        {
            if (golden["steps"] is List<object?> steps)
            {
                foreach (var (i, step) in steps.Index()) Step(i, (Config)step!);
                return;
            }
            var callbacks = Callbacks();
            if (golden["epoch_ends"] is List<object?> ends) _epochs = new EpochRecorder(callbacks, ends, folder, report);
            List<Callback> all = golden["script"] is Config script ? [new ScriptedLogs(script)] : [];
            all.AddRange(callbacks);
            if (_epochs is not null) all.Add(_epochs);
            if (_hooks is not null) all.Add(_hooks);
            _history = Fit(all);
        }

        internal List<Callback> Callbacks()
        {
            var made = new List<Callback>();
            foreach (var described in golden.List("callbacks").Cast<Config>())
            {
                var type = KerasRegistry.FindClass("keras.callbacks", (string)described.Get("class_name")!)!;
                var arguments = Serialized.Copy((Config)described.Get("config")!);
                if (golden["rates"] is List<object?> rates) arguments["schedule"] = (Func<int, double, double>)((epoch, _) => ScriptedLogs.Number(rates[epoch]));
                if (golden["factor"] is { } factor) arguments["schedule"] = (Func<int, double, double>)((_, rate) => rate * ScriptedLogs.Number(factor));
                made.Add((Callback)ConfigReflection.Construct(type, arguments));
            }
            return made;
        }

        internal Keras.Callbacks.History Fit(List<Callback> callbacks)
        {
            // 1. The arguments that are data.
            object? x = _data.Get("x"), y = _data.Get("y"), weights = _data.Get("sample_weight");
            var fit = new Config(golden.Object("fit"));
            var arguments = new Config { ["callbacks"] = (CallbacksArgument?)callbacks, ["verbose"] = 0 };
            if (_data.Get("validation") is Config validation)
                arguments["validation_data"] = ValidationData.Of(Feeds.ToData(validation.Get("x"))!, Feeds.ToData(validation.Get("y")), Feeds.ToData(validation.Get("sample_weight")));
            if (fit.Pop("class_weight") is List<object?> classes)
                arguments["class_weight"] = classes.Cast<List<object?>>().ToDictionary(p => (int)p[0]!, p => ScriptedLogs.Number(p[1]));

            // 2. The rows: in our own order where the case is of the version that we follow, else as that Keras drew them.
            var shuffled = fit.Get("shuffle") is true or string && golden["batches"] is not null && !((string)golden["keras"]!).StartsWith("3.15.", StringComparison.Ordinal);
            var feed = golden["feed"] as string;
            if (shuffled)
            {
                if (fit.Pop("validation_split") is { } split)
                {
                    var kept = (int)(Feeds.Count(x) * (1 - ScriptedLogs.Number(split)));
                    int[] held = [.. Enumerable.Range(kept, Feeds.Count(x) - kept)];
                    arguments["validation_data"] = ValidationData.Of(Feeds.ToData(Feeds.Rows(x, held))!, Feeds.ToData(Feeds.Rows(y, held)), Feeds.ToData(Feeds.Rows(weights, held)));
                }
                if (fit.Pop("batch_size") is int size) fit.TryAdd("validation_batch_size", size);
                fit["shuffle"] = false;
                int[][] batches = [.. golden.List("batches").Cast<List<object?>>().Select(b => b.Select(r => (int)r!).ToArray())];
                arguments["x"] = (Data)new RecordedBatches(x, y, weights, batches, (int)fit.Get("epochs")!)!;
            }
            else if (feed == "arrays")
            {
                arguments["x"] = Feeds.ToData(x);
                arguments["y"] = Feeds.ToData(y);
                if (weights is not null) arguments["sample_weight"] = Feeds.ToData(weights);
            }
            else
            {
                var fixedBatches = new FixedBatches(x, y, weights);
                arguments["x"] = feed == "dataset" ? (Data)fixedBatches! : Data.FromBatches(fixedBatches.Forever());
            }

            if (fit.Pop("validation_freq") is { } often)
                arguments["validation_freq"] = often is List<object?> epochs ? (ValidationFrequency)epochs.Select(e => (int)e!).ToArray() : (ValidationFrequency)(int)often;

            // 3. The others by name.
            foreach (var (key, value) in fit)
                if (value is not null) arguments[key] = value;
            return (Keras.Callbacks.History)Late.Call(model, "fit", [], arguments)!;
        }

        private void Step(int index, Config step)
        {
            var method = (string)step.Get("method")!;
            var what = $"steps[{index}].{method}";
            if (method == "reset_metrics")
            {
                model.reset_metrics();
                return;
            }
            var range = ((List<object?>)step.Get("rows")!).Select(r => (int)r!).ToArray();
            int[] rows = [.. Enumerable.Range(range[0], range[1] - range[0])];
            var arguments = new Config { ["x"] = Feeds.ToData(Feeds.Rows(_data.Get("x"), rows)) };
            var predicts = method.StartsWith("predict", StringComparison.Ordinal);
            if (!predicts) arguments["y"] = Feeds.ToData(Feeds.Rows(_data.Get("y"), rows));
            if (!method.EndsWith("_on_batch", StringComparison.Ordinal)) arguments["verbose"] = 0;
            if (step.Get("sample_weight") is { } weight) arguments["sample_weight"] = Feeds.ToData(weight);
            foreach (var (key, value) in (Config)step.Get("arguments")!)
                arguments[key] = key == "class_weight" ? ((List<object?>)value!).Cast<List<object?>>().ToDictionary(p => (int)p[0]!, p => ScriptedLogs.Number(p[1])) : value;
            if (_hooks is not null && !method.EndsWith("_on_batch", StringComparison.Ordinal)) arguments["callbacks"] = (CallbacksArgument?)(Callback)_hooks;
            var several = step.Get("result") is List<object?> && predicts;
            if (predicts && (several || step.Get("result") is Config)) method = method == "predict" ? "predict_outputs" : "predict_outputs_on_batch";
            Result(what, step.Get("result"), Late.Call(model, method, [], arguments));
        }

        private void Result(string what, object? expected, object? got)
        {
            switch (got)
            {
                case EvaluationResult result when expected is Config named:
                    foreach (var (name, value) in named)
                        if (value is List<object?> all && result.Names.Contains(name) && result.array(name) is { } array && array.size == all.Count)
                            for (var k = 0; k < all.Count; k++) Number($"{what}['{name}'][{k}]", all[k], array.GetDouble(k));
                        else Number($"{what}['{name}']", value, result.Names.Contains(name) ? result[name] : double.NaN);
                    if (result.Count != named.Count) report.Add(what, string.Join(", ", named.Keys), string.Join(", ", result.Names));
                    break;
                case EvaluationResult result:
                    var wanted = expected as List<object?> ?? [expected];
                    if (wanted.Count != result.Count) report.Add(what, $"{wanted.Count} numbers", $"{result.Count} numbers ({string.Join(", ", result.Names)})");
                    for (var i = 0; i < Math.Min(wanted.Count, result.Count); i++) Number($"{what}[{i}]", wanted[i], result[i]);
                    break;
                case Predictions predictions:
                    Feeds.Compare(what, expected, predictions, report);
                    break;
                default:
                    new Comparer(report).Compare(what, expected, got);
                    break;
            }
        }

        internal void Compare()
        {
            // 1. History.
            if (golden["history"] is Config history && _history is not null)
            {
                if (!history.Keys.Order(StringComparer.Ordinal).SequenceEqual(_history.history.Keys.Order(StringComparer.Ordinal)))
                    report.Add("history", string.Join(", ", history.Keys), string.Join(", ", _history.history.Keys));
                foreach (var (name, values) in history)
                {
                    if (!_history.history.TryGetValue(name, out var got)) continue;
                    var wanted = (List<object?>)values!;
                    if (wanted.Count != got.Count) report.Add($"history['{name}']", $"{wanted.Count} epochs", $"{got.Count} epochs");
                    for (var i = 0; i < Math.Min(wanted.Count, got.Count); i++)
                        if (wanted[i] is List<object?> several)
                            for (var k = 0; k < several.Count; k++) Number($"history['{name}'][{i}][{k}]", several[k], _history.arrays[name][i].GetDouble(k));
                        else Number($"history['{name}'][{i}]", wanted[i], got[i]);
                }
                if (golden["epochs"] is List<object?> epochs && !epochs.Select(e => (int)e!).SequenceEqual(_history.epoch))
                    report.Add("epochs", Comparer.Show(epochs), "[" + string.Join(", ", _history.epoch) + "]");
            }

            // 2. What the recorders saw.
            if (_epochs is not null && golden["epoch_ends"] is List<object?> ends && ends.Count != _epochs.Seen)
                report.Add("epoch_ends", $"{ends.Count} epochs", $"{_epochs.Seen} epochs");
            if (_hooks is not null) CompareEvents(golden.List("events"), _hooks.Events);

            // 3. Files.
            if (golden["files_after"] is List<object?> files) EpochRecorder.Same("files_after", files, EpochRecorder.Files(folder), report);
            if (golden["files_text"] is Config texts)
                foreach (var (path, text) in texts)
                    if (File.Exists(path)) TextComparer.Compare($"files_text['{path}']", (string)text!, File.ReadAllText(path), report);
        }

        private void CompareEvents(List<object?> expected, List<object?> got)
        {
            for (var i = 0; i < Math.Max(expected.Count, got.Count); i++)
            {
                var (want, have) = (i < expected.Count ? Comparer.Show(expected[i]) : "nothing", i < got.Count ? Comparer.Show(got[i]) : "nothing");
                if (want == have) continue;
                report.Add($"events[{i}]", want, have);
                return;
            }
        }

        internal void CompareAfter(Config after)
        {
            var x = Feeds.ToData(_data.Get("x"))!;
            if (after.Get("evaluate") is Config evaluate) Result("after.evaluate", evaluate, model.evaluate(x, Feeds.ToData(_data.Get("y")), verbose: 0, return_dict: true));
            if (after.Get("predict") is { } predict) Feeds.Compare("after.predict", predict, model.predict_outputs(x, verbose: 0), report);
        }

        private void Number(string what, object? expected, double got)
        {
            if (expected is List<object?> or Config or GoldenArray) report.Add(what, Comparer.Show(expected), got.ToString(CultureInfo.InvariantCulture));
            else if (!report.Measure(ScriptedLogs.Number(expected), got)) report.Add(what, Report.Text(ScriptedLogs.Number(expected)), Report.Text(got));
        }
    }
}
