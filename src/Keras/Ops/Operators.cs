using Keras.Backend;

namespace Keras;

public partial class Tensor
{
    /// <summary>Elementwise sum.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => Ops.add(a, b);

    /// <summary>Elementwise difference.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => Ops.subtract(a, b);

    /// <summary>Elementwise product.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => Ops.multiply(a, b);

    /// <summary>Elementwise quotient.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => Ops.true_divide(a, b);

    /// <summary>Elementwise remainder, with the sign of the divisor as in Python.</summary>
    public static Tensor operator %(Tensor a, Tensor b) => Ops.mod(a, b);

    /// <summary>Elementwise negation.</summary>
    public static Tensor operator -(Tensor a) => Ops.negative(a);

    /// <summary>Elementwise comparison.</summary>
    public static Tensor operator <(Tensor a, Tensor b) => Ops.less(a, b);

    /// <summary>Elementwise comparison.</summary>
    public static Tensor operator >(Tensor a, Tensor b) => Ops.greater(a, b);

    /// <summary>Elementwise comparison.</summary>
    public static Tensor operator <=(Tensor a, Tensor b) => Ops.less_equal(a, b);

    /// <summary>Elementwise comparison.</summary>
    public static Tensor operator >=(Tensor a, Tensor b) => Ops.greater_equal(a, b);

    /// <summary>Elementwise logical or.</summary>
    public static Tensor operator |(Tensor a, Tensor b) => Ops.logical_or(a, b);

    /// <summary>Elementwise logical and.</summary>
    public static Tensor operator &(Tensor a, Tensor b) => Ops.logical_and(a, b);

    /// <summary>Elementwise logical negation.</summary>
    public static Tensor operator !(Tensor a) => Ops.logical_not(a);

    /// <summary>The part at an index of the first axis; negative counts from the end.</summary>
    /// <param name="index">The index.</param>
    public Tensor this[int index] => Ops.GetIndex(this, index);

    /// <summary>The part of the tensor that an index names, as between brackets in Python: <c>x[1..3, "...", null]</c>, <c>x[":", 0]</c>, <c>x["::-1"]</c>, <c>x[mask]</c>.</summary>
    /// <param name="key">One entry for each axis; missing ones take all.</param>
    public Tensor this[params TensorIndex?[]? key] => Ops.get_item(this, key);
}
