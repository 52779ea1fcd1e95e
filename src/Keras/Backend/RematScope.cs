namespace Keras.Backend;

/// <summary>While it is open, layers and operations that are made compute their results again in the backward pass, in place of keeping them (keras/src/backend/common/remat.py).</summary>
/// <remarks><c>using (keras.RematScope("larger_than", output_size_threshold: 2048)) { … }</c>. The innermost scope counts. Training gives the same numbers, takes longer and holds less memory.</remarks>
[KerasExport("keras.RematScope")]
public sealed class RematScope : IDisposable
{
    [ThreadStatic] private static RematScope? t_current;
    private readonly RematScope? _outer;
    private bool _closed;

    /// <summary>Opens the scope.</summary>
    /// <param name="mode">
    /// <c>full</c>: all layers and operations. <c>activations</c>: the <c>activation</c> functions of layers. <c>larger_than</c>: layers and operations
    /// with larger outputs than the threshold. <c>list_of_layers</c>: the layers that are named. <see langword="null"/>: none.
    /// </param>
    /// <param name="output_size_threshold">Number of elements, for <c>larger_than</c>.</param>
    /// <param name="layer_names">Names of layers, for <c>list_of_layers</c>; none where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">There is no such mode.</exception>
    public RematScope(string? mode = "full", int output_size_threshold = 1024, IReadOnlyList<string>? layer_names = null)
    {
        if (mode is not (null or "full" or "activations" or "larger_than" or "list_of_layers"))
            throw new ArgumentException($"Invalid mode '{mode}'. Supported modes are: 'full', 'activations', 'larger_than', 'list_of_layers', or null.", nameof(mode));
        this.mode = mode;
        this.output_size_threshold = output_size_threshold;
        this.layer_names = layer_names ?? [];
        _outer = t_current;
        t_current = this;
    }

    /// <summary>What is computed again; <see langword="null"/> for nothing.</summary>
    public string? mode { get; }

    /// <summary>Number of elements above which <c>larger_than</c> computes a result again.</summary>
    public int output_size_threshold { get; }

    /// <summary>The layers that <c>list_of_layers</c> computes again.</summary>
    public IReadOnlyList<string> layer_names { get; }

    internal static RematScope? Current => t_current;

    /// <summary>Closes the scope; layers made in it keep its mode.</summary>
    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        t_current = _outer;
    }
}
