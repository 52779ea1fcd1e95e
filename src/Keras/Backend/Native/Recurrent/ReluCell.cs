using System.Numerics;

namespace Keras.Backend.Native.Recurrent;

/// <summary>The fully connected cell with relu.</summary>
internal readonly unsafe struct ReluCell : IRecurrentCell
{
    public static int Gates => 1;

    public static bool HasMemory => false;

    public static void Forward(in RecurrentRow row, long units)
    {
        for (long i = 0; i < units; i += Vector<float>.Count)
        {
            long left = units - i;
            SimpleCell.Store(row, i, left, Vector.Max(SimpleCell.Sum(row, i, left), Vector<float>.Zero));
        }
    }

    public static void Backward(in RecurrentRow row, long units)
    {
        for (long i = 0; i < units; i += Vector<float>.Count)
        {
            long left = units - i;
            var output = Lanes.Load(row.Gates + i, left);
            SimpleCell.Hand(row, i, left, Vector.ConditionalSelect(Vector.GreaterThan(output, Vector<float>.Zero), Vector<float>.One, Vector<float>.Zero));
        }
    }
}
