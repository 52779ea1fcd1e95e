namespace Keras;

/// <summary>A function of <c>keras.ops</c> that was called on a symbolic tensor: a node of a functional model that is no layer.</summary>
internal sealed class OpOperation : Operation
{
    private readonly Func<Tensor[], Tensor> _run;
    private readonly Config _config;

    internal OpOperation(string className, Func<Tensor[], Tensor> run, Config config, string? name = null)
        : base(name ?? Utils.Naming.AutoName(className), name is null)
    {
        ClassName = className;
        _run = run;
        _config = config;
    }

    /// <summary>Keras's class name of the operation.</summary>
    internal string ClassName { get; }

    internal override Tensor ApplyArguments(CallArguments arguments)
    {
        Tensor[] inputs = [.. arguments.Args.Select(a => (Tensor)a!)];
        return inputs.Any(Nest.IsSymbolic)
            ? Record(inputs, arguments)
            : Remat is null ? _run(inputs) : Rematerialized(Remat, () => _run(inputs), () => Spec(inputs));
    }

    private Tensor Spec(Tensor[] inputs)
    {
        using var quiet = Symbolic.Quiet();
        return Symbolic.Infer(ClassName, Array.ConvertAll(inputs, i => Nest.Map(i, t => (Tensor)new KerasTensor(t.shape, t.dtype))), _run);
    }

    private Tensor Record(Tensor[] inputs, CallArguments arguments)
    {
        var outputs = Symbolic.Infer(ClassName, inputs, _run);
        if (!Symbolic.IsQuiet) _ = new Node(this, arguments, outputs);
        return outputs;
    }

    public override Config get_config()
    {
        var config = new Config(_config);
        config.Insert(0, "name", name);
        return config;
    }
}
