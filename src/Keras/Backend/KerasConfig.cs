namespace Keras.Backend;

/// <summary>Settings of the process: the default float type, epsilon, the image data format (keras/src/backend/config.py).</summary>
public static class KerasConfig
{
    private static string s_floatx = "float32";
    private static double s_epsilon = 1e-7;
    private static string s_imageDataFormat = "channels_last";
    private static int? s_maxEpochs;
    private static int? s_maxSteps;
    private static bool? s_flashAttention;

    /// <summary>The default float type: <c>float16</c>, <c>float32</c> or <c>float64</c>.</summary>
    [KerasExport("keras.config.floatx", "keras.backend.floatx")]
    public static string floatx() => s_floatx;

    /// <summary>Sets the default float type.</summary>
    /// <param name="value"><c>bfloat16</c>, <c>float16</c>, <c>float32</c> or <c>float64</c>.</param>
    /// <exception cref="ArgumentException">Another value.</exception>
    [KerasExport("keras.config.set_floatx", "keras.backend.set_floatx")]
    public static void set_floatx(string value)
    {
        if (value is not ("bfloat16" or "float16" or "float32" or "float64"))
            throw new ArgumentException($"Unknown floatx: received '{value}', expected one of bfloat16, float16, float32, float64.");
        s_floatx = value;
    }

    /// <summary>The small number that keeps divisions and logarithms finite, 1e-7 at first.</summary>
    [KerasExport("keras.config.epsilon", "keras.backend.epsilon")]
    public static double epsilon() => s_epsilon;

    /// <summary>Sets the small number that keeps divisions and logarithms finite.</summary>
    /// <param name="value">The number.</param>
    [KerasExport("keras.config.set_epsilon", "keras.backend.set_epsilon")]
    public static void set_epsilon(double value) => s_epsilon = value;

    /// <summary>Where images keep their channels unless a layer says otherwise: <c>channels_last</c> at first.</summary>
    [KerasExport("keras.config.image_data_format", "keras.backend.image_data_format")]
    public static string image_data_format() => s_imageDataFormat;

    /// <summary>Sets where images keep their channels.</summary>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>.</param>
    /// <exception cref="ArgumentException">Another value.</exception>
    [KerasExport("keras.config.set_image_data_format", "keras.backend.set_image_data_format")]
    public static void set_image_data_format(string data_format) => s_imageDataFormat = StandardizeDataFormat(data_format);

    /// <summary>The backend whose numbers are computed: always <c>torch</c> (libtorch).</summary>
    // Porting note: keras.backend.backend() is keras.config.backend(): a C# class has no member of its own name.
    [KerasExport("keras.config.backend")]
    public static string backend() => "torch";

    /// <summary>The most epochs that fit runs, or <see langword="null"/> for no limit.</summary>
    [KerasExport("keras.config.max_epochs")]
    public static int? max_epochs() => s_maxEpochs;

    /// <summary>Limits the epochs of every fit.</summary>
    /// <param name="max_epochs">The limit, or <see langword="null"/> for none.</param>
    [KerasExport("keras.config.set_max_epochs")]
    public static void set_max_epochs(int? max_epochs) => s_maxEpochs = max_epochs;

    /// <summary>The most steps of an epoch, an evaluation or a prediction, or <see langword="null"/> for no limit.</summary>
    [KerasExport("keras.config.max_steps_per_epoch")]
    public static int? max_steps_per_epoch() => s_maxSteps;

    /// <summary>Limits the steps of every epoch, evaluation and prediction.</summary>
    /// <param name="max_steps_per_epoch">The limit, or <see langword="null"/> for none.</param>
    [KerasExport("keras.config.set_max_steps_per_epoch")]
    public static void set_max_steps_per_epoch(int? max_steps_per_epoch) => s_maxSteps = max_steps_per_epoch;

    /// <summary>Lets attention layers use the engine's fast kernels, as they do at first.</summary>
    [KerasExport("keras.config.enable_flash_attention")]
    public static void enable_flash_attention() => s_flashAttention = null;

    /// <summary>Asks attention layers not to demand the engine's fast kernels.</summary>
    [KerasExport("keras.config.disable_flash_attention")]
    public static void disable_flash_attention() => s_flashAttention = false;

    /// <summary>Whether attention layers may use the engine's fast kernels: <see langword="false"/> where that was disabled, else <see langword="null"/>.</summary>
    [KerasExport("keras.config.is_flash_attention_enabled")]
    public static bool? is_flash_attention_enabled() => s_flashAttention;

    internal static string StandardizeDataFormat(string? format)
    {
        if (format is null) return s_imageDataFormat;
        var lower = format.ToLowerInvariant();
        return lower is "channels_last" or "channels_first" ? lower
            : throw new ArgumentException($"Unknown data_format: received '{format}', expected 'channels_last' or 'channels_first'.");
    }
}
