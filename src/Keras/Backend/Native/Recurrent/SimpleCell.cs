using System.Numerics;

namespace Keras.Backend.Native.Recurrent;

/// <summary>What the fully connected cells share: all but their activation.</summary>
internal static unsafe class SimpleCell
{
    internal static Vector<float> Sum(in RecurrentRow row, long i, long left) => Lanes.Load(row.Gates + i, left) + Lanes.Load(row.Product + i, left);

    internal static void Store(in RecurrentRow row, long i, long left, Vector<float> state)
    {
        Lanes.Store(Lanes.Load(row.State + i, left), row.Previous + i, left);
        Lanes.Store(state, row.Gates + i, left);
        Lanes.Store(state, row.State + i, left);
        Lanes.Store(state, row.Output + i, left);
    }

    internal static void Hand(in RecurrentRow row, long i, long left, Vector<float> slope)
    {
        var gradient = (Lanes.Load(row.State + i, left) + Lanes.Load(row.Output + i, left)) * slope;
        Lanes.Store(gradient, row.Gates + i, left);
        Lanes.Store(gradient, row.Product + i, left);
        Lanes.Store(Vector<float>.Zero, row.State + i, left);
    }
}
