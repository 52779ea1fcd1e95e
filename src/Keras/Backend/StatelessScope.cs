namespace Keras.Backend;

/// <summary>While it is open on a thread, variables have other values there, and assignments change those alone (keras/src/backend/common/stateless_scope.py).</summary>
/// <remarks><c>using (var scope = keras.StatelessScope([(variable, value)])) { …; var after = scope.get_current_value(variable); }</c></remarks>
[KerasExport("keras.StatelessScope")]
public sealed class StatelessScope : IDisposable
{
    private readonly StatelessValues _values;

    /// <summary>Opens the scope.</summary>
    /// <param name="state_mapping">Variables and their values; the values themselves are never changed.</param>
    /// <param name="collect_losses">Whether <see cref="add_loss"/> keeps losses.</param>
    /// <param name="initialize_variables">Kept for Keras's signature: variables have their values from the start.</param>
    /// <exception cref="ArgumentException">A value has another shape than its variable.</exception>
    public StatelessScope(IEnumerable<(Variable variable, Tensor value)>? state_mapping = null, bool collect_losses = false, bool initialize_variables = true)
    {
        this.collect_losses = collect_losses;
        this.initialize_variables = initialize_variables;
        _values = new StatelessValues([.. (state_mapping ?? []).Select(p => (p.variable, Checked(p.variable, p.value)))], takesAll: true);
    }

    /// <summary>Whether <see cref="add_loss"/> keeps losses.</summary>
    public bool collect_losses { get; }

    /// <summary>Kept for Keras's signature.</summary>
    public bool initialize_variables { get; }

    /// <summary>What <see cref="add_loss"/> kept.</summary>
    public List<Tensor> losses { get; } = [];

    /// <summary>Keeps a loss where the scope collects them.</summary>
    /// <param name="loss">A scalar.</param>
    public void add_loss(Tensor loss)
    {
        if (collect_losses) losses.Add(loss);
    }

    /// <summary>Gives a variable another value in the scope.</summary>
    /// <param name="update">The variable and its value.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void add_update((Variable variable, Tensor value) update) => _values.Set(update.variable, Checked(update.variable, update.value));

    /// <summary>The value that a variable has in the scope; <see langword="null"/> where it is the variable's own.</summary>
    /// <param name="variable">The variable.</param>
    public Tensor? get_current_value(Variable variable) => _values.ValueOf(variable);

    /// <summary>Closes the scope: variables have their own values again.</summary>
    public void Dispose() => _values.Dispose();

    // Gradients flow to the value given, so that it stands for the variable itself until something is assigned.
    private static Tensor Checked(Variable variable, Tensor value) => value.shape == variable.shape ? Ops.cast(value, variable.dtype)
        : throw new ArgumentException($"Invalid variable value in StatelessScope: all values must have the variable's shape. Received: {value.shape} for '{variable.path}' of the shape {variable.shape}.");
}
