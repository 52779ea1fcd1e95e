namespace Keras.Conformance.Comparison;

/// <summary>The case needs a class, a function or an area that is not there.</summary>
internal sealed class UnsupportedException(string what) : Exception(what);
