using System.Data;
using System.Globalization;
using Keras.Backend;
using Keras.Utils;
using NumSharp;

namespace Keras.Legacy.Preprocessing;

/// <summary>Batches of pictures whose files a table lists, changed as an <see cref="ImageDataGenerator"/> says.</summary>
/// <remarks>
/// Porting note: pandas' DataFrame is .NET's <see cref="DataTable"/> here; a DataFrame of Microsoft.Data.Analysis becomes one with <c>ToTable()</c>.
/// </remarks>
[KerasExport("keras.preprocessing.image.DataFrameIterator")]
public sealed class DataFrameIterator : FileIterator
{
    private readonly Table _table;

    /// <summary>Makes the iterator and says how many pictures it found.</summary>
    /// <param name="dataframe">The table; it stays as it is.</param>
    /// <param name="directory">The folder that the paths begin in; they stand for themselves where null.</param>
    /// <param name="image_data_generator">How images are changed.</param>
    /// <param name="x_col">The column of the paths.</param>
    /// <param name="y_col">The column of the targets; several for <c>multi_output</c> and <c>raw</c>. <c>class</c> where null.</param>
    /// <param name="weight_col">The column of the weights of the samples.</param>
    /// <param name="target_size">Height and width of the images; 256 each where null.</param>
    /// <param name="color_mode"><c>rgb</c>, <c>rgba</c> or <c>grayscale</c>.</param>
    /// <param name="classes">The classes to keep, in their order; all, by name, where null.</param>
    /// <param name="class_mode">
    /// Form of the targets: <c>categorical</c> (one column a class; a row may have several, as a <c>string[]</c>), <c>binary</c> or <c>sparse</c> (the class's number),
    /// <c>raw</c> (the numbers of the columns), <c>multi_output</c> (an array a column), <c>input</c> (the images), null (none).
    /// </param>
    /// <param name="batch_size">Samples a batch.</param>
    /// <param name="shuffle">Whether the samples come in random order.</param>
    /// <param name="seed">Seed of order and transformations.</param>
    /// <param name="data_format"><c>channels_last</c> or <c>channels_first</c>.</param>
    /// <param name="save_to_dir">Folder to which changed images are written, to look at them.</param>
    /// <param name="save_prefix">How their names begin.</param>
    /// <param name="save_format">Their format.</param>
    /// <param name="subset"><c>training</c> or <c>validation</c>: one of the parts of <c>validation_split</c>.</param>
    /// <param name="interpolation">How pictures are brought to the size: <c>nearest</c>, <c>bilinear</c>, <c>bicubic</c>, <c>lanczos</c>, <c>box</c>, <c>hamming</c>.</param>
    /// <param name="keep_aspect_ratio">Whether the largest centred part of the right proportions is taken instead of distorting the picture.</param>
    /// <param name="dtype">dtype of the images.</param>
    /// <param name="validate_filenames">Whether rows whose file is missing or no picture are left out, with a warning.</param>
    /// <exception cref="ArgumentException">A column, mode or subset is unknown, or values are not of the form that the mode needs.</exception>
    public DataFrameIterator(DataTable dataframe, string? directory = null, ImageDataGenerator? image_data_generator = null, string x_col = "filename", TableColumns? y_col = null, string? weight_col = null,
        Size2D? target_size = null, string color_mode = "rgb", string[]? classes = null, string? class_mode = "categorical", int batch_size = 32, bool shuffle = true, int? seed = null,
        string data_format = "channels_last", string? save_to_dir = null, string save_prefix = "", string save_format = "png", string? subset = null, string interpolation = "nearest",
        bool keep_aspect_ratio = false, string dtype = "float32", bool validate_filenames = true)
        : this(image_data_generator ?? new(), Table.Read(dataframe, directory ?? "", x_col, y_col ?? "class", weight_col, classes, class_mode, validate_filenames, Part(image_data_generator ?? new(), subset)), batch_size, shuffle, seed,
            new(directory ?? "", target_size ?? 256, color_mode, class_mode, KerasConfig.StandardizeDataFormat(data_format), save_to_dir, save_prefix, save_format, interpolation, keep_aspect_ratio, NumpyTypes.Parse(dtype)))
    {
        CheckColors(color_mode);
        var kind = validate_filenames ? "validated" : "non-validated";
        IoUtils.PrintMsg($"Found {samples} {kind} image filenames{(_table.Classes is { } found ? $" belonging to {found.Length} classes" : "")}.");
    }

    private DataFrameIterator(ImageDataGenerator generator, Table table, int batchSize, bool shuffle, int? seed, FileOptions options)
        : base(generator, [.. table.Rows.Select(r => r.Name)], batchSize, shuffle, seed, options) => _table = table;

    /// <summary>The number of each class by its name.</summary>
    /// <exception cref="InvalidOperationException">The targets are no classes.</exception>
    public OrderedDictionary<string, int> class_indices => new((_table.Classes ?? throw NoClasses()).Select((name, i) => KeyValuePair.Create(name, i)));

    /// <summary>The number of each picture's class.</summary>
    /// <exception cref="InvalidOperationException">The targets are no classes, or a picture has several.</exception>
    public NDArray classes
    {
        get
        {
            if (_table.Classes is null || _table.Rows.Any(r => r.Labels.Length != 1)) throw NoClasses();
            return new(_table.Rows.Select(r => r.Labels[0]).ToArray(), new Shape(samples));
        }
    }

    /// <summary>The weights of the samples; null for none.</summary>
    public NDArray? sample_weight => _table.HasWeights ? Weights([.. Enumerable.Range(0, samples)]) : null;

    private protected override NDArray? Weights(int[] indices) =>
        _table.HasWeights ? new NDArray(Array.ConvertAll(indices, i => _table.Rows[i].Weight), new Shape(indices.Length)) : null;

