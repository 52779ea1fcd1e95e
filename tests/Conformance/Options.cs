namespace Keras.Conformance;

/// <summary>The command line.</summary>
internal sealed record Options
{
    internal const string Usage = """
        Replays cases of what real Keras computes, and compares.

          Keras.Conformance FOLDER [--area AREA] [--name NAME] [--id ID] [--verbose]
          Keras.Conformance pack FOLDER [--out FOLDER]

          FOLDER        a folder with cases at any depth (.jsonl files, or the archives that pack makes), or one such file
          --area        only the cases of an area, such as layers; may be given several times
          --name        only the cases of a class or function, such as Conv2D; may be given several times
          --id          only one case, such as layers/Conv2D/003; may be given several times
          --verbose     print every case before it runs, and every difference
          --in-process  replay in this process, for a debugger: an abort inside the native library then ends the run
          --out         where pack writes its archives, one an area (default: tests/Golden of the repository)

        The exit status is 1 where a case failed or is unsupported, 2 where the command line is wrong.
        """;

    internal required string Folder { get; init; }

    internal bool Pack { get; init; }

    internal string? Out { get; init; }

    internal bool Verbose { get; init; }

    /// <summary>Whether everything runs in this process.</summary>
    internal bool InProcess { get; init; }

    /// <summary>In a worker: the pipe to the process that started it.</summary>
    internal string? Pipe { get; init; }

    /// <summary>In a worker: the case after which it begins.</summary>
    internal string? After { get; init; }

    internal List<string> Areas { get; } = [];

    internal List<string> Names { get; } = [];

    internal List<string> Ids { get; } = [];

    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">It is wrong; the message says how.</exception>
    internal static Options Parse(string[] args)
    {
        List<string> areas = [], names = [], ids = [], places = [];
        string? target = null, pipe = null, after = null;
        bool verbose = false, inProcess = false;
        var pack = args is ["pack", ..];
        for (var i = pack ? 1 : 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--area":
                    areas.Add(Next(args, ref i));
                    break;
                case "--name":
                    names.Add(Next(args, ref i));
                    break;
                case "--id":
                    ids.Add(Next(args, ref i));
                    break;
                case "--out" when pack:
                    target = Next(args, ref i);
                    break;
                case "--worker":
                    pipe = Next(args, ref i);
                    break;
                case "--after":
                    after = Next(args, ref i);
                    break;
                case "--in-process":
                    inProcess = true;
                    break;
                case "--verbose":
                    verbose = true;
                    break;
                case ['-', ..] unknown:
                    throw new ArgumentException($"There is no option '{unknown}'.");
                default:
                    places.Add(args[i]);
                    break;
            }
        }
        if (places.Count != 1) throw new ArgumentException(places.Count == 0 ? "Which folder? Give one with cases." : $"One folder is expected; received {string.Join(", ", places)}.");
        var options = new Options { Folder = places[0], Pack = pack, Out = target, Verbose = verbose, InProcess = inProcess, Pipe = pipe, After = after };
        options.Areas.AddRange(areas);
        options.Names.AddRange(names);
        options.Ids.AddRange(ids);
        return options;
    }

    /// <summary>Whether a file of cases may hold wanted ones.</summary>
    internal bool Wants(string name, string area) =>
        (Areas.Count == 0 || Areas.Contains(area)) && (Names.Count == 0 || Names.Contains(name)) && (Ids.Count == 0 || Ids.Any(id => id.StartsWith($"{area}/{name}/", StringComparison.Ordinal)));

    internal bool WantsId(string id) => Ids.Count == 0 || Ids.Contains(id);

    private static string Next(string[] args, ref int i) =>
        ++i < args.Length ? args[i] : throw new ArgumentException($"The option '{args[i - 1]}' needs a value.");
}
