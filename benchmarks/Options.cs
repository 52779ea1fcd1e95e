namespace Keras.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed class Options
{
    internal const string Usage = """
        Compares this library with hand-written TorchSharp loops of the same models, in one process, in alternating blocks of steps.

          --only NAME     only workloads whose name contains NAME (repeatable)
          --steps N       timed steps of each version (default: as many as take about 30 seconds)
          --threads N     threads of libtorch (default: libtorch's own choice)
          --busy          another process keeps one core busy meanwhile
          --list          names of the workloads
        """;

    internal List<string> Only { get; } = [];
    internal int? Steps { get; private set; }
    internal int? Threads { get; private set; }
    internal bool Busy { get; private set; }
    internal bool List { get; private set; }
    internal bool Help { get; private set; }

    internal static Options Parse(string[] args)
    {
        var options = new Options();
        for (int i = 0; i < args.Length; i++)
        {
            string Next() => ++i < args.Length ? args[i] : throw new ArgumentException($"{args[i - 1]} needs a value.");
            int Number() => int.TryParse(Next(), out int n) && n > 0 ? n : throw new ArgumentException($"{args[i - 1]}: expected a positive number, got '{args[i]}'.");
            switch (args[i])
            {
                case "--only": options.Only.Add(Next()); break;
                case "--steps": options.Steps = Number(); break;
                case "--threads": options.Threads = Number(); break;
                case "--busy": options.Busy = true; break;
                case "--list": options.List = true; break;
                case "--help" or "-h": options.Help = true; break;
                default: throw new ArgumentException($"Unknown option '{args[i]}'.\n{Usage}");
            }
        }
        return options;
    }
}
