namespace Keras;

public static partial class keras
{
    public sealed partial class losses
    {
        /// <summary>Names of the reductions of losses, as Keras 2 spells them.</summary>
        [KerasExport("keras.losses.Reduction")]
        public static class Reduction
        {
            /// <summary>The mean over all values.</summary>
            // Porting note: in Keras 2 it asks the distribution strategy, which without one means this.
            public const string AUTO = "sum_over_batch_size";

            /// <summary>A value per sample.</summary>
            public const string NONE = "none";

            /// <summary>The sum of all values.</summary>
            public const string SUM = "sum";

            /// <summary>The mean over all values.</summary>
            public const string SUM_OVER_BATCH_SIZE = "sum_over_batch_size";
        }
    }
}
