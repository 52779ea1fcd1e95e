using NumSharp;
using static Keras.keras;

namespace Keras.Tests.Trainers;

/// <summary>Arguments of fit and what it is fed with.</summary>
public class FitTests
{
    private static NDArray X(int rows) => np.arange(rows * 2).astype(np.float32).reshape(rows, 2) / (2f * rows);

    private static NDArray Y(int rows) => np.arange(rows).astype(np.float32).reshape(rows, 1) / rows;

    private static Sequential Model(string loss = "mse", Optimizer? optimizer = null)
    {
        keras.utils.set_random_seed(7);
        var model = keras.Sequential([keras.Input(2), layers.Dense(3, activation: "tanh"), layers.Dense(1)]);
        model.compile(optimizer ?? "sgd", loss);
        return model;
    }

    private sealed class Counter : Callback
    {
        internal List<int> Batches { get; } = [];

        public override void on_train_batch_end(int batch, Logs? logs = null) => Batches.Add(batch);
    }

    private sealed class Slow(int workers, int? failsAt = null) : PyDataset(workers: workers)
    {
        internal readonly System.Collections.Concurrent.ConcurrentBag<int> Threads = [];

        public override int? num_batches => 12;

        public override Batch GetItem(int index)
        {
            Threads.Add(Environment.CurrentManagedThreadId);
            if (index == failsAt) throw new InvalidDataException("row 5 is broken");
            // The later a batch, the sooner it is ready: order must not depend on it.
            Thread.Sleep((12 - index) * 2);
            return new Batch(X(4) + index, Y(4) * index);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void BatchesOfADatasetComeInOrderHoweverManyThreadsMakeThem(int workers)
    {
        var model = Model();
        var history = model.fit(new Slow(workers), epochs: 2, shuffle: false, verbose: 0);
        var alone = Model();
        var expected = alone.fit(Data.FromBatches(Enumerable.Range(0, 12).Select(i => new Batch(X(4) + i, Y(4) * i)).ToList()), epochs: 2, verbose: 0);
        Assert.Equal(expected.history["loss"], history.history["loss"]);
    }

    [Fact]
    public void AnErrorInADatasetReachesTheCallerAndTheModelStaysUsable()
    {
        var model = Model();
        var e = Assert.ThrowsAny<Exception>(() => model.fit(new Slow(4, failsAt: 5), shuffle: false, verbose: 0));
        Assert.Contains("row 5 is broken", e.ToString(), StringComparison.Ordinal);
        Assert.Single(model.fit(X(8), Y(8), verbose: 0).history["loss"]);
    }

    [Fact]
    public void ValidationSplitTakesTheLastRowsBeforeShuffling()
    {
        var model = Model();
        var history = model.fit(X(20), Y(20), validation_split: 0.25, epochs: 1, verbose: 0);
        var expected = model.evaluate(X(20)["15:"], Y(20)["15:"], verbose: 0);
        Assert.Equal(expected[0], history.history["val_loss"][0], 6);
    }

    [Fact]
    public void InitialEpochAndStepsPerEpochCount()
    {
        var counter = new Counter();
        var history = Model().fit(X(32), Y(32), batch_size: 4, epochs: 5, initial_epoch: 3, steps_per_epoch: 2, callbacks: counter, verbose: 0);
        Assert.Equal([3, 4], history.epoch);
        Assert.Equal([0, 1, 0, 1], counter.Batches);
    }

    [Fact]
    public void AnEndlessSourceNeedsSteps()
    {
        static IEnumerable<(NDArray, NDArray)> Forever()
        {
            while (true) yield return (X(4), Y(4));
        }
        var counter = new Counter();
        Model().fit(Data.FromBatches(Forever()), steps_per_epoch: 5, epochs: 2, callbacks: counter, verbose: 0);
        Assert.Equal(10, counter.Batches.Count);
    }

    [Fact]
    public void ClassWeightsWeighLikeSampleWeights()
    {
        var labels = np.array([0, 1, 0, 1, 1, 0, 1, 1]);
        Sequential Classifier()
        {
            keras.utils.set_random_seed(3);
            var model = keras.Sequential([keras.Input(2), layers.Dense(2, activation: "softmax")]);
            model.compile("sgd", "sparse_categorical_crossentropy");
            return model;
        }
        var byClass = Classifier().fit(X(8), labels, class_weight: new Dictionary<int, double> { [0] = 1, [1] = 3 }, shuffle: false, epochs: 2, verbose: 0);
        var bySample = Classifier().fit(X(8), labels, sample_weight: np.array([1f, 3f, 1f, 3f, 3f, 1f, 3f, 3f]), shuffle: false, epochs: 2, verbose: 0);
        Assert.Equal(bySample.history["loss"], byClass.history["loss"]);
    }

    [Fact]
    public void AStopAsksForTheEndOfTheEpochNotOfTheProcess()
    {
        var model = Model();
        var history = model.fit(X(16), Y(16), batch_size: 4, epochs: 50, verbose: 0, callbacks: callbacks.LambdaCallback(on_train_batch_end: (batch, _) => model.stop_training = batch == 1));
        Assert.Single(history.epoch);
        Assert.Single(history.history["loss"]);
    }

    [Fact]
    public void DotNetArraysAreData()
    {
        var x = new float[,] { { 0, 1 }, { 1, 0 }, { 1, 1 }, { 0, 0 } };
        var y = new double[] { 1, 1, 2, 0 };
        var history = Model().fit(x, y, epochs: 2, verbose: 0);
        Assert.Equal(2, history.history["loss"].Count);
    }

    [Fact]
    public void OneSeedGivesOneHistory()
    {
        double[] Run() => [.. Model(optimizer: "adam").fit(X(40), Y(40), batch_size: 8, epochs: 3, verbose: 0).history["loss"]];
        Assert.Equal(Run(), Run());
    }

    private sealed class Twins(List<bool> same) : Model
    {
        private readonly Layer _dense = layers.Dense(2);

        protected override Tensor call(Tensor inputs, bool training) => _dense.Apply(inputs);

        public override Logs train_step(Batch data)
        {
            same.Add(ReferenceEquals(data.x, data.y));
            return base.train_step(data);
        }

        public override Logs test_step(Batch data)
        {
            same.Add(ReferenceEquals(data.x, data.y));
            return base.test_step(data);
        }
    }

    /// <summary>Inputs that are their own targets, as an autoencoder's, are held and taken once, and give what two equal arrays give.</summary>
    [Fact]
    public void TargetsThatAreTheInputsAreTakenOnce()
    {
        (List<bool>, Keras.Callbacks.History) Run(NDArray x, NDArray y, Shuffle shuffle, double split)
        {
            keras.utils.set_random_seed(7);
            List<bool> same = [];
            var model = new Twins(same);
            model.compile("sgd", "mse");
            return (same, model.fit(x, y, batch_size: 4, epochs: 2, verbose: 0, shuffle: shuffle, validation_split: split));
        }

        var x = X(10);
        foreach (var shuffle in new Shuffle[] { true, false, "batch" })
            foreach (var split in new[] { 0, 0.2 })
            {
                var (same, history) = Run(x, x, shuffle, split);
                var (apart, expected) = Run(x, x.copy(), shuffle, split);
                Assert.Equal(6, same.Count);
                Assert.All(same, Assert.True);
                Assert.All(apart, Assert.False);
                Assert.Equal(expected.history, history.history);
            }
        List<bool> seen = [];
        var batches = new Twins(seen);
        batches.compile("sgd", "mse");
        batches.train_on_batch(x, x);
        batches.test_on_batch(x, x);
        Assert.Equal([true, true], seen);
    }
}
