using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Keras.Trainers;

/// <summary>Work done ahead on other threads, its results handed out in order; an exception comes out at its place.</summary>
internal static class Prefetch
{
    /// <param name="work">What to compute, in order. Enumerated on one of the threads.</param>
    /// <param name="workers">How many threads compute.</param>
    /// <param name="ahead">How many results may wait.</param>
    internal static IEnumerable<T> InOrder<T>(IEnumerable<Func<T>> work, int workers, int ahead)
    {
        using var stop = new CancellationTokenSource();
        using var queue = new BlockingCollection<Task<T>>(Math.Max(1, ahead));
        using var slots = new SemaphoreSlim(workers);
        var feeder = new Thread(() => Feed(work, queue, slots, workers, stop.Token)) { IsBackground = true, Name = "keras-data" };
        feeder.Start();
        try
        {
            foreach (var task in queue.GetConsumingEnumerable()) yield return Result(task);
        }
        finally
        {
            // Also when the consumer stops early: the threads must not go on with a source that somebody closes.
            stop.Cancel();
            feeder.Join();
        }
    }

    private static void Feed<T>(IEnumerable<Func<T>> work, BlockingCollection<Task<T>> queue, SemaphoreSlim slots, int workers, CancellationToken stop)
    {
        try
        {
            foreach (var item in work)
            {
                slots.Wait(stop);
                var task = Task.Run(() =>
                {
                    try
                    {
                        return item();
                    }
                    finally
                    {
                        slots.Release();
                    }
                }, CancellationToken.None);
                queue.Add(task, stop);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e)
        {
            // The source itself failed: the consumer learns it after the batches before.
            try
            {
                queue.Add(Task.FromException<T>(e), stop);
            }
            catch (OperationCanceledException)
            {
            }
        }
        finally
        {
            queue.CompleteAdding();
            // Work that still runs gives its slot back before the semaphore goes.
            for (var i = 0; i < workers; i++) slots.Wait();
        }
    }

    private static T Result<T>(Task<T> task)
    {
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            ExceptionDispatchInfo.Throw(e);
            throw;
        }
    }
}
