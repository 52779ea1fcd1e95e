using Keras.Backend;
using Keras.Randomness;
using Keras.Saving;

namespace Keras.Layers;

/// <summary>A layer that changes images, and with them their labels, bounding boxes and segmentation masks.</summary>
/// <remarks>
/// The input is a tensor of images, (height, width, channels) or a batch of such, or a dictionary with the keys <c>images</c> and any of
/// <c>labels</c>, <c>bounding_boxes</c> (a dictionary of <c>boxes</c> and <c>labels</c>) and <c>segmentation_masks</c>; other keys pass unchanged.
/// Unless a surrounding call says otherwise, a call counts as training.
/// </remarks>
public abstract class BaseImagePreprocessingLayer : Layer
{
    /// <summary>Sets what every image layer has.</summary>
    /// <param name="bounding_box_format">Format of boxes in the input; see <see cref="BoundingBoxOps.convert_format"/>.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>; that of the configuration where <see langword="null"/>.</param>
    /// <param name="name">Name.</param>
    /// <param name="trainable">Kept for the configuration: the layer has no weights.</param>
    /// <param name="dtype">Policy of dtypes.</param>
    /// <param name="input_shape">Shape of one sample, for the first layer of a Sequential.</param>
    protected BaseImagePreprocessingLayer(string? bounding_box_format = null, string? data_format = null,
        string? name = null, bool trainable = true, DTypePolicy? dtype = null, TensorShape? input_shape = null)
        : base(name, trainable, dtype, input_shape: input_shape)
    {
        this.bounding_box_format = bounding_box_format;
        this.data_format = KerasConfig.StandardizeDataFormat(data_format);
        // Tensors that a subclass outside of the library makes belong to its author.
        FreesIntermediates = GetType().Assembly == typeof(Layer).Assembly;
    }

    /// <summary>Format of boxes in the input; <see langword="null"/> where none are expected.</summary>
    public string? bounding_box_format { get; }

    /// <summary>Where the channels stand: <c>channels_last</c> or <c>channels_first</c>.</summary>
    public string data_format { get; }

    /// <summary>First seed given; <see langword="null"/> for a drawn one, or where the layer draws nothing.</summary>
    public long? seed { get; private protected set; }

    /// <summary>The layer's generator; <see langword="null"/> where it draws nothing.</summary>
    public SeedGenerator? generator { get; private protected set; }

    private protected bool ChannelsFirst => data_format == "channels_first";

    private protected int HeightAxis => ChannelsFirst ? -2 : -3;

    private protected int WidthAxis => ChannelsFirst ? -1 : -2;

    private protected int ChannelAxis => ChannelsFirst ? -3 : -1;

    /// <summary>The compute dtype, but no half precision, which libtorch lacks for some distributions and for equations.</summary>
    private protected string FullDType => compute_dtype == "float64" ? "float64" : "float32";

    /// <summary>How pixels between pixels are found, for layers that move them.</summary>
    private protected virtual string ImageInterpolation => "bilinear";

    // Keras's image layers declare training=True, where others declare nothing.
    internal override bool TrainsByDefault => true;

    /// <summary>Makes the generator of the layer's draws.</summary>
    private protected void UseSeed(long? seed)
    {
        this.seed = seed;
        generator = new SeedGenerator(seed);
    }

    /// <summary>Where a draw comes from: the seed given, or the layer's generator.</summary>
    private protected RandomSeed Source(RandomSeed? given)
    {
        RandomSeed? own = generator;
        return given ?? own ?? throw new InvalidOperationException($"The layer '{name}' draws numbers but has no generator.");
    }

    // ------------------------------------------------------------------ what subclasses say

    /// <summary>Draws what happens to a batch.</summary>
    /// <param name="data">The input of the layer: images, or a dictionary with them.</param>
    /// <param name="training">Whether this is a training step.</param>
    /// <param name="seed">Where the draws come from; the layer's generator where <see langword="null"/>.</param>
    /// <returns>What was drawn, for the transform methods; <see langword="null"/> where nothing is needed.</returns>
    public virtual ImageTransformation? get_random_transformation(Tensor data, bool training = true, RandomSeed? seed = null) => null;

