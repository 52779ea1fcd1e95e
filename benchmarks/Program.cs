using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Keras.Benchmarks;
using TorchSharp;

if (BusyProcess.RunIfAsked(args))
    return 0;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Options options;
try
{
    options = Options.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
if (options.Help)
{
    Console.WriteLine(Options.Usage);
    return 0;
}
var workloads = Assembly.GetExecutingAssembly().GetTypes()
    .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IWorkload)))
    .Select(t => (IWorkload)Activator.CreateInstance(t, nonPublic: true)!)
    .Where(w => options.Only.Count == 0 ? options.List || !w.OnlyByName : options.Only.Any(part => w.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
    .OrderBy(w => w.Name, StringComparer.Ordinal)
    .ToList();
if (options.List || workloads.Count == 0)
{
    Console.WriteLine(workloads.Count == 0 ? "No workload has such a name." : string.Join(Environment.NewLine, workloads.Select(w => w.Name)));
    return workloads.Count == 0 ? 2 : 0;
}

// Keras's loader must choose the native libraries before TorchSharp looks for them.
RuntimeHelpers.RunModuleConstructor(typeof(Keras.KerasExportAttribute).Module.ModuleHandle);
return Run(options, workloads);

static int Run(Options options, List<IWorkload> workloads)
{
    if (options.Threads is { } threads)
        torch.set_num_threads(threads);
    using var busy = options.Busy ? new BusyProcess() : null;
    Console.WriteLine($"{Environment.ProcessorCount} cores, {torch.get_num_threads()} threads{(options.Busy ? ", one core kept busy by another process" : "")}; median ms a step (10th to 90th percentile)");
    Console.WriteLine();
    Console.WriteLine(Result.Header);
    foreach (var workload in workloads)
        Console.WriteLine(Runner.Measure(workload, options.Steps));
    return 0;
}
