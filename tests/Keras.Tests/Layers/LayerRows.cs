using Keras.Layers;
using static Keras.keras;
using static Keras.Tests.Layers.LayerRow;

namespace Keras.Tests.Layers;

/// <summary>The rows of the layer contract: every exported layer has one. To add one, copy a line.</summary>
internal static class LayerRows
{
    /// <summary>Layers without a row, and why.</summary>
    internal static readonly Dictionary<string, string> Without = new()
    {
        ["InputLayer"] = "It computes nothing and is not called: keras.Input makes it, and every row's model has one.",
    };

    private const string Integers = "It gives whole numbers, in a dtype of their own.";
    private const string Counts = "It gives what it counted, in the default float type.";
    private const string Several = "compute_output_shape gives one shape.";
    private const string Rounded = "Its output is a step function of its input.";
    private const string NoSteps = "Its output has no steps.";
    private const string Labels = "Labels keep their own dtype; the layer's other row tries the policy.";
    private const string InnerPolicies = "Its layers have policies of their own.";
    private const string Same = "Its output is its input, mask included.";

    internal static readonly LayerRow[] All =
    [
        // Core
        Row("Dense", (2, 3), d => layers.Dense(3, dtype: d), F(2, 4), trainable: 2, masks: true),
        Row("EinsumDense", (2, 5), d => layers.EinsumDense("ab,bc->ac", 5, bias_axes: "c", dtype: d), F(2, 4), trainable: 2),
        Row("Embedding", (2, 4, 3), d => layers.Embedding(7, 3, mask_zero: true, dtype: d), I(7, 2, 4), trainable: 1, masks: true),
        Row("ReversibleEmbedding", (2, 4, 3), d => layers.ReversibleEmbedding(7, 3, tie_weights: false, dtype: d), I(7, 2, 4), trainable: 2),
        Row("Identity", (2, 4), d => layers.Identity(dtype: d), F(2, 4), masks: true),
        Row("Lambda", (2, 4), d => layers.Lambda(Twice, dtype: d), F(2, 4), functions: new() { ["twice"] = (Func<Tensor, Tensor>)Twice }),
        Row("Masking", (2, 3, 4), d => layers.Masking(dtype: d), F(2, 3, 4), masks: true),

        // Activations
        Row("Activation", (2, 4), d => layers.Activation("relu", dtype: d), F(2, 4), masks: true),
        Row("ELU", (2, 4), d => layers.ELU(dtype: d), F(2, 4), masks: true),
        Row("LeakyReLU", (2, 4), d => layers.LeakyReLU(dtype: d), F(2, 4), masks: true),
        Row("PReLU", (2, 4), d => layers.PReLU(dtype: d), Signed(2, 4), trainable: 1, masks: true),
        Row("ReLU", (2, 4), d => layers.ReLU(dtype: d), F(2, 4), masks: true),
        Row("Softmax", (2, 4), d => layers.Softmax(dtype: d), F(2, 4), masks: true) with { MasksElements = true },

        // Convolutions
        Row("Conv1D", (2, 5, 3), d => layers.Conv1D(3, 2, dtype: d), F(2, 6, 4), trainable: 2),
        Row("Conv2D", (2, 5, 6, 3), d => layers.Conv2D(3, 2, dtype: d), F(2, 6, 7, 4), trainable: 2),
        Row("LocallyConnected1D", (2, 5, 3), d => layers.LocallyConnected1D(3, 2, dtype: d), F(2, 6, 4), trainable: 2),
        Row("LocallyConnected2D", (2, 5, 6, 3), d => layers.LocallyConnected2D(3, 2, dtype: d), F(2, 6, 7, 4), trainable: 2),
        Row("Conv3D", (2, 3, 4, 3, 3), d => layers.Conv3D(3, 2, dtype: d), F(2, 4, 5, 4, 2), trainable: 2),
        Row("Conv1DTranspose", (2, 7, 3), d => layers.Conv1DTranspose(3, 2, dtype: d), F(2, 6, 4), trainable: 2),
        Row("Conv2DTranspose", (2, 5, 6, 3), d => layers.Conv2DTranspose(3, 2, dtype: d), F(2, 4, 5, 4), trainable: 2),
        Row("Conv3DTranspose", (2, 4, 5, 4, 3), d => layers.Conv3DTranspose(3, 2, dtype: d), F(2, 3, 4, 3, 2), trainable: 2),
        Row("DepthwiseConv1D", (2, 5, 4), d => layers.DepthwiseConv1D(2, dtype: d), F(2, 6, 4), trainable: 2),
        Row("DepthwiseConv2D", (2, 5, 6, 4), d => layers.DepthwiseConv2D(2, dtype: d), F(2, 6, 7, 4), trainable: 2),
        Row("SeparableConv1D", (2, 5, 3), d => layers.SeparableConv1D(3, 2, dtype: d), F(2, 6, 4), trainable: 3),
        Row("SeparableConv2D", (2, 5, 6, 3), d => layers.SeparableConv2D(3, 2, dtype: d), F(2, 6, 7, 4), trainable: 3),

        // Pooling
        Row("AveragePooling1D", (2, 3, 4), d => layers.AveragePooling1D(2, dtype: d), F(2, 6, 4)),
        Row("AveragePooling2D", (2, 3, 2, 4), d => layers.AveragePooling2D(2, dtype: d), F(2, 6, 4, 4)),
        Row("AveragePooling3D", (2, 3, 2, 2, 4), d => layers.AveragePooling3D(2, dtype: d), F(2, 6, 4, 4, 4)),
        Row("MaxPooling1D", (2, 3, 4), d => layers.MaxPooling1D(2, dtype: d), F(2, 6, 4)),
        Row("MaxPooling2D", (2, 3, 2, 4), d => layers.MaxPooling2D(2, dtype: d), F(2, 6, 4, 4)),
        Row("MaxPooling3D", (2, 3, 2, 2, 4), d => layers.MaxPooling3D(2, dtype: d), F(2, 6, 4, 4, 4)),
        Row("AdaptiveAveragePooling1D", (2, 3, 4), d => layers.AdaptiveAveragePooling1D(3, dtype: d), F(2, 6, 4)),
        Row("AdaptiveAveragePooling2D", (2, 3, 3, 4), d => layers.AdaptiveAveragePooling2D(3, dtype: d), F(2, 6, 5, 4)),
        Row("AdaptiveAveragePooling3D", (2, 3, 3, 3, 2), d => layers.AdaptiveAveragePooling3D(3, dtype: d), F(2, 6, 5, 4, 2)),
        Row("AdaptiveMaxPooling1D", (2, 3, 4), d => layers.AdaptiveMaxPooling1D(3, dtype: d), F(2, 6, 4)),
        Row("AdaptiveMaxPooling2D", (2, 3, 3, 4), d => layers.AdaptiveMaxPooling2D(3, dtype: d), F(2, 6, 5, 4)),
        Row("AdaptiveMaxPooling3D", (2, 3, 3, 3, 2), d => layers.AdaptiveMaxPooling3D(3, dtype: d), F(2, 6, 5, 4, 2)),
        Row("GlobalAveragePooling1D", (2, 4), d => layers.GlobalAveragePooling1D(dtype: d), F(2, 6, 4), masks: true, endsMask: NoSteps),
        Row("GlobalAveragePooling2D", (2, 4), d => layers.GlobalAveragePooling2D(dtype: d), F(2, 6, 3, 4)),
        Row("GlobalAveragePooling3D", (2, 4), d => layers.GlobalAveragePooling3D(dtype: d), F(2, 6, 3, 2, 4)),
        Row("GlobalMaxPooling1D", (2, 4), d => layers.GlobalMaxPooling1D(dtype: d), F(2, 6, 4)),
        Row("GlobalMaxPooling2D", (2, 4), d => layers.GlobalMaxPooling2D(dtype: d), F(2, 6, 3, 4)),
        Row("GlobalMaxPooling3D", (2, 4), d => layers.GlobalMaxPooling3D(dtype: d), F(2, 6, 3, 2, 4)),

        // Merging
        Row("Add", (2, 4), d => layers.Add(dtype: d), Two(2, 4), masks: true),
        Row("Average", (2, 4), d => layers.Average(dtype: d), Two(2, 4), masks: true),
        Row("Concatenate", (2, 8), d => layers.Concatenate(dtype: d), Two(2, 4), masks: true),
        Row("Dot", (2, 1), d => layers.Dot(1, dtype: d), Two(2, 4), masks: true, endsMask: NoSteps),
        Row("Maximum", (2, 4), d => layers.Maximum(dtype: d), Two(2, 4), masks: true, narrows: true),
        Row("Minimum", (2, 4), d => layers.Minimum(dtype: d), Two(2, 4), masks: true, narrows: true),
        Row("Multiply", (2, 4), d => layers.Multiply(dtype: d), Two(2, 4), masks: true),
        Row("Subtract", (2, 4), d => layers.Subtract(dtype: d), Two(2, 4), masks: true),

        // Normalization
        Row("BatchNormalization", (2, 3, 4), d => layers.BatchNormalization(dtype: d), F(2, 3, 4), trainable: 2, others: 2, masks: true),
        Row("GroupNormalization", (2, 3, 4), d => layers.GroupNormalization(groups: 2, dtype: d), F(2, 3, 4), trainable: 2, masks: true),
        Row("LayerNormalization", (2, 3, 4), d => layers.LayerNormalization(dtype: d), F(2, 3, 4), trainable: 2, masks: true),
        Row("RMSNormalization", (2, 3, 4), d => layers.RMSNormalization(dtype: d), F(2, 3, 4), trainable: 1),
        Row("SpectralNormalization", (2, 3), d => layers.SpectralNormalization(layers.Dense(3, dtype: d), dtype: d), F(2, 4), trainable: 2, others: 1) with { LeavesMask = "Its output is that of the layer inside, mask included." },
        Row("UnitNormalization", (2, 3, 4), d => layers.UnitNormalization(dtype: d), F(2, 3, 4), masks: true),

        // Regularization
        Row("ActivityRegularization", (2, 4), d => layers.ActivityRegularization(0.1, 0.1, dtype: d), F(2, 4), masks: true),
        Row("AlphaDropout", (2, 4), d => layers.AlphaDropout(0.5, seed: 1, dtype: d), F(2, 4), seeds: 1, masks: true),
        Row("Dropout", (2, 4), d => layers.Dropout(0.5, seed: 1, dtype: d), F(2, 4), seeds: 1, masks: true),
        Row("GaussianDropout", (2, 4), d => layers.GaussianDropout(0.5, seed: 1, dtype: d), F(2, 4), seeds: 1, masks: true),
        Row("GaussianNoise", (2, 4), d => layers.GaussianNoise(0.5, seed: 1, dtype: d), F(2, 4), seeds: 1, masks: true),
        Row("SpatialDropout1D", (2, 3, 4), d => layers.SpatialDropout1D(0.5, seed: 1, dtype: d), F(2, 3, 4), seeds: 1, masks: true),
        Row("SpatialDropout2D", (2, 3, 3, 4), d => layers.SpatialDropout2D(0.5, seed: 1, dtype: d), F(2, 3, 3, 4), seeds: 1, masks: true),
        Row("SpatialDropout3D", (2, 3, 3, 2, 4), d => layers.SpatialDropout3D(0.5, seed: 1, dtype: d), F(2, 3, 3, 2, 4), seeds: 1, masks: true),

        // Reshaping
        Row("Cropping1D", (2, 4, 4), d => layers.Cropping1D(1, dtype: d), F(2, 6, 4)),
        Row("Cropping2D", (2, 4, 3, 4), d => layers.Cropping2D(1, dtype: d), F(2, 6, 5, 4)),
        Row("Cropping3D", (2, 4, 3, 2, 4), d => layers.Cropping3D(1, dtype: d), F(2, 6, 5, 4, 4)),
        Row("Flatten", (2, 12), d => layers.Flatten(dtype: d), F(2, 3, 4)),
        Row("Permute", (2, 4, 3), d => layers.Permute((2, 1), dtype: d), F(2, 3, 4)),
        Row("RepeatVector", (2, 3, 4), d => layers.RepeatVector(3, dtype: d), F(2, 4)),
        Row("Reshape", (2, 2, 6), d => layers.Reshape((2, 6), dtype: d), F(2, 3, 4)),
        Row("UpSampling1D", (2, 6, 4), d => layers.UpSampling1D(2, dtype: d), F(2, 3, 4)),
        Row("UpSampling2D", (2, 6, 4, 4), d => layers.UpSampling2D(2, dtype: d), F(2, 3, 2, 4)),
        Row("UpSampling3D", (2, 6, 4, 2, 4), d => layers.UpSampling3D(2, dtype: d), F(2, 3, 2, 1, 4)),
        Row("ZeroPadding1D", (2, 5, 4), d => layers.ZeroPadding1D(1, dtype: d), F(2, 3, 4)),
        Row("ZeroPadding2D", (2, 5, 4, 4), d => layers.ZeroPadding2D(1, dtype: d), F(2, 3, 2, 4)),
        Row("ZeroPadding3D", (2, 5, 4, 3, 4), d => layers.ZeroPadding3D(1, dtype: d), F(2, 3, 2, 1, 4)),

        // Recurrent
        Row("LSTM", (2, 3), d => layers.LSTM(3, dtype: d), F(2, 5, 4), trainable: 3, seeds: 1, masks: true, endsMask: NoSteps),
        Row("LSTMCell", (2, 3), d => layers.RNN(layers.LSTMCell(3, dtype: d), dtype: d), F(2, 5, 4), trainable: 3, seeds: 1, masks: true, endsMask: NoSteps),
        Row("RNN", (2, 5, 3), d => layers.RNN(layers.LSTMCell(3, dtype: d), return_sequences: true, dtype: d), F(2, 5, 4), trainable: 3, seeds: 1, masks: true),
        Named("GRU", (2, 3), new() { ["units"] = 3 }, F(2, 5, 4), trainable: 3, seeds: 1, masks: true, endsMask: NoSteps),
        Row("GRUCell", (2, 3), d => OfCell("GRUCell", d), F(2, 5, 4), trainable: 3, seeds: 1, masks: true, endsMask: NoSteps),
        Named("SimpleRNN", (2, 3), new() { ["units"] = 3 }, F(2, 5, 4), trainable: 3, seeds: 1, masks: true, endsMask: NoSteps),
        Row("SimpleRNNCell", (2, 3), d => OfCell("SimpleRNNCell", d), F(2, 5, 4), trainable: 3, seeds: 1, masks: true, endsMask: NoSteps),
        Row("StackedRNNCells", (2, 3), d => layers.RNN((RNNCell)ByName("StackedRNNCells", new() { ["cells"] = new List<object?> { layers.LSTMCell(2, dtype: d), layers.LSTMCell(3, dtype: d) } }, d), dtype: d), F(2, 5, 4), trainable: 6, seeds: 2, masks: true, endsMask: NoSteps),
        Row("Bidirectional", (2, 6), d => ByName("Bidirectional", new() { ["layer"] = layers.LSTM(3, dtype: d) }, d), F(2, 5, 4), trainable: 6, seeds: 2, masks: true, endsMask: NoSteps),
        Row("TimeDistributed", (2, 5, 3), d => ByName("TimeDistributed", new() { ["layer"] = layers.Dense(3, dtype: d) }, d), F(2, 5, 4), trainable: 2, masks: true),
        Row("LSTM: with states", [(2, 3), (2, 3), (2, 3)], d => layers.LSTM(3, return_state: true, dtype: d), F(2, 5, 4), trainable: 3, seeds: 1, masks: true, endsMask: NoSteps, noShape: Several),
        Row("MultiHeadAttention: with scores", [(2, 3, 4), (2, 2, 3, 5)], d => layers.MultiHeadAttention(2, 3, dtype: d), QueryAndValue(), trainable: 8, masks: true, noShape: Several,
            call: (layer, x, training) => ((MultiHeadAttention)layer).Apply(x[0], x[1], return_attention_scores: true, training: training)),
        Named("ConvLSTM1D", (2, 4, 3), new() { ["filters"] = 3, ["kernel_size"] = 3 }, F(2, 3, 6, 2), trainable: 3, seeds: 1, masks: true, endsMask: NoSteps),
        Named("ConvLSTM2D", (2, 4, 3, 3), new() { ["filters"] = 3, ["kernel_size"] = 3 }, F(2, 3, 6, 5, 2), trainable: 3, seeds: 1, masks: true, endsMask: NoSteps),
        Named("ConvLSTM3D", (2, 4, 3, 2, 3), new() { ["filters"] = 3, ["kernel_size"] = 3 }, F(2, 3, 6, 5, 4, 2), trainable: 3, seeds: 1, masks: true, endsMask: NoSteps),

        // Attention
        Named("Attention", (2, 3, 4), new(), Two(2, 3, 4), masks: true, narrows: true),
        Named("AdditiveAttention", (2, 3, 4), new(), Two(2, 3, 4), trainable: 1, masks: true, narrows: true),
        Row("MultiHeadAttention", (2, 3, 4), d => layers.MultiHeadAttention(2, 3, dtype: d), QueryAndValue(), trainable: 8, seeds: 0, masks: true, call: Attend),
        Row("GroupQueryAttention", (2, 3, 4), d => layers.GroupQueryAttention(3, 4, 2, dtype: d), QueryAndValue(), trainable: 8, seeds: 0, masks: true, call: Attend),

        // Preprocessing
        Row("Rescaling", (2, 4), d => layers.Rescaling(0.5, 1, dtype: d), F(2, 4), masks: true),
        Named("CategoryEncoding", (2, 5), new() { ["num_tokens"] = 5 }, I(5, 2, 3), noPolicy: Integers, noGradient: Integers),
        Named("CenterCrop", (2, 3, 4, 3), new() { ["height"] = 3, ["width"] = 4 }, F(2, 6, 5, 3)),
        Named("Discretization", (2, 4), new() { ["bin_boundaries"] = new List<object?> { 0.0, 0.5 } }, F(2, 4), noPolicy: Integers, noGradient: Integers),
        Named("HashedCrossing", (2, 1), new() { ["num_bins"] = 5 }, () => new TensorList(I(7, 2, 1)(), I(7, 2, 1)()), noPolicy: Integers, noGradient: Integers),
        Named("Hashing", (2, 3), new() { ["num_bins"] = 5 }, I(7, 2, 3), noPolicy: Integers, noGradient: Integers),
        Named("IntegerLookup", (2, 3), new() { ["vocabulary"] = new List<object?> { 1, 2, 3 } }, I(7, 2, 3), noPolicy: Integers, noGradient: Integers),
        Named("Normalization", (2, 4), new() { ["mean"] = 1.0, ["variance"] = 2.0 }, F(2, 4), masks: true),
        Row("StringLookup", (3, 1), _ => layers.StringLookup(vocabulary: new[] { "a", "b" }), Text("a", "c", "b"), noPolicy: Integers, noGradient: Integers),
        Row("TextVectorization", (2, 4), _ => layers.TextVectorization(output_sequence_length: 4, vocabulary: new[] { "cat", "sat" }), Text("The cat sat.", "A cat"), noPolicy: Integers, noGradient: Integers),
        Row("MelSpectrogram", (2, 4, 5), d => layers.MelSpectrogram(fft_length: 16, sequence_stride: 8, num_mel_bins: 4, dtype: d), F(2, 32)),
        Row("STFTSpectrogram", (2, 3, 9), d => layers.STFTSpectrogram(frame_length: 16, dtype: d), F(2, 32, 1), trainable: 2, narrows: true),
        Row("Pipeline", (2, 4, 5, 3), _ => layers.Pipeline([layers.Rescaling(2), layers.RandomCrop(4, 5, seed: 1)]), F(2, 8, 8, 3), seeds: 1, noPolicy: InnerPolicies),
        Named("AugMix", (2, 8, 8, 3), new() { ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 10),
        Named("AutoContrast", (2, 8, 8, 3), new() { ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 0),
        Named("ContrastLimitedAdaptiveHistogramEqualization", (2, 8, 8, 3), new() { ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 0, noGradient: Rounded),
        Named("Equalization", (2, 8, 8, 3), new() { ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 0, noGradient: Rounded),
        Named("RandAugment", (2, 8, 8, 3), new() { ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 10),
        Named("RandomBrightness", (2, 8, 8, 3), new() { ["factor"] = 0.5, ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomColorDegeneration", (2, 8, 8, 3), new() { ["factor"] = 0.5, ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomColorJitter", (2, 8, 8, 3), new() { ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 1) with { LeavesMask = Same },
        Named("RandomContrast", (2, 8, 8, 3), new() { ["factor"] = 0.5, ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomCrop", (2, 4, 5, 3), new() { ["height"] = 4, ["width"] = 5 }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomElasticTransform", (2, 8, 8, 3), new() { ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomErasing", (2, 8, 8, 3), new() { ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomFlip", (2, 8, 8, 3), new(), F(2, 8, 8, 3), seeds: 1),
        Named("RandomGaussianBlur", (2, 8, 8, 3), new() { ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomGrayscale", (2, 8, 8, 3), new(), F(2, 8, 8, 3), seeds: 1),
        Named("RandomHue", (2, 8, 8, 3), new() { ["factor"] = 0.5, ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomInvert", (2, 8, 8, 3), new() { ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomPerspective", (2, 8, 8, 3), new(), F(2, 8, 8, 3), seeds: 1),
        Named("RandomPosterization", (2, 8, 8, 3), new() { ["factor"] = 4, ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 1, noGradient: Rounded),
        Named("RandomRotation", (2, 8, 8, 3), new() { ["factor"] = 0.5 }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomSaturation", (2, 8, 8, 3), new() { ["factor"] = 0.5, ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomSharpness", (2, 8, 8, 3), new() { ["factor"] = 0.5, ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomShear", (2, 8, 8, 3), new() { ["x_factor"] = 0.5 }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomTranslation", (2, 8, 8, 3), new() { ["height_factor"] = 0.5, ["width_factor"] = 0.5 }, F(2, 8, 8, 3), seeds: 1),
        Named("RandomZoom", (2, 8, 8, 3), new() { ["height_factor"] = 0.5 }, F(2, 8, 8, 3), seeds: 1),
        Named("Solarization", (2, 8, 8, 3), new() { ["value_range"] = new List<object?> { 0, 1 } }, F(2, 8, 8, 3), seeds: 1),
        Named("Resizing", (2, 3, 4, 3), new() { ["height"] = 3, ["width"] = 4 }, F(2, 6, 5, 3)),
        Named("CutMix", (2, 6, 5, 3), new(), F(2, 6, 5, 3), seeds: 1),
        Named("MaxNumBoundingBoxes", (2, 6, 5, 3), new() { ["max_number"] = 3 }, F(2, 6, 5, 3)) with { LeavesMask = Same },
        Named("MixUp", (2, 6, 5, 3), new(), F(2, 6, 5, 3), seeds: 1),
        Row("CutMix: labelled", [(2, 6, 5, 3), (2, 2)], d => layers.CutMix(seed: 1, dtype: d), Images(), seeds: 1, noShape: Several, noPolicy: Labels),
        Row("MixUp: labelled", [(2, 6, 5, 3), (2, 2)], d => layers.MixUp(seed: 1, dtype: d), Images(), seeds: 1, noShape: Several, noPolicy: Labels),
        Row("RandomFlip: labelled", [(2, 6, 5, 3), (2, 2)], d => layers.RandomFlip(seed: 1, dtype: d), Images(), seeds: 1, noShape: Several, noPolicy: Labels),
    ];

    private static Func<Tensor> QueryAndValue() => () => new TensorList(random.uniform((2, 3, 4), seed: 1), random.uniform((2, 5, 4), seed: 2));

    private static Tensor Attend(Layer layer, Tensor x, bool? training) => ((BaseProjectedAttention)layer).Apply(x[0], x[1], training: training);

    private static Func<Tensor> Text(params string[] lines) => () => new StringTensor(lines, (lines.Length, 1));

    private static Func<Tensor> Images() => () => new TensorDict(new Dictionary<string, Tensor> { ["images"] = random.uniform((2, 6, 5, 3), seed: 1), ["labels"] = Keras.Ops.eye(2) });

    private static Tensor Twice(Tensor x) => x * 2;

    private static Layer OfCell(string cell, string? dtype) => layers.RNN((RNNCell)ByName(cell, new() { ["units"] = 3 }, dtype), dtype: dtype);

    private static Func<Tensor> F(params int[] shape) => () => random.uniform(shape, seed: 1);

    private static Func<Tensor> Signed(params int[] shape) => () => random.uniform(shape, -1, 1, seed: 1);

    private static Func<Tensor> I(int below, params int[] shape) => () => random.randint(shape, 0, below, seed: 1);

    private static Func<Tensor> Two(params int[] shape) => () => new TensorList(random.uniform(shape, seed: 1), random.uniform(shape, seed: 2));
}
