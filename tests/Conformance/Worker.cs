using System.Diagnostics;
using System.IO.Pipes;
using System.Text.Json;
using System.Text.Json.Serialization;
using Keras.Conformance.Cases;
using Keras.Conformance.Comparison;

namespace Keras.Conformance;

/// <summary>
/// Replays in a process of its own: an error that ends the process (an abort inside the native library, a stack overflow, a hang)
/// then costs one case and not the whole run.
/// </summary>
internal static class Worker
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, Converters = { new JsonStringEnumConverter() } };

    /// <summary>What the worker says: which case begins, or what came of it.</summary>
    private sealed record Message(string? Begins, string? Area, string? Name, CaseResult? Result);

    /// <summary>Replays in worker processes, a new one after each that ended early.</summary>
    internal static List<CaseResult> Run(string[] args, bool verbose)
    {
        var results = new List<CaseResult>();
        string? after = null;
        while (true)
        {
            Message? open = null;
            var (code, hung) = RunOne(args, after, message =>
            {
                if (message.Begins is not null)
                {
                    open = message;
                    if (verbose) Console.WriteLine(message.Begins);
                }
                else if (message.Result is { } result)
                {
                    results.Add(result);
                    open = null;
                }
            });
            if (open is null)
            {
                if (code != 0) throw new IOException($"The process that replays the cases ended with exit code {code} before it began one.");
                return results;
            }
            var how = hung ? $"no answer in {s_patience.TotalMinutes:0} minutes" : $"the process ended (exit code {code})";
            results.Add(new(open.Begins!, open.Area!, open.Name!, CaseStatus.Failed, 0, 0, [new Difference("case", "", "an answer", how)]));
            after = open.Begins;
        }
    }

    private static (int Code, bool Hung) RunOne(string[] args, string? after, Action<Message> receive)
    {
        // 1. The process, with a pipe of its own: what the library prints stays out of it.
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") start.ArgumentList.Add(typeof(Worker).Assembly.Location);
        foreach (var arg in args) start.ArgumentList.Add(arg);
        start.ArgumentList.Add("--worker");
        start.ArgumentList.Add(pipe.GetClientHandleAsString());
        if (after is not null)
        {
            start.ArgumentList.Add("--after");
            start.ArgumentList.Add(after);
        }
        using var process = Process.Start(start)!;
        pipe.DisposeLocalCopyOfClientHandle();

        // 2. What it says, until it ends or says nothing for too long.
        using var reader = new StreamReader(pipe);
        var hung = false;
        while (true)
        {
            var line = reader.ReadLineAsync();
            if (!line.Wait(s_patience))
            {
                hung = true;
                process.Kill(entireProcessTree: true);
                break;
            }
            if (line.Result is not { } text) break;
            receive(JsonSerializer.Deserialize<Message>(text, s_json)!);
        }
        process.WaitForExit();
        return (process.ExitCode, hung);
    }

    /// <summary>The other side: replays the cases and tells what came of them.</summary>
    internal static int Serve(Options options)
    {
        using var pipe = new AnonymousPipeClientStream(PipeDirection.Out, options.Pipe!);
        using var writer = new StreamWriter(pipe) { AutoFlush = true };
        Runner.Prepare();
        var skipping = options.After is not null;
        foreach (var golden in CaseReader.Read(options.Folder, options.Wants))
        {
            if (skipping)
            {
                skipping = golden.Id != options.After;
                continue;
            }
            if (!options.WantsId(golden.Id)) continue;
            Tell(new(golden.Id, golden.Area, golden.Name, null));
            Tell(new(null, null, null, Runner.Replay(golden)));
        }
        return 0;

        void Tell(Message message) => writer.WriteLine(JsonSerializer.Serialize(message, s_json));
    }
}
