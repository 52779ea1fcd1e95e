using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;
using Keras.Utils;

namespace Keras.Conformance.Areas;

/// <summary>Pictures of cases: mode and pixels.</summary>
internal static class Pictures
{
    /// <summary>The picture that a value describes; null where it describes none.</summary>
    internal static Image? From(object? value) =>
        value is Config config && config.Get("mode") is string mode && config.Get("pixels") is GoldenArray pixels ? Image.FromArray(pixels.ToNDArray(), mode) : null;

    internal static void Compare(string what, object? expected, Image got, Report report)
    {
        if (expected is not Config config)
        {
            report.Add(what, Comparer.Show(expected), got.ToString());
            return;
        }
        if ((string?)config.Get("mode") != got.mode) report.Add(what + ".mode", (string?)config.Get("mode") ?? "", got.mode);
        new Comparer(report).Compare(what + ".pixels", config.Get("pixels"), got.ToArray());
    }

    /// <summary>Compares a file that was written with what Python read from its own.</summary>
    internal static void CompareWritten(GoldenCase golden, string path, Report report)
    {
        var written = Image.Open(path);
        // Which number a colour has in a palette is the writer's choice: there the file of the case says the colours.
        if (golden["outputs"] is Config { } outputs && outputs.Get("mode") is "P")
        {
            var same = Image.Open(Path.Combine(golden.Folder, "files", "saved", golden.Text("file")));
            if (!same.convert("RGB").Bytes.AsSpan().SequenceEqual(written.convert("RGB").Bytes)) report.Add("outputs", "the colours of the case's file", "others");
            return;
        }
        Compare("outputs", golden["outputs"], written, report);
    }
}
