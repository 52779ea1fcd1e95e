using System.Runtime.ExceptionServices;

namespace Keras.Saving;

/// <summary>Work in pieces that do not depend on each other.</summary>
internal static class Pieces
{
    /// <summary>Does all pieces: on several threads, of which the caller's is one, or one after the other.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="parallel">Whether several threads may work.</param>
    /// <param name="work">Does the piece of a number. What it throws is thrown here, as it is.</param>
    internal static void Run(long count, bool parallel, Action<long> work)
    {
        if (!parallel || count < 2 || Environment.ProcessorCount == 1)
        {
            for (long piece = 0; piece < count; piece++) work(piece);
            return;
        }
        try
        {
            Parallel.For(0L, count, s_options, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    /// <summary>More threads than these do not move bytes faster.</summary>
    private static readonly ParallelOptions s_options = new() { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 8) };
}
