namespace Keras.Tests.OpsTests;

/// <summary>A call of one operation whose inputs have a batch dimension.</summary>
/// <param name="Name">Name in keras.ops; with a note where an operation has several samples.</param>
/// <param name="Inputs">Shape and dtype of each input, as <c>"b,3,4 int32"</c>: b is the batch, float32 the default; integers are from 0 to 2.</param>
/// <param name="Call">The call.</param>
public sealed record Sample(string Name, string[] Inputs, Func<Tensor[], Tensor> Call)
{
    internal string Function => Name.Split(' ')[0];

    internal TensorShape Shape(int input, int? batch) => new([.. Split(input).Dims.Select(d => d == "b" ? batch : int.Parse(d, System.Globalization.CultureInfo.InvariantCulture))]);

    internal string DType(int input) => Split(input).DType;

    /// <summary>Inputs with values, the same for the same batch size.</summary>
    internal Tensor[] Values(int batch)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, Inputs.Length).Select(i =>
        {
            var shape = Shape(i, batch);
            var integers = DType(i) is not ("float32" or "float64");
            var values = Enumerable.Range(0, (int)shape.NumElements!.Value).Select(_ => integers ? random.Next(3) : (float)(random.NextDouble() * 0.8) + 0.1f).ToArray();
            return Keras.Ops.cast(Keras.Ops.reshape(values, shape), DType(i));
        })];
    }

    private (string[] Dims, string DType) Split(int input)
    {
        var parts = Inputs[input].Split(' ');
        return (parts[0].Length == 0 ? [] : parts[0].Split(','), parts.Length > 1 ? parts[1] : "float32");
    }

    public override string ToString() => Name;
}
