using System.Globalization;
using Keras.Backend;
using TorchSharp;

namespace Keras;

/// <summary>A plain number as an operand: no native tensor is made unless an operation needs one.</summary>
internal sealed class ScalarTensor : Tensor
{
    private readonly bool _isBool;
    private readonly bool _isInt;

    internal ScalarTensor(double value) => Value = value;

    internal ScalarTensor(long value)
    {
        Value = value;
        Integer = value;
        _isInt = true;
    }

    internal ScalarTensor(bool value)
    {
        Value = value ? 1 : 0;
        Integer = value ? 1 : 0;
        _isBool = true;
    }

    internal double Value { get; }

    internal long Integer { get; }

    internal bool IsInteger => _isInt;

    internal override bool IsWeak => !_isBool;

    internal override string PromotionDType => _isBool ? "bool" : _isInt ? "int" : "float";

    public override TensorShape shape => TensorShape.Scalar;

    public override int ndim => 0;

    public override long size => 1;

    internal override long[] Dims => [];

    public override string dtype => _isBool ? "bool" : _isInt ? "int32" : KerasConfig.floatx();

    /// <summary>The number as a scalar of the engine, from the cache that keeps it alive.</summary>
    internal Scalar Native => _isInt || _isBool ? Keras.Backend.Native.Scalars.Of(Integer) : Keras.Backend.Native.Scalars.Of(Value);

    /// <summary>The number as Python would show it in a config.</summary>
    internal object Boxed => _isBool ? Value != 0 : _isInt ? Integer : Value;

    internal Tensor ToTensor(string asDtype) => Kernel.Full([], Value, asDtype);

    private protected override torch.Tensor Materialize()
    {
        var native = _isBool ? torch.tensor(Value != 0)
            : _isInt && (Integer > int.MaxValue || Integer < int.MinValue) ? torch.tensor(Integer)
            : torch.tensor(Value, DTypes.Native(dtype));
        SetNative(native);
        return native;
    }

    public override string ToString() => _isInt ? Integer.ToString(CultureInfo.InvariantCulture) : Value.ToString(CultureInfo.InvariantCulture);
}
