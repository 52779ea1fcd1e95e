namespace Keras.Conformance.Binding;

/// <summary>Arguments that do not fit a method.</summary>
internal sealed class BindException(string message) : Exception(message);
