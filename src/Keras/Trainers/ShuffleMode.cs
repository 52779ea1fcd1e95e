namespace Keras;

/// <summary>How fit orders rows: not at all, anew each epoch, or within each batch.</summary>
internal enum ShuffleMode
{
    None,
    Epoch,
    Batch,
}
