using Keras.Utils;

namespace Keras.Conformance.Training;

/// <summary>While open, catches what the library prints, as on a terminal and by a clock that advances 0.03 s at each reading.</summary>
internal sealed class PrintedText : IDisposable
{
    private readonly StringWriter _text = new();
    private double _now = 1000;

    internal PrintedText()
    {
        IoUtils.Writer = _text;
        Progbar.DynamicDisplay = true;
        Progbar.Clock = () => _now += 0.03;
    }

    internal string Text => _text.ToString().Replace("\r\n", "\n");

    public void Dispose()
    {
        IoUtils.Writer = null;
        Progbar.DynamicDisplay = null;
        Progbar.ResetClock();
    }
}
