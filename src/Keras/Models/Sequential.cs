namespace Keras;
/// <summary>A stack of layers.</summary>
public class Sequential : Model { }
