namespace Keras.Optimizers.Schedules;

/// <summary>Checks of the arguments of schedules.</summary>
internal static class Check
{
    internal static int Steps(int steps, string name) =>
        steps > 0 ? steps : throw new ArgumentException($"Argument `{name}` must be > 0. Received: {name}={steps}");
}
