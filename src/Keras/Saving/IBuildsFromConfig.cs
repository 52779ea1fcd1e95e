namespace Keras.Saving;

/// <summary>An object that can make its variables from the shapes that a file recorded.</summary>
internal interface IBuildsFromConfig
{
    void build_from_config(Config config);
}
