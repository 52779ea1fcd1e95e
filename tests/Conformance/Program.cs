using System.Globalization;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Conformance;

internal static class Program
{
    private static int Main(string[] args)
    {
        // What the tests of saving run and kill: see KillTests.
        if (args is ["save", var stem, var first]) return SaveForever.Run(stem, int.Parse(first, CultureInfo.InvariantCulture));
        if (args is ["train", var folder, var data, var last])
            return UntilKilled.Train(folder, data, int.Parse(last, CultureInfo.InvariantCulture));
        if (args is ["fill", var where]) return FullDisk.Write(where);
        if (args is ["peak", var file]) return PeakMemory.Load(file);
        Options options;
        try
        {
            options = Options.Parse(args);
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.Message);
            Console.Error.WriteLine();
            Console.Error.WriteLine(Options.Usage);
            return 2;
        }
        try
        {
            if (options.Pack)
            {
                Pack.Make(options.Folder, options.Out ?? Repository.Golden());
                return 0;
            }
            return options.Pipe is not null ? Worker.Serve(options) : Replay(options, args);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    private static int Replay(Options options, string[] args)
    {
        if (!Directory.Exists(options.Folder) && !File.Exists(options.Folder)) throw new DirectoryNotFoundException($"There is no folder '{options.Folder}'.");
        var results = options.InProcess ? ReplayHere(options) : Worker.Run(args, options.Verbose);
        if (results.Count == 0)
        {
            Console.Error.WriteLine($"There are no such cases below '{options.Folder}'.");
            return 2;
        }
        Table.Print(results, options.Verbose, Console.Out);
        return results.Any(r => r.Status is CaseStatus.Failed or CaseStatus.Unsupported) ? 1 : 0;
    }

    private static List<CaseResult> ReplayHere(Options options)
    {
        Runner.Prepare();
        var results = new List<CaseResult>();
        foreach (var golden in CaseReader.Read(options.Folder, options.Wants))
        {
            if (!options.WantsId(golden.Id)) continue;
            if (options.Verbose) Console.WriteLine(golden.Id);
            results.Add(Runner.Replay(golden));
        }
        return results;
    }
}
