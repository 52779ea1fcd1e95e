using System.Numerics;

namespace Keras.Backend.Native.Recurrent;

/// <summary>GRU with the reset gate after the product with the recurrent kernel; gates in Keras's order z, r, h.</summary>
internal readonly unsafe struct GruCell : IRecurrentCell
{
    public static int Gates => 3;

    public static bool HasMemory => true;

    public static void Forward(in RecurrentRow row, long units)
    {
        float* z = row.Gates, r = z + units, c = r + units;
        float* sz = row.Product, sr = sz + units, sc = sr + units;
        float* bz = row.Bias, br = bz + units, bc = br + units;
        for (long i = 0; i < units; i += Vector<float>.Count)
        {
            long left = units - i;
            Vector<float> update = Lanes.Load(sz + i, left), reset = Lanes.Load(sr + i, left), memory = Lanes.Load(sc + i, left);
            if (row.Bias != null)
            {
                update += Lanes.Load(bz + i, left);
                reset += Lanes.Load(br + i, left);
                memory += Lanes.Load(bc + i, left);
            }
            update = Lanes.Sigmoid(update + Lanes.Load(z + i, left));
            reset = Lanes.Sigmoid(reset + Lanes.Load(r + i, left));
            var candidate = Lanes.Tanh(Vector.FusedMultiplyAdd(reset, memory, Lanes.Load(c + i, left)));
            var before = Lanes.Load(row.State + i, left);
            var state = Vector.FusedMultiplyAdd(update, before - candidate, candidate);
            Lanes.Store(update, z + i, left);
            Lanes.Store(reset, r + i, left);
            Lanes.Store(candidate, c + i, left);
            Lanes.Store(memory, row.Memory + i, left);
            Lanes.Store(before, row.Previous + i, left);
            Lanes.Store(state, row.State + i, left);
            Lanes.Store(state, row.Output + i, left);
        }
    }

    public static void Backward(in RecurrentRow row, long units)
    {
        float* z = row.Gates, r = z + units, c = r + units;
        float* pz = row.Product, pr = pz + units, pc = pr + units;
        var one = Vector<float>.One;
        for (long i = 0; i < units; i += Vector<float>.Count)
        {
            long left = units - i;
            Vector<float> update = Lanes.Load(z + i, left), reset = Lanes.Load(r + i, left), candidate = Lanes.Load(c + i, left);
            Vector<float> memory = Lanes.Load(row.Memory + i, left), before = Lanes.Load(row.Previous + i, left);
            var state = Lanes.Load(row.State + i, left) + Lanes.Load(row.Output + i, left);
            var toCandidate = state * (one - update) * (one - candidate * candidate);
            var toUpdate = state * (before - candidate) * update * (one - update);
            var toReset = toCandidate * memory * reset * (one - reset);
            var toMemory = toCandidate * reset;
            Lanes.Store(toUpdate, z + i, left);
            Lanes.Store(toReset, r + i, left);
            Lanes.Store(toCandidate, c + i, left);
            Lanes.Store(toMemory, row.Memory + i, left);
            Lanes.Store(toUpdate, pz + i, left);
            Lanes.Store(toReset, pr + i, left);
            Lanes.Store(toMemory, pc + i, left);
            Lanes.Store(state * update, row.State + i, left);
        }
    }
}
