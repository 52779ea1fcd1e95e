namespace Keras.Tests.Conformance;

/// <summary>Tests that replay cases run alone: some reset names and seeds of the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ConformanceCollection
{
    internal const string Name = "Conformance";
}