    /// <summary>Changes a batch of images.</summary>
    /// <param name="images">(batch, height, width, channels); channels first by <see cref="data_format"/>.</param>
    /// <param name="transformation">What was drawn.</param>
    /// <param name="training">Whether this is a training step.</param>
    public virtual Tensor transform_images(Tensor images, ImageTransformation? transformation = null, bool training = true)
    {
        images = Ops.cast(images, compute_dtype);
        return training ? Move(images, transformation, ImageInterpolation) : images;
    }

    /// <summary>Changes the labels of a batch.</summary>
    /// <param name="labels">(batch, …).</param>
    /// <param name="transformation">What was drawn.</param>
    /// <param name="training">Whether this is a training step.</param>
    public virtual Tensor transform_labels(Tensor labels, ImageTransformation? transformation = null, bool training = true) => labels;

    /// <summary>Changes the bounding boxes of a batch.</summary>
    /// <param name="bounding_boxes"><c>boxes</c> of (batch, number, 4) and <c>labels</c> of (batch, number).</param>
    /// <param name="transformation">What was drawn.</param>
    /// <param name="training">Whether this is a training step.</param>
    /// <exception cref="NotSupportedException">The layer does not know what becomes of boxes.</exception>
    public virtual TensorDict transform_bounding_boxes(TensorDict bounding_boxes, ImageTransformation? transformation = null, bool training = true) =>
        throw new NotSupportedException($"The layer '{name}' of class {GetType().Name} cannot change bounding boxes. Leave the key 'bounding_boxes' out of its input, or override transform_bounding_boxes.");

    /// <summary>Changes the segmentation masks of a batch.</summary>
    /// <param name="segmentation_masks">(batch, height, width, channels); channels first by <see cref="data_format"/>.</param>
    /// <param name="transformation">What was drawn.</param>
    /// <param name="training">Whether this is a training step.</param>
    public virtual Tensor transform_segmentation_masks(Tensor segmentation_masks, ImageTransformation? transformation = null, bool training = true) =>
        training ? Move(segmentation_masks, transformation, "nearest") : segmentation_masks;

    /// <summary>Moves pixels, for images and masks alike.</summary>
    private protected virtual Tensor Move(Tensor images, ImageTransformation? transformation, string interpolation) =>
        throw new NotSupportedException($"The layer '{name}' of class {GetType().Name} does not override transform_images.");

    // ------------------------------------------------------------------ one sample

    /// <summary>Changes one image.</summary>
    /// <param name="image">(height, width, channels); channels first by <see cref="data_format"/>.</param>
    /// <param name="transformation">What was drawn.</param>
    /// <param name="training">Whether this is a training step.</param>
    public Tensor transform_single_image(Tensor image, ImageTransformation? transformation = null, bool training = true) =>
        Ops.squeeze(transform_images(Ops.expand_dims(image, 0), transformation, training), 0);

    /// <summary>Changes the label of one image.</summary>
    /// <param name="label">Any shape.</param>
    /// <param name="transformation">What was drawn.</param>
    /// <param name="training">Whether this is a training step.</param>
    public Tensor transform_single_label(Tensor label, ImageTransformation? transformation = null, bool training = true) =>
        Ops.squeeze(transform_labels(Ops.expand_dims(label, 0), transformation, training), 0);

    /// <summary>Changes the bounding boxes of one image.</summary>
    /// <param name="bounding_box"><c>boxes</c> of (number, 4) and <c>labels</c> of (number).</param>
    /// <param name="transformation">What was drawn.</param>
    /// <param name="training">Whether this is a training step.</param>
    public TensorDict transform_single_bounding_box(TensorDict bounding_box, ImageTransformation? transformation = null, bool training = true) =>
        MapBoxes(transform_bounding_boxes(MapBoxes(bounding_box, t => Ops.expand_dims(t, 0)), transformation, training), t => Ops.squeeze(t, 0));

    /// <summary>Changes the segmentation mask of one image.</summary>
    /// <param name="segmentation_mask">(height, width, channels); channels first by <see cref="data_format"/>.</param>
    /// <param name="transformation">What was drawn.</param>
    /// <param name="training">Whether this is a training step.</param>
    public Tensor transform_single_segmentation_mask(Tensor segmentation_mask, ImageTransformation? transformation = null, bool training = true) =>
        Ops.squeeze(transform_segmentation_masks(Ops.expand_dims(segmentation_mask, 0), transformation, training), 0);

