namespace Keras.Backend;

/// <summary>Questions about dtypes and tensors (keras/src/backend/common).</summary>
public static class BackendTypes
{
    /// <summary>The name that Keras has for a dtype: <c>float</c> is <c>float32</c>, <see langword="null"/> the default float type.</summary>
    /// <param name="dtype">A dtype.</param>
    /// <exception cref="ArgumentException">There is no such dtype.</exception>
    [KerasExport("keras.backend.standardize_dtype", "keras.utils.standardize_dtype")]
    public static string standardize_dtype(string? dtype) => DTypes.Standardize(dtype);

    /// <summary>Whether a dtype is one of floats.</summary>
    /// <param name="dtype">A dtype.</param>
    [KerasExport("keras.backend.is_float_dtype")]
    public static bool is_float_dtype(string? dtype) => DTypes.IsFloat(DTypes.Standardize(dtype));

    /// <summary>Whether a dtype is one of integers, with or without sign.</summary>
    /// <param name="dtype">A dtype.</param>
    [KerasExport("keras.backend.is_int_dtype")]
    public static bool is_int_dtype(string? dtype) => DTypes.IsInt(DTypes.Standardize(dtype));

    /// <summary>The dtype in which operands of several dtypes meet.</summary>
    /// <param name="dtypes">Dtypes; <c>int</c> and <c>float</c> stand for plain numbers, which give way.</param>
    /// <exception cref="ArgumentException">There is no such dtype.</exception>
    [KerasExport("keras.backend.result_type")]
    public static string result_type(params string?[] dtypes) => DTypes.Result([.. dtypes.Select(d => d is "int" or "float" ? d : DTypes.Standardize(d))]);

    /// <summary>Whether a value is a symbolic tensor.</summary>
    /// <param name="x">Any value.</param>
    [KerasExport("keras.backend.is_keras_tensor", "keras.utils.is_keras_tensor")]
    public static bool is_keras_tensor(object? x) => x is KerasTensor;
}
