namespace Keras.Saving.Hdf5;

/// <summary>The rule for names of links and attributes.</summary>
internal static class H5Names
{
    /// <summary>Throws where a name cannot be written so that it can be found again.</summary>
    /// <param name="name">The name.</param>
    /// <param name="what">What it names, for the message.</param>
    /// <param name="allowSlash">Whether the name may have a slash: of a link it is a separator, of an attribute a character.</param>
    public static void Check(string name, string what, bool allowSlash)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length == 0) throw new ArgumentException($"The name of an HDF5 {what} must not be empty.", nameof(name));
        if (name.Contains('\0')) throw new ArgumentException($"The name '{name.Replace("\0", "\\0")}' of an HDF5 {what} must not contain a zero character.", nameof(name));
        if (!allowSlash && (name == "." || name.Contains('/')))
            throw new ArgumentException($"The name '{name}' of an HDF5 {what} must not be a single dot nor contain a slash.", nameof(name));
        if (name.Length > 16000) throw new ArgumentException($"The name of an HDF5 {what} has {name.Length} characters, 16000 are allowed: '{name[..40]}…'.", nameof(name));
    }
}