    private static TensorDict MapBoxes(TensorDict boxes, Func<Tensor, Tensor> f) =>
        new(boxes.Select(p => KeyValuePair.Create(p.Key, p.Key is "boxes" or "labels" ? f(p.Value) : p.Value)));

    // ------------------------------------------------------------------ the call

    /// <inheritdoc/>
    protected override Tensor call(Tensor data, bool training)
    {
        // 1. What happens, once for everything in the input.
        var batched = IsBatched(ImagesOf(data));
        var drawn = get_random_transformation(data, training);
        if (data is not TensorDict dict) return Images(data);

        // 2. Each part in its own way.
        return new TensorDict(dict.Select(p => KeyValuePair.Create(p.Key, p.Key switch
        {
            "images" => Images(p.Value),
            "bounding_boxes" => Boxes(p.Value),
            "labels" => batched ? transform_labels(p.Value, drawn, training) : transform_single_label(p.Value, drawn, training),
            "segmentation_masks" => batched ? transform_segmentation_masks(p.Value, drawn, training) : transform_single_segmentation_mask(p.Value, drawn, training),
            _ => p.Value,
        })));

        Tensor Images(Tensor images) => batched ? transform_images(images, drawn, training) : transform_single_image(images, drawn, training);

        Tensor Boxes(Tensor given)
        {
            CheckBoxFormat();
            var boxes = BoundingBoxValidation.Densify(given, name);
            return batched ? transform_bounding_boxes(boxes, drawn, training) : transform_single_bounding_box(boxes, drawn, training);
        }
    }

    private void CheckBoxFormat()
    {
        if (string.IsNullOrEmpty(bounding_box_format))
            throw new ArgumentException($"You passed an input with a 'bounding_boxes' key, but you didn't specify a bounding box format. Pass a `bounding_box_format` argument to your {GetType().Name} layer '{name}', e.g. `bounding_box_format: \"xyxy\"`.");
    }

    private protected bool IsBatched(Tensor images) => images.ndim switch
    {
        3 => false,
        4 => true,
        _ => throw new ArgumentException($"Layer '{name}': expected image tensor to have rank 3 (single image) or 4 (batch of images). Received: data.shape={images.shape}"),
    };

    /// <summary>The images of an input.</summary>
    /// <exception cref="ArgumentException">A dictionary lacks them.</exception>
    private protected Tensor ImagesOf(Tensor data) => data is not TensorDict dict ? data : dict.TryGetValue("images", out var images) ? images
        : throw new ArgumentException($"Layer '{name}': a dictionary as input must have the key 'images'. Received the keys: {string.Join(", ", dict.Keys)}.");

    /// <summary>How many images an input has.</summary>
    private protected int BatchOf(Tensor data)
    {
        var images = ImagesOf(data);
        return IsBatched(images) ? (int)images.Dims[0] : 1;
    }

    /// <summary>The shape of one number an image, to be combined with images: (batch, 1, 1, 1), or (1, 1, 1) for one image.</summary>
    private protected TensorShape OnePerImage(Tensor data)
    {
        var images = ImagesOf(data);
        return IsBatched(images) ? ((int)images.Dims[0], 1, 1, 1) : (1, 1, 1);
    }

    /// <summary>Height and width of the images of an input.</summary>
    private protected (int Height, int Width) SizeOf(Tensor data)
    {
        var dims = ImagesOf(data).Dims;
        return ((int)dims[dims.Length + HeightAxis], (int)dims[dims.Length + WidthAxis]);
    }

    /// <summary>What this layer has drawn, in its own form.</summary>
    /// <exception cref="ArgumentException">It is missing, or is that of another layer.</exception>
    private protected T Drawn<T>(ImageTransformation? transformation) where T : ImageTransformation => transformation as T
        ?? throw new ArgumentException($"Layer '{name}': the transform methods need what {GetType().Name}.get_random_transformation gives. Received: transformation={transformation?.ToString() ?? "None"}.");

    /// <summary>A number an image, shaped to be combined with images.</summary>
    private protected static Tensor PerImage(Tensor numbers) => Ops.reshape(numbers, [-1, 1, 1, 1]);

