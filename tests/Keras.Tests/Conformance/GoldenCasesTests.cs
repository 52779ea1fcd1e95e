using System.IO.Compression;
using Keras.Conformance;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Tests.Conformance;

/// <summary>Replays the repository's own cases of what real Keras computes, class by class.</summary>
/// <remarks>Everything must exist and do as the cases say; the applications alone are skipped where they are not there.</remarks>
[Collection(ConformanceCollection.Name)]
public class GoldenCasesTests
{
    /// <summary>The area of an assembly of its own, which need not be there.</summary>
    private const string Optional = "applications";

    private static readonly string s_golden = Path.Combine(AppContext.BaseDirectory, "Golden");

    /// <summary>Area and name of every file of cases.</summary>
    public static TheoryData<string, string> Classes()
    {
        var data = new TheoryData<string, string>();
        foreach (var pack in Directory.EnumerateFiles(s_golden, "*.zip").Order(StringComparer.Ordinal))
        {
            using var archive = ZipFile.OpenRead(pack);
            foreach (var entry in archive.Entries.Where(e => !e.FullName.Contains('/') && e.Name.EndsWith(".jsonl", StringComparison.Ordinal)))
                data.Add(Path.GetFileNameWithoutExtension(pack), Path.GetFileNameWithoutExtension(entry.Name));
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Does_what_real_Keras_does(string area, string name)
    {
        // 1. Whether there is anything to replay.
        Assert.True(Runner.Areas.TryGetValue(area, out var replayer), $"The area '{area}' is not replayed.");
        if (replayer.Missing(name) is { } missing)
        {
            Assert.True(area == Optional, $"{missing} does not exist.");
            Assert.Skip($"{missing} does not exist.");
        }

        // 2. Every case of it.
        var results = CaseReader.Read(Path.Combine(s_golden, area + ".zip"), (n, a) => n == name && a == area).Select(Runner.Replay).ToArray();
        Assert.NotEmpty(results);
        var unsupported = results.Where(r => r.Status == CaseStatus.Unsupported).Select(r => r.Reason!).Distinct().ToArray();
        Assert.True(unsupported.Length == 0 || area == Optional, $"Some of its cases need what does not exist: {string.Join(", ", unsupported)}.");

        // 3. What differs.
        var failed = results.Where(r => r.Status == CaseStatus.Failed).ToArray();
        Assert.True(failed.Length == 0, $"{failed.Length} of {results.Length} cases differ:\n" +
            string.Join("\n", failed.Take(5).SelectMany(r => r.Differences.Take(3).Select(d => $"{r.Id} {d}"))));
    }

    [Fact]
    public void Cases_that_are_left_out_exist_and_have_a_reason()
    {
        foreach (var (id, reason) in LeftOut.Load())
        {
            Assert.True(reason.Length > 20, $"left-out.txt gives no reason for {id}.");
            var parts = id.Split('/');
            Assert.Contains(CaseReader.Read(Path.Combine(s_golden, parts[0] + ".zip"), (n, _) => n == parts[1]), c => c.Id == id);
        }
    }
}
