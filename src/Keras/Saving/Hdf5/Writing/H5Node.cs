namespace Keras.Saving.Hdf5;

/// <summary>A group or dataset of a tree that is to be written.</summary>
internal abstract class H5Node
{
    /// <summary>The attributes, written in this order.</summary>
    public H5AttributeList Attributes { get; } = [];
}