    /// <summary>A part of the images.</summary>
    private protected Tensor Cut(Tensor images, int top, int left, int height, int width)
    {
        TensorIndex rows = TensorIndex.Slice(top, top + height), columns = TensorIndex.Slice(left, left + width);
        return ChannelsFirst ? images[TensorIndex.Ellipsis, rows, columns] : images[TensorIndex.Ellipsis, rows, columns, TensorIndex.Slice()];
    }

    // ------------------------------------------------------------------ arithmetic

    /// <summary>Brings pixel values from one range to another.</summary>
    private protected static Tensor ChangeRange(Tensor images, Interval from, Interval to, string dtype)
    {
        if (from.Lower == to.Lower && from.Upper == to.Upper) return images;
        images = Ops.cast(images, dtype);
        Tensor fromLow = Ops.cast(from.First, dtype), fromHigh = Ops.cast(from.Second, dtype), toLow = Ops.cast(to.First, dtype), toHigh = Ops.cast(to.Second, dtype);
        return (images - fromLow) / (fromHigh - fromLow) * (toHigh - toLow) + toLow;
    }

    /// <summary>The eight numbers of an affine transform that turns images about their centre.</summary>
    /// <param name="angle">(batch), in degrees.</param>
    /// <param name="height">Height of the images.</param>
    /// <param name="width">Width of the images.</param>
    private protected static Tensor RotationMatrix(Tensor angle, int height, int width)
    {
        var radians = angle * Ops.convert_to_tensor(Math.PI / 180.0, angle.dtype);
        Tensor x = Ops.cast(0.5 * (width - 1.0), angle.dtype), y = Ops.cast(0.5 * (height - 1.0), angle.dtype);
        Tensor cosine = Ops.cos(radians), sine = Ops.sin(radians), minus = -sine, zero = Ops.zeros_like(radians);
        return Ops.stack(new[] { cosine, minus, x - x * cosine - y * minus, sine, cosine, y - x * sine - y * cosine, zero, zero }, 1);
    }

    // ------------------------------------------------------------------ shapes

    /// <inheritdoc/>
    public override TensorShape compute_output_shape(TensorShape input_shape) => input_shape;

    /// <summary>The dtype of the images that come out.</summary>
    private protected virtual string ImageDType(Tensor images) => compute_dtype;

    /// <summary>The dtype of the segmentation masks that come out.</summary>
    private protected virtual string MaskDType(Tensor masks) => masks.dtype;

    /// <summary>The symbols of bounding boxes that come out.</summary>
    private protected virtual TensorDict BoxSymbols(TensorDict boxes) =>
        new(boxes.Select(p => KeyValuePair.Create(p.Key, (Tensor)new KerasTensor(p.Value.shape, p.Key == "boxes" ? "float32" : p.Value.dtype))));

    internal override Tensor compute_output_spec(CallArguments arguments, bool training, Tensor? mask)
    {
        var data = Inputs(arguments);
        if (data is not TensorDict dict) return Symbol(data, ImageDType);
        return new TensorDict(dict.Select(p => KeyValuePair.Create(p.Key, p.Key switch
        {
            "images" => Symbol(p.Value, ImageDType),
            "segmentation_masks" => Symbol(p.Value, MaskDType),
            "bounding_boxes" => Boxes(p.Value),
            _ => p.Value,
        })));

        Tensor Symbol(Tensor images, Func<Tensor, string> dtypeOf)
        {
            IsBatched(images);
            return new KerasTensor(compute_output_shape(images.shape), dtypeOf(images));
        }

        Tensor Boxes(Tensor boxes)
        {
            CheckBoxFormat();
            return BoxSymbols(BoundingBoxValidation.Validate(boxes, name));
        }
    }

    /// <summary>The shape with other heights and widths.</summary>
    private protected TensorShape Resized(TensorShape input_shape, int height, int width) => input_shape.Rank is 3 or 4
        ? input_shape.With(HeightAxis, height).With(WidthAxis, width)
        : throw new ArgumentException($"Layer '{name}': `input_shape` must have 3 dimensions (unbatched) or 4 (batched). Received: input_shape={input_shape}");

    /// <inheritdoc/>
    public override Config get_config()
    {
        var config = base.get_config();
        config["data_format"] = data_format;
        // Keras writes the format of boxes only where there is one.
        if (bounding_box_format is null) config.Remove("bounding_box_format");
        return config;
    }
}
