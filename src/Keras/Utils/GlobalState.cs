using Keras.DTypePolicies;
using Keras.Randomness;

namespace Keras.Utils;

/// <summary>What Keras remembers between models (keras/src/backend/common/global_state.py).</summary>
public static class GlobalState
{
    /// <summary>Forgets the numbers of automatic names, the global seed generator and the global dtype policy, so that the next model starts like the first.</summary>
    /// <param name="free_memory">Whether to collect garbage, which frees the tensors of models that nobody holds any more.</param>
    [KerasExport("keras.utils.clear_session", "keras.backend.clear_session")]
    public static void clear_session(bool free_memory = true)
    {
        Naming.Reset();
        SeedGenerator.ForgetGlobal();
        GlobalPolicy.set_dtype_policy(null);
        if (!free_memory) return;
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
