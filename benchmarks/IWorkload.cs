namespace Keras.Benchmarks;

/// <summary>A model with its data, in several versions that compute the same.</summary>
internal interface IWorkload
{
    string Name { get; }

    /// <summary>Whether it runs only when it is named: it needs much disk.</summary>
    bool OnlyByName => false;

    /// <summary>TorchSharp as its tutorials write it: channels first, modules, <c>torch.optim</c>, one dispose scope a step.</summary>
    IStep Idiomatic();

    /// <summary>This library as its users write it: <c>fit</c> and <c>predict</c>.</summary>
    IStep Keras();

    /// <summary>TorchSharp written for speed: channels last, functional, in-place activations, fused optimizer, no reading of the loss.</summary>
    IStep Best();
}
