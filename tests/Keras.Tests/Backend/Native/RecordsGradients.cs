using Keras.Backend;

namespace Keras.Tests.Backend.Native;

/// <summary>Tests on native tensors need gradients on: the library turns them off on every thread that it computes on.</summary>
public abstract class RecordsGradients : IDisposable
{
    private readonly GradMode _mode = GradMode.On();

    public void Dispose()
    {
        _mode.Dispose();
        GC.SuppressFinalize(this);
    }
}
