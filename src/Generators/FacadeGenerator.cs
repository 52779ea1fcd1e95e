using Microsoft.CodeAnalysis;

namespace Keras.Generators;

/// <summary>Emits the facade class <c>keras</c> from the <c>KerasExport</c> attributes of the project.</summary>
[Generator]
public sealed class FacadeGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
    }
}
