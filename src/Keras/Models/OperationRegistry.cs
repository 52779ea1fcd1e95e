using System.Reflection;
using Keras.Saving;
using Keras.Utils;

namespace Keras;

/// <summary>Operations of functional models in configurations: layers as objects, functions of <c>keras.ops</c> under Keras's class names.</summary>
internal static class OperationRegistry
{
    private static readonly string[] Modules = ["numpy", "nn", "core", "math", "linalg", "image"];

    /// <summary>Where Keras keeps the class of a function's operation.</summary>
    private static string ModuleOf(string function)
    {
        foreach (var module in Modules)
            if (module is not ("core" or "math") && KerasRegistry.FindMethods($"keras.ops.{module}.{function}").Length > 0) return "keras.src.ops." + module;
        return function is "cast" or "slice" or "slice_update" or "scatter" or "scatter_update" or "stop_gradient" or "unstack" or "shape" or "convert_to_tensor" or "saturate_cast"
            ? "keras.src.ops.core" : "keras.src.ops.math";
    }

    internal static Config Serialize(OpOperation operation)
    {
        var config = operation.get_config();
        // The key of an index is an argument of the call.
        config.Remove("key");
        if (LegacyScope.Active) return new Config { ["class_name"] = operation.ClassName, ["config"] = config };
        return new Config
        {
            ["module"] = ModuleOf(Naming.ToSnakeCase(operation.ClassName)),
            ["class_name"] = operation.ClassName,
            ["config"] = config,
            ["registered_name"] = operation.ClassName,
        };
    }

    /// <summary>The positional arguments of a call as files hold them.</summary>
    internal static IEnumerable<object?> CallArgs(OpOperation operation, CallArguments arguments)
    {
        foreach (var arg in arguments.Args) yield return arg;
        if (operation.get_config().TryGetValue("key", out var key)) yield return key;
    }

    internal static Operation Make(Config data)
    {
        var className = data.Get("class_name") as string ?? "";
        if (data.Get("module") is string module && module.StartsWith("keras.src.ops.", StringComparison.Ordinal)) return MakeFunction(className, (Config)data["config"]!);
        // In .h5 files an operation has no module; unlike a layer it says nothing of training and dtypes.
        if (!data.ContainsKey("module") && data.Get("config") is Config own && !own.ContainsKey("trainable") && !own.ContainsKey("dtype") && !own.ContainsKey("layers") && !own.ContainsKey("batch_shape")
            && own.Get("name") is string && data.Get("inbound_nodes") is System.Collections.IList { Count: > 0 } nodes && nodes[0] is Config && KerasRegistry.FindMethods("keras.ops." + Naming.ToSnakeCase(className)).Length > 0)
            return MakeFunction(className, own);
        return Serialization.Deserialize(data, typeof(Layer)) as Operation
            ?? throw new ArgumentException($"The configuration of a model holds '{className}', which is no layer and no operation.");
    }

    private static RevivedOperation MakeFunction(string className, Config config)
    {
        var function = Naming.ToSnakeCase(className);
        var methods = KerasRegistry.FindMethods("keras.ops." + function);
        if (methods.Length == 0) throw new ArgumentException($"Unknown operation '{className}': there is no keras.ops.{function}.");
        return new RevivedOperation(className, methods[0], config);
    }

    /// <summary>A function of <c>keras.ops</c> from a file: its configured arguments go by name, those of the call by place.</summary>
    internal sealed class RevivedOperation : Operation
    {
        private readonly string _className;
        private readonly MethodInfo _method;
        private readonly Config _config;

        internal RevivedOperation(string className, MethodInfo method, Config config)
            : base(config.Get("name") as string ?? Naming.AutoName(className), false)
        {
            (_className, _method) = (className, method);
            _config = new Config(config);
            _config.Remove("name");
        }

        internal override Tensor ApplyArguments(CallArguments arguments)
        {
            // 1. Bind.
            var parameters = _method.GetParameters();
            var values = new object?[parameters.Length];
            var rest = new Queue<object?>(arguments.Args);
            for (var i = 0; i < parameters.Length; i++)
            {
                var name = parameters[i].Name!;
                if (_config.TryGetValue(name, out var configured)) values[i] = ConfigReflection.ConvertTo(parameters[i].ParameterType, configured);
                else if (arguments.Kwargs.TryGetValue(name, out var named)) values[i] = ConfigReflection.ConvertTo(parameters[i].ParameterType, named);
                else if (rest.TryDequeue(out var next)) values[i] = ConvertArgument(parameters[i].ParameterType, next);
                else values[i] = ConfigReflection.DefaultOf(parameters[i]);
            }
            // 2. Call. On symbols the function records its own operation, which takes this one's name and place.
            Tensor outputs;
            try
            {
                outputs = (Tensor)_method.Invoke(null, values)!;
            }
            catch (TargetInvocationException e) when (e.InnerException is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
                throw;
            }
            if (outputs is KerasTensor or TensorList && Nest.Flatten(outputs).FirstOrDefault() is KerasTensor { History.Operation: OpOperation made } && !Symbolic.IsQuiet)
            {
                made.name = name;
                InboundNodes.Add(made.InboundNodes[^1]);
            }
            return outputs;
        }

        private static object? ConvertArgument(Type type, object? value) => value switch
        {
            Tensor => value,
            int n when typeof(Tensor).IsAssignableFrom(type) => (Tensor)n,
            long n when typeof(Tensor).IsAssignableFrom(type) => (Tensor)n,
            double d when typeof(Tensor).IsAssignableFrom(type) => (Tensor)d,
            bool b when typeof(Tensor).IsAssignableFrom(type) => (Tensor)b,
            // One index stands without a list around it.
            not System.Collections.IList when type == typeof(TensorIndex[]) => new[] { TensorIndex.FromConfig(value) },
            Config when type == typeof(TensorIndex[]) => new[] { TensorIndex.FromConfig(value) },
            _ => ConfigReflection.ConvertTo(type, value),
        };
    }
}
