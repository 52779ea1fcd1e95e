namespace Keras;

/// <summary>Holds the model of a callback.</summary>
// A class of its own: C# reserves the name set_model in the class that declares the property model.
public abstract class AttachedToModel
{
    private Model? _model;

    private protected AttachedToModel()
    {
    }

    /// <summary>The model in training.</summary>
    /// <exception cref="InvalidOperationException">The callback is not attached to a model.</exception>
    public Model model => _model ?? throw new InvalidOperationException($"The callback {GetType().Name} is not attached to a model yet: pass it to fit, evaluate or predict.");

    private protected void Attach(Model model) => _model = model;
}