    private protected override NDArray[]? Targets(int[] indices)
    {
        var rows = Array.ConvertAll(indices, i => _table.Rows[i]);
        switch (class_mode)
        {
            case "binary" or "sparse":
                return [new NDArray(Array.ConvertAll(rows, r => r.Labels[0]), new Shape(rows.Length)).astype(DType)];
            case "categorical":
                var hot = new float[rows.Length * _table.Classes!.Length];
                for (var i = 0; i < rows.Length; i++)
                    foreach (var label in rows[i].Labels) hot[i * _table.Classes.Length + label] = 1;
                return [new NDArray(hot, new Shape(rows.Length, _table.Classes.Length)).astype(DType)];
            case "multi_output":
                return [.. Enumerable.Range(0, _table.Columns).Select(c => new NDArray(Array.ConvertAll(rows, r => r.Values[c]), new Shape(rows.Length)))];
            case "raw":
                var values = rows.SelectMany(r => r.Values).ToArray();
                return [new NDArray(values, _table.IsList ? new Shape(rows.Length, _table.Columns) : new Shape(rows.Length))];
            default:
                return null;
        }
    }

    private InvalidOperationException NoClasses() => new($"The pictures have no single classes with class_mode=\"{class_mode}\".");

    /// <summary>A row that is used: labels for classes, values for numbers.</summary>
    private sealed record Row(string Name, int[] Labels, double[] Values, double Weight);

    /// <summary>What is read of the table.</summary>
    private sealed record Table(Row[] Rows, string[]? Classes, int Columns, bool IsList, bool HasWeights)
    {
        internal static Table Read(DataTable table, string directory, string x, TableColumns y, string? weight, string[]? classes, string? mode, bool validate, (double From, double To)? part)
        {
            // 1. The arguments fit.
            ArgumentNullException.ThrowIfNull(table, "dataframe");
            if (mode is not (null or "binary" or "categorical" or "input" or "multi_output" or "raw" or "sparse"))
                throw new ArgumentException($"Invalid class_mode: {mode}; expected one of: binary, categorical, input, multi_output, raw, sparse, null", "class_mode");
            if (mode == "multi_output" && !y.IsList) throw new ArgumentException($"If class_mode=\"{mode}\", y_col must be a list. Received: \"{y.Names[0]}\".", "y_col");
            var labelled = mode is "binary" or "categorical" or "sparse";
            if (labelled && y.Names.Count != 1) throw new ArgumentException($"If class_mode=\"{mode}\", y_col must be one column. Received: {string.Join(", ", y.Names)}.", "y_col");
            foreach (var column in mode is null or "input" ? [x] : y.Names.Prepend(x))
                if (!table.Columns.Contains(column))
                    throw new ArgumentException($"The table has no column '{column}'. It has {string.Join(", ", table.Columns.Cast<DataColumn>().Select(c => c.ColumnName))}.");
            if (weight is not null && !table.Columns.Contains(weight)) throw new ArgumentException($"The table has no column '{weight}'.", "weight_col");
            if (classes is not null && !labelled) IoUtils.Warn($"`classes` will be ignored given the class_mode=\"{mode}\"");

            // 2. Rows whose files are pictures.
            var rows = table.Rows.Cast<DataRow>().ToList();
            if (rows.Exists(r => r[x] is not string)) throw new ArgumentException($"All values in column x_col={x} must be strings.");
            if (validate)
            {
                var missing = rows.RemoveAll(r => !IsPicture(Path.Combine(directory, (string)r[x])));
                if (missing > 0) IoUtils.Warn($"Found {missing} invalid image filename(s) in x_col=\"{x}\". These filename(s) will be ignored.");
            }

            // 3. Their classes.
            string[]? names = null;
            if (labelled)
            {
                var column = y.Names[0];
                names = classes is { Length: > 0 } ? [.. classes.Distinct()] : [.. rows.SelectMany(r => Labels(r, column, mode!)).Distinct().Order(StringComparer.Ordinal)];
                if (mode == "binary" && names.Length != 2) throw new ArgumentException($"If class_mode=\"binary\" there must be 2 classes. Found {names.Length} classes.");
                rows.RemoveAll(r => !Labels(r, column, mode!).Any(names.Contains));
            }

            // 4. The part that is asked for.
            if (part is { } p) rows = rows[(int)(p.From * rows.Count)..(int)(p.To * rows.Count)];
            var numbers = mode is "raw" or "multi_output" ? y.Names : [];
            return new([.. rows.Select(r => new Row((string)r[x], names is null ? [] : [.. Labels(r, y.Names[0], mode!).Where(names.Contains).Select(l => Array.IndexOf(names, l))],
                [.. numbers.Select(c => Number(r[c], c))], weight is null ? 1 : Number(r[weight], weight)))], names, y.Names.Count, y.IsList, weight is not null);
        }

        private static IEnumerable<string> Labels(DataRow row, string column, string mode) => row[column] switch
        {
            string label => [label],
            IEnumerable<string> several when mode == "categorical" => several,
            DBNull => [],
            var other => throw new ArgumentException($"If class_mode=\"{mode}\", y_col=\"{column}\" column values must be {(mode == "categorical" ? "string or string[]" : "strings")}. Received: {other.GetType().Name}."),
        };

        private static double Number(object value, string column) => value is IConvertible and not (string or DBNull)
            ? Convert.ToDouble(value, CultureInfo.InvariantCulture)
            : throw new ArgumentException($"Column {column} must be numeric. Received: {value} of type {value.GetType().Name}.");

        private static bool IsPicture(string path) => Endings.Contains(Path.GetExtension(path).TrimStart('.').ToLowerInvariant()) && File.Exists(path);
    }
}
