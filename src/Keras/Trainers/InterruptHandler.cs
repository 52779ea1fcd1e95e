namespace Keras.Trainers;

/// <summary>Ctrl-C while it is open asks training to stop after the step instead of ending the process.</summary>
internal sealed class InterruptHandler : IDisposable
{
    private readonly ConsoleCancelEventHandler _handler;

    internal InterruptHandler(Action stop)
    {
        _handler = (_, e) =>
        {
            // A second Ctrl-C ends the process after all.
            if (Interrupted) return;
            e.Cancel = true;
            Interrupted = true;
            stop();
        };
        Console.CancelKeyPress += _handler;
    }

    internal bool Interrupted { get; private set; }

    public void Dispose() => Console.CancelKeyPress -= _handler;
}
