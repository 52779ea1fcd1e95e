namespace Keras;

/// <summary>Layers with training and saving.</summary>
public class Model : Layer
{
}
