using TorchSharp;
using static TorchSharp.torch;

namespace Keras.Benchmarks;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>Random inputs and targets, handed out in shuffled batches.</summary>
internal sealed class Samples
{
    private readonly Tensor _x;
    private readonly Tensor _y;
    private readonly int _batch;
    private Tensor? _order;
    private long _next;

    internal Samples(Tensor x, Tensor y, int batch)
    {
        _x = x;
        _y = y;
        _batch = batch;
    }

    internal (Tensor X, Tensor Y) Next()
    {
        if (_order is null || _next + _batch > _order.shape[0])
        {
            _order?.Dispose();
            _order = randperm(_x.shape[0]).DetachFromDisposeScope();
            _next = 0;
        }
        var rows = _order.narrow(0, _next, _batch);
        _next += _batch;
        return (_x.index_select(0, rows), _y.index_select(0, rows));
    }
}
