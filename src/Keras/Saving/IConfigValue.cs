namespace Keras.Saving;

/// <summary>A value type of arguments (a size, a padding, an activation) that knows its form in a configuration.</summary>
/// <remarks>Such a type also has a static method <c>FromConfig(object? value)</c>, found by name, that reads the form back.</remarks>
internal interface IConfigValue
{
    object? ToConfig();
}
