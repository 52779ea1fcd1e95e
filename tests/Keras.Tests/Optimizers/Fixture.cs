using Keras.Backend;

namespace Keras.Tests.Optimizers;

/// <summary>Variables, gradients and values for the tests of optimizers.</summary>
internal static class Fixture
{
    internal static Variable Variable(string path, params float[] values) => new((Tensor)values, name: path[(path.LastIndexOf('/') + 1)..]) { path = path };

    internal static float[] Values(Variable variable) => Kernel.ToArray<float>(variable.Raw);

    internal static float[] Values(Tensor tensor) => Kernel.ToArray<float>(tensor);

    internal static void AssertClose(float[] expected, float[] actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
