namespace Keras;
/// <summary>A graph of layers.</summary>
public class Functional : Model { }
