namespace Keras.Saving;

/// <summary>An object with a configuration that is neither an operation nor one of the small base classes: losses, metrics, optimizers, schedules.</summary>
internal interface IHasConfig
{
    Config get_config();
}
