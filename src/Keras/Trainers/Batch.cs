namespace Keras;

/// <summary>One batch: inputs, targets and sample weights. Takes apart: <c>var (x, y, sample_weight) = data;</c>.</summary>
public sealed class Batch
{
    /// <summary>Makes a batch.</summary>
    /// <param name="x">Inputs: a tensor, or a list or dictionary of tensors.</param>
    /// <param name="y">Targets.</param>
    /// <param name="sample_weight">Weights of the samples.</param>
    public Batch(Data x, Data? y = null, Data? sample_weight = null)
    {
        XData = x;
        YData = y;
        WeightData = sample_weight;
    }

    internal Batch(Tensor x, Tensor? y, Tensor? sample_weight)
    {
        XData = x!;
        X = x;
        Y = y;
        SampleWeight = sample_weight;
    }

    private Data XData { get; }

    private Data? YData { get; }

    private Data? WeightData { get; }

    private Tensor? X { get; }

    private Tensor? Y { get; }

    private Tensor? SampleWeight { get; }

    /// <summary>Inputs.</summary>
    public Tensor x => X ?? XData.ToTensor();

    /// <summary>Targets; <see langword="null"/> where there are none.</summary>
    public Tensor? y => Y ?? YData?.ToTensor();

    /// <summary>Weights of the samples; <see langword="null"/> where there are none.</summary>
    public Tensor? sample_weight => SampleWeight ?? WeightData?.ToTensor();

    /// <summary>The batch with its values on the engine.</summary>
    internal Batch Prepared()
    {
        if (X is not null) return this;
        var (inputs, targets) = Data.ToTensors(XData, YData);
        var prepared = new Batch(inputs, targets, sample_weight);
        if (XData.OwnsTensor) prepared._owned.Add(prepared.x);
        if (YData is { OwnsTensor: true } && !ReferenceEquals(targets, inputs)) prepared._owned.Add(prepared.y!);
        if (WeightData is { OwnsTensor: true }) prepared._owned.Add(prepared.sample_weight!);
        return prepared;
    }

    private readonly List<Tensor> _owned = [];

    /// <summary>Frees what <see cref="Prepared"/> made of the user's arrays; tensors of the user's own stay.</summary>
    internal void Release()
    {
        foreach (var tensor in _owned)
            foreach (var t in Nest.Flatten(tensor)) t.Free();
    }

    /// <summary>Takes the batch apart.</summary>
    public void Deconstruct(out Tensor x, out Tensor? y) => (x, y) = (this.x, this.y);

    /// <summary>Takes the batch apart.</summary>
    public void Deconstruct(out Tensor x, out Tensor? y, out Tensor? sample_weight) => (x, y, sample_weight) = (this.x, this.y, this.sample_weight);
}
