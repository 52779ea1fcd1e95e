namespace Keras.Saving.Hdf5;

/// <summary>A message of an object header.</summary>
/// <param name="Type">What it says; one of the constants.</param>
/// <param name="Flags">Bit 1: the body says where the message itself is.</param>
/// <param name="Body">The message.</param>
internal readonly record struct H5Message(int Type, byte Flags, ReadOnlyMemory<byte> Body)
{
    public const int Dataspace = 0x01, LinkInfo = 0x02, Datatype = 0x03, OldFillValue = 0x04, FillValue = 0x05, Link = 0x06, ExternalFiles = 0x07,
        Layout = 0x08, Filters = 0x0b, Attribute = 0x0c, Continuation = 0x10, SymbolTable = 0x11, AttributeInfo = 0x15;

    /// <summary>Whether the message is stored elsewhere, and the body says where.</summary>
    public bool IsShared => (Flags & 2) != 0;
}
