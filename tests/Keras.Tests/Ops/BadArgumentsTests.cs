using System.Reflection;

namespace Keras.Tests.OpsTests;

/// <summary>Whatever an operation is given, it ends in a result or in an ArgumentException: never in another exception, and never in the end of the process.</summary>
public class BadArgumentsTests
{
    private const int Calls = 60;

    public static TheoryData<string> Names => [.. RandomArguments.Functions("keras.ops.numpy").Select(m => m.Name).Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void EndInAResultOrAnArgumentException(string name)
    {
        var results = 0;
        foreach (var function in RandomArguments.Functions("keras.ops.numpy").Where(m => m.Name == name))
        {
            for (var i = 0; i < Calls; i++)
            {
                var arguments = new RandomArguments(i).For(function);
                try
                {
                    function.Invoke(null, arguments);
                    results++;
                }
                catch (TargetInvocationException e) when (e.InnerException is ArgumentException)
                {
                    Assert.NotEmpty(e.InnerException.Message);
                }
                catch (TargetInvocationException e)
                {
                    Assert.Fail($"{RandomArguments.Show(function, arguments)} (call {i}): {e.InnerException!.GetType().Name}: {e.InnerException.Message}");
                }
            }
        }
        // The arguments of these seldom fit one another.
        if (name is not ("einsum" or "select")) Assert.True(results > 0, "no call gave a result");
    }

    [Fact]
    public void MessagesNameWhatWasReceived()
    {
        Tensor x = new float[,] { { 1, 2, 3 }, { 4, 5, 6 } };
        Says("axis 2 is out of bounds for a tensor of 2 dimension(s)", () => Keras.Ops.sum(x, 2));
        Says("An axis is named twice: axis=(0, -2)", () => Keras.Ops.var(x, (0, -2)));
        Says("(2, 3)", () => Keras.Ops.add(x, new float[] { 1, 2 }));
        Says("shapes (2, 3) and (2, 3) (3 and 2)", () => Keras.Ops.matmul(x, x));
        Says("(2, 3)", () => Keras.Ops.reshape(x, (4, 2)));
        Says("cannot be cut into 2 equal parts", () => Keras.Ops.split(x, 2, axis: 1));
        Says("Expected at least one tensor", () => Keras.Ops.concatenate(Array.Empty<Tensor>()), StringComparison.OrdinalIgnoreCase);
        Says("names 3 axes; the tensor of shape (2, 3) has 2", () => _ = x[0, 0, 0]);
        Says("5 lies outside of an axis of 3 element(s)", () => _ = x[0, 5]);
        Says("squeeze: axis 0 has not size 1", () => Keras.Ops.squeeze(x, 0));
        Says("Operations on bits take integers or booleans. Received: dtype float32", () => Keras.Ops.bitwise_and(x, x));
        Says("unknown mode 'mirror'", () => Keras.Ops.pad(x, 1, "mirror"));
        Says("Received: 3 pair(s) for the shape (2, 3)", () => Keras.Ops.pad(x, new[] { (1, 2), (0, 1), (1, 1) }));
        Says("'1:2:3:4' is no index", () => _ = x["1:2:3:4"]);
        Says("Cast it with ops.cast", () => Keras.Ops.ldexp(x, x));
    }

    private static void Says(string expected, Action call, StringComparison comparison = StringComparison.Ordinal) =>
        Assert.Contains(expected, Assert.ThrowsAny<ArgumentException>(call).Message, comparison);
}
