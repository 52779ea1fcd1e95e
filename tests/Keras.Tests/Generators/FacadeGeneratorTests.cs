using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Keras.Tests.Generators;

/// <summary>What the facade looks like: compiled from small sources, and run.</summary>
public class FacadeGeneratorTests
{
    /// <summary>A Keras of a few lines: layers, models and the hand-written half of the facade.</summary>
    private const string SmallKeras = """
        namespace Keras
        {
            public static partial class keras
            {
                public sealed partial class layers(Layer[] items) : IReadOnlyList<Layer>
                {
                    public Layer this[int index] => items[index];
                    public int Count => items.Length;
                    public IEnumerator<Layer> GetEnumerator() => ((IEnumerable<Layer>)items).GetEnumerator();
                    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => items.GetEnumerator();
                }
            }
            public abstract class Layer { public string kind = ""; }
            [KerasExport("keras.Model", "keras.models.Model")]
            public class Model : Layer
            {
                protected readonly List<Layer> found = [];
                public virtual keras.layers layers => new([.. found]);
            }
        }
        namespace Keras.Layers
        {
            [KerasExport("keras.layers.Dense")]
            public class Dense(int units, string? name = null) : Layer { public int units { get; } = units; public string? name { get; } = name; }
            [KerasExport("keras.layers.AveragePooling2D", "keras.layers.AvgPool2D", Former = ["keras.layers.experimental.Pool"])]
            public class AveragePooling2D(int pool_size = 2) : Layer { public int pool_size { get; } = pool_size; }
            [Obsolete("Use Dense."), KerasExport("keras.layers.OldDense")]
            public class OldDense(int units) : Layer { public int units { get; } = units; }
            [KerasExport("keras.layers.Wrapper")]
            public abstract class Wrapper(Layer layer) : Layer { public Layer layer { get; } = layer; }
            public static class Merging { [KerasExport("keras.layers.add")] public static int add(params ReadOnlySpan<int> inputs) { var sum = 0; foreach (var x in inputs) sum += x; return sum; } }
        }
        namespace Keras.Optimizers
        {
            [KerasExport("keras.optimizers.schedules.ExponentialDecay")]
            public sealed class ExponentialDecay(double initial_learning_rate, bool staircase = false) { public double rate => staircase ? 0 : initial_learning_rate; }
        }
        """;

    private const string UserUsings = "using Keras; using static Keras.keras;";

    private static readonly Lazy<GeneratedAssembly> _smallKeras = new(() => GeneratedAssembly.Keras(SmallKeras));

    [Theory]
    [InlineData("return layers.Dense(3).units;", 3)]
    [InlineData("return keras.layers.Dense(units: 4, name: \"a\").name;", "a")]
    [InlineData("return layers.AvgPool2D().pool_size + layers.AveragePooling2D(pool_size: 3).pool_size;", 5)]
    [InlineData("return layers.add([1, 2]) + layers.add(3, 4);", 10)]
    [InlineData("return optimizers.schedules.ExponentialDecay(0.5).rate;", 0.5)]
    [InlineData("return keras.optimizers.schedules.ExponentialDecay(0.5, staircase: true).rate;", 0.0)]
    [InlineData("return Model().layers.Count + models.Model().layers.Count;", 0)]
    [InlineData("return new Mine().Total();", 12)]
    public void UserSpellingsCompileAndRun(string statements, object expected)
    {
        // Inside the subclass the property `layers` and the module `layers` are both meant by one name.
        const string Mine = """
            public class Mine : Model
            {
                private readonly Keras.Layers.Dense first = layers.Dense(5);
                public Mine() { found.Add(first); found.Add(layers.Dense(6)); }
                public int Total() { var sum = layers.Count - 1; foreach (var layer in layers) sum += ((Keras.Layers.Dense)layer).units; return sum; }
            }
            """;
        var program = GeneratedAssembly.Program(UserUsings, statements, Mine, _smallKeras.Value);
        Assert.Empty(program.UserDiagnostics());
        Assert.Equal(expected, program.Run());
    }

    [Fact]
    public void BareClassNamesComeFromAModuleOrFromTheNamespace()
    {
        // `from keras.layers import Dense`, beside the namespace that type tests need.
        var program = GeneratedAssembly.Program(
            "using Keras; using Keras.Layers; using static Keras.keras; using static Keras.keras.layers;",
            "return $\"{Dense(4) is Dense} {new Dense(2).units} {layers.Dense(3) is Dense { units: 3 }} {new M().X()}\";",
            "public class M : Model { public int X() => Dense(7).units; }",
            _smallKeras.Value);
        Assert.Empty(program.UserDiagnostics());
        Assert.Equal("True 2 True 7", program.Run());
    }

    [Fact]
    public void ObsoleteIsCarriedOverWithItsMessage()
    {
        var program = GeneratedAssembly.Program(UserUsings, "return layers.OldDense(3).units;", "", _smallKeras.Value);
        var (id, message) = Assert.Single(program.UserDiagnostics());
        Assert.Equal("CS0618", id);
        Assert.EndsWith("'Use Dense.'", message);
        Assert.Equal(3, program.Run());
    }

    [Fact]
    public void FormerNamesAreObsoleteAndTellTodaysName()
    {
        var program = GeneratedAssembly.Program(UserUsings, "return layers.experimental.Pool(4).pool_size + layers.AvgPool2D(1).pool_size;", "", _smallKeras.Value);
        var (id, message) = Assert.Single(program.UserDiagnostics());
        Assert.Equal("CS0618", id);
        Assert.EndsWith("'Keras 3 calls it keras.layers.AveragePooling2D.'", message);
        Assert.Equal(5, program.Run());
    }

    [Fact]
    public void AbstractAndOpenGenericAndInternalClassesHaveNoFactory()
    {
        var keras = GeneratedAssembly.Keras("""
            namespace Keras.Layers;
            [KerasExport("keras.layers.A")] public abstract class A;
            [KerasExport("keras.layers.B")] public class B<T>;
            [KerasExport("keras.layers.C")] internal class C;
            [KerasExport("keras.layers.D")] public class D;
            """.Replace("namespace Keras.Layers;", "namespace Keras.Layers {") + "}");
        Assert.Empty(keras.Problems);
        Assert.Equal(["D"], Module(keras.Load(), "layers").GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name));
        Assert.Equal(
            ["Keras.Layers.A:keras.layers.A", "Keras.Layers.C:keras.layers.C", "Keras.Layers.D:keras.layers.D"],
            Entries(keras.Load()));
    }

    [Fact]
    public void ModulesAreStaticExceptTheLists()
    {
        var keras = GeneratedAssembly.Keras("""
            namespace Keras.Things
            {
                [KerasExport("keras.layers.A", "keras.metrics.A", "keras.losses.A", "keras.ops.A", "keras.ops.losses.A")] public class A;
            }
            """).Load();
        Assert.False(Module(keras, "layers").IsAbstract);
        Assert.False(Module(keras, "metrics").IsAbstract);
        Assert.False(Module(keras, "losses").IsAbstract);
        Assert.True(Module(keras, "layers").IsSealed);
        Assert.True(Module(keras, "ops") is { IsAbstract: true, IsSealed: true });
        Assert.True(Module(keras, "ops+losses") is { IsAbstract: true, IsSealed: true });
    }

    [Fact]
    public void EveryConstructorParameterKeepsNameTypeDefaultAndNullability()
    {
        var keras = GeneratedAssembly.Keras("""
            namespace Keras.Things
            {
                public enum Mode : long { min = -1, auto = 0, max = 1 }
                [Flags] public enum Flags { None = 0, A = 1, B = 2 }
                public struct Size(int a, int b) { public int A = a; public int B = b; }
                public delegate int Fold(int a, int b = 3);
                [KerasExport("keras.A")]
                public class A
                {
                    public A(int a = -3, int b = int.MinValue, long c = long.MinValue, uint d = 4000000000, ulong e = ulong.MaxValue, byte f = 255, short g = -5, char h = '\'', bool i = true) { }
                    public A(double a = double.NaN, double b = double.PositiveInfinity, double c = double.NegativeInfinity, double d = 0.1, double e = 1e-7, double f = -0.0, double g = double.MaxValue, double h = double.Epsilon, double i = 1, double j = 0.1 + 0.2) { }
                    public A(float a = float.NaN, float b = 1e-7f, float c = float.NegativeInfinity, float d = 16777217f, float e = -0f, decimal f = 1.10m) { }
                    public A(string a = "q\"\\\n\u0000é{0}", string? b = null, string c = null!, object? @object = null, int[]? e = null, string @params = "x") { }
                    public A(Mode a = Mode.auto, Mode b = Mode.min, Mode c = (Mode)7, Flags d = Flags.A | Flags.B, Mode? e = Mode.max, Mode? f = null, Mode g = default) { }
                    public A(Size a, Size b = default, Size? c = null, int? d = null, int? e = 5, double? f = double.NaN, bool? g = false, (int x, string? y)? h = null, TimeSpan i = default, nint j = 5) { }
                    public A(Func<int, string?>? a, Func<(int rows, int columns), List<string?>>? b = null, IReadOnlyDictionary<string, (double, int?)[]>? c = null, Fold? d = null, dynamic? e = null) { }
                    public A(in Size a, ref int b, out int c, ref readonly long d, Size e = default) { c = 0; }
                    public A(string first, params (string name, Size? size)[] rest) { }
                    public A(string first, params ReadOnlySpan<Func<int>?> rest) { }
                    public A(string first, params IEnumerable<int?> rest) { }
                }
            }
            """);
        Assert.Empty(keras.Problems);
        var assembly = keras.Load();
        var constructors = assembly.GetType("Keras.Things.A")!.GetConstructors();
        var factories = assembly.GetType("Keras.keras")!.GetMethods(BindingFlags.Public | BindingFlags.Static);
        Assert.Equal(11, constructors.Length);
        Assert.Equal(constructors.Select(Describe), factories.Select(Describe));
    }

    [Fact]
    public void FunctionsForwardWhateverTheirShape()
    {
        var keras = GeneratedAssembly.Keras("""
            namespace Keras.Things
            {
                using System.Diagnostics.CodeAnalysis;
                using System.Runtime.CompilerServices;
                public struct Size { public int A; }
                public delegate double LeakyRelu(double x, double slope = 0.2);
                public static class Functions
                {
                    private static int _cell = 1;
                    [KerasExport("keras.ops.one")] public static int one(int x) => x + 1;
                    [KerasExport("keras.ops.one")] public static string one(string x, bool twice = false) => twice ? x + x : x;
                    public static int one(double x) => throw new InvalidOperationException("not exported");
                    [KerasExport("keras.ops.array")] public static int array(params int[] xs) => xs.Length;
                    [KerasExport("keras.ops.span")] public static int span(string sep = ",", params ReadOnlySpan<string?> xs) => xs.Length;
                    [KerasExport("keras.ops.list")] public static int list<T>(params List<T> xs) where T : notnull => xs.Count;
                    [KerasExport("keras.ops.pick")] public static T pick<T, U>(T a, Func<T, U>? f = null) where T : class?, IComparable<T>? where U : struct, Enum => a;
                    [KerasExport("keras.ops.make")] public static T make<T>(T? seed = default) where T : new() => seed is null ? new T() : seed;
                    [KerasExport("keras.ops.size")] public static unsafe int size<T>() where T : unmanaged => sizeof(T);
                    [KerasExport("keras.ops.count")] public static int count<T>(scoped T value) where T : IDisposable, allows ref struct => 1;
                    [KerasExport("keras.ops.swap")] public static bool swap(ref int a, ref int b, out (int min, int max) both, in Size s, ref readonly long l) { (a, b) = (b, a); both = (Math.Min(a, b), Math.Max(a, b)); return l == 7; }
                    [KerasExport("keras.ops.cell")] public static ref int cell() => ref _cell;
                    [KerasExport("keras.ops.seen")] public static ref readonly int seen() => ref _cell;
                    [KerasExport("keras.ops.split")] public static ((int a, int b) left, int[]? right) split((int, string? name)? pair = null) => ((1, 2), null);
                    [KerasExport("keras.ops.twice")] public static int twice(this int x) => 2 * x;
                    [KerasExport("keras.ops.where")] public static string where(int x, [CallerArgumentExpression(nameof(x))] string text = "", [CallerMemberName] string member = "") => text + "@" + member;
                    [KerasExport("keras.ops.find")] public static bool find(string? key, [NotNullWhen(true)] out string? value) => (value = key) is not null;
                    [KerasExport("keras.ops.same")] [return: NotNullIfNotNull(nameof(x))] public static string? same(string? x) => x;
                    [KerasExport("keras.ops.switch")] public static int @switch(int @default = 3) => @default;
                    [KerasExport("keras.ops.any")] public static string any(dynamic x, string format = "{0}\n\"") => string.Format(format, (object)x);
                    [KerasExport("keras.ops.span_of")] public static ReadOnlySpan<int> span_of(ReadOnlySpan<int> xs, scoped ReadOnlySpan<int> ys) => xs[ys.Length..];
                    [KerasExport("keras.ops.prefer")] public static string prefer(object x) => "object";
                    [KerasExport("keras.ops.prefer"), OverloadResolutionPriority(-1)] public static string prefer(string x) => "string";
                    [KerasExport("keras.activations.leaky_relu")] public static LeakyRelu leaky_relu { get; } = (x, slope) => x < 0 ? slope * x : x;
                    [KerasExport("keras.ops.setting")] public static string? setting { get; set; } = "a";
                    [KerasExport("keras.ops.guarded")] public static int guarded { get; private set; } = 9;
                    [Obsolete("gone", false, DiagnosticId = "KOLD1"), KerasExport("keras.ops.old")] public static int old { get; } = 1;
                }
                [Obsolete("whole class")] public static class Old { [KerasExport("keras.ops.legacy")] public static int legacy() => 1; [Obsolete("the method"), KerasExport("keras.ops.legacy2")] public static int legacy2() => 2; }
            #nullable disable
                public static class Oblivious { [KerasExport("keras.ops.loose")] public static string loose(string x = null, List<string> y = null) => x; }
            #nullable enable
            }
            """);
        Assert.Empty(keras.Problems);
        var program = GeneratedAssembly.Program(UserUsings, """
            var log = new List<object?>();
            log.Add(ops.one(1)); log.Add(ops.one("a", twice: true));
            log.Add(ops.array(1, 2, 3)); log.Add(ops.array()); log.Add(ops.span(";", "a", null)); log.Add(ops.span(xs: ["a"])); log.Add(ops.list(1, 2));
            log.Add(ops.pick<string, DayOfWeek>("p")); log.Add(ops.make<int>(4)); log.Add(ops.size<double>()); 
            int a = 1, b = 2; long l = 7;
            log.Add(ops.swap(ref a, ref b, out var both, new(), in l)); log.Add(a); log.Add(both.max);
            ops.cell() = 41; log.Add(ops.seen());
            log.Add(ops.split((1, "x")).left.b); log.Add(ops.twice(4)); log.Add(ops.where(1 + 1));
            log.Add(ops.find("k", out var value) ? value.Length : 0); log.Add(ops.same("s").Length);
            log.Add(ops.@switch(@default: 5)); log.Add(ops.any(3)); log.Add(ops.span_of([1, 2, 3], [0])[0]); log.Add(ops.prefer("s"));
            log.Add(activations.leaky_relu(-1)); log.Add(activations.leaky_relu(-1, slope: 0.5)); ops.setting = "b"; log.Add(ops.setting); log.Add(ops.guarded);
            log.Add(ops.old); log.Add(ops.legacy() + ops.legacy2()); log.Add(ops.loose());
            return string.Join(" ", log.Select(x => x ?? "null"));
            """, "", keras);
        Assert.Equal("2 aa 3 0 2 1 2 p 4 8 True 2 2 41 2 8 1 + 1@Run 1 1 5 3\n\" 2 object -0.2 -0.5 b 9 1 3 null", program.Run());
        Assert.Equal(
            [("KOLD1", "gone"), ("CS0618", "whole class"), ("CS0618", "the method")],
            program.UserDiagnostics().Select(found => (found.Id, found.Message.Split('\'')[^2])));

        // The annotations of the emitted methods are those of the originals.
        var assembly = keras.Load();
        var originals = assembly.GetType("Keras.Things.Functions")!.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "KerasExportAttribute"));
        var forwarded = Module(assembly, "ops").GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => !method.IsSpecialName && method.Name is not ("legacy" or "legacy2" or "loose"));
        Assert.Equal(originals.Select(Describe).Order(), forwarded.Select(Describe).Order());
    }

    [Fact]
    public void DocumentationPointsToTheOriginal()
    {
        var keras = GeneratedAssembly.Keras("""
            namespace Keras.Things
            {
                /// <summary>Class a.</summary>
                /// <param name="sizes">Sizes.</param>
                [KerasExport("keras.A", "keras.things.A")] public class A((int, int)? sizes = null, params ReadOnlySpan<Func<int, string?>[]> rest) { public int Count = rest.Length + (sizes is null ? 0 : 1); }
                /// <summary>Class b.</summary>
                [KerasExport("keras.things.B")] public class B;
                /// <summary>Class c.</summary>
                [KerasExport("keras.things.C")] public class C { /// <summary>Makes it.</summary>
                    public C(ref int x, Dictionary<string, int[,]>? y = null) { } }
                /// <summary>Functions.</summary>
                public static class F
                {
                    /// <summary>Function f.</summary>
                    [KerasExport("keras.things.f")] public static List<T> f<T>(T[] x, in int y) => [];
                    /// <summary>Property p.</summary>
                    [KerasExport("keras.things.p")] public static int p => 1;
                }
            }
            """);
        Assert.Empty(keras.Faults());
        var ids = Regex.Matches(keras.Text, "<inheritdoc cref=\"([^\"]*)\"/>").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(6, ids.Count);
        Assert.All(ids, id =>
        {
            var symbol = DocumentationCommentId.GetFirstSymbolForDeclarationId(id, keras.Compilation);
            Assert.NotNull(symbol);
            Assert.Contains("<summary>", symbol.GetDocumentationCommentXml());
        });
        Assert.Equal("M:Keras.Things.C.#ctor(System.Int32@,System.Collections.Generic.Dictionary{System.String,System.Int32[0:,0:]})", ids.Single(id => id.Contains(".C.")));

        // The documentation file has an entry for every public name, the modules included.
        Assert.Contains("The <c>keras.things</c> module.", keras.Compilation.GetTypeByMetadataName("Keras.keras+things")!.GetDocumentationCommentXml());
    }

    [Fact]
    public void AHandWrittenHalfKeepsItsModifiersAndDocumentation()
    {
        var keras = GeneratedAssembly.Keras("""
            namespace Keras
            {
                /// <summary>The whole.</summary>
                public static partial class keras
                {
                    /// <summary>Own words.</summary>
                    public sealed partial class callbacks { public int Count => 2; }
                }
                [KerasExport("keras.callbacks.History")] public class History;
            }
            """);
        Assert.Empty(keras.Faults());
        Assert.DoesNotContain("The <c>keras.callbacks</c> module.", keras.Text);
        Assert.False(Module(keras.Load(), "callbacks").IsAbstract);
    }

    [Theory]
    [InlineData("[KerasExport(\"keras.a.f\")] public class A; [KerasExport(\"keras.a.f\")] public class B(int x) { public int X = x; }", "KERAS001", "'keras.a.f' is claimed by Keras.T.A and by Keras.T.B.")]
    [InlineData("[KerasExport(\"keras.a.A\")] public abstract class A; [KerasExport(\"keras.a.A\")] public class B;", "KERAS001", "'keras.a.A' is claimed by Keras.T.A and by Keras.T.B.")]
    [InlineData("[KerasExport(\"keras.a.f\")] public class A; public static class S { [KerasExport(\"keras.a.f\")] public static int f() => 1; }", "KERAS001", "'keras.a.f' is claimed by Keras.T.A and by Keras.T.S.f.")]
    [InlineData("public static class S { [KerasExport(\"keras.a.f\")] public static int f((int a, string? b) x) => 1; [KerasExport(\"keras.a.f\")] public static int g((int, string) y) => 1; }", "KERAS001", "'keras.a.f' is claimed by Keras.T.S.f and by Keras.T.S.g.")]
    [InlineData("public static class S { [KerasExport(\"keras.a.f\")] public static int f(int x) => 1; [KerasExport(\"keras.a.f\")] public static int p => 1; }", "KERAS001", "'keras.a.f' is claimed by Keras.T.S.f and by Keras.T.S.p.")]
    [InlineData("[KerasExport(\"tf.keras.A\")] public class A;", "KERAS002", "Keras.T.A is exported as 'tf.keras.A'.")]
    [InlineData("[KerasExport(\"keras\")] public class A;", "KERAS002", "Keras.T.A is exported as 'keras'.")]
    [InlineData("[KerasExport(\"kerasx.A\")] public class A;", "KERAS002", "Keras.T.A is exported as 'kerasx.A'.")]
    [InlineData("[KerasExport(\"keras.layers.\")] public class A;", "KERAS002", "Keras.T.A is exported as 'keras.layers.'.")]
    [InlineData("[KerasExport(\"keras.a b\")] public class A;", "KERAS002", "Keras.T.A is exported as 'keras.a b'.")]
    [InlineData("[KerasExport(\"keras.a.b\")] public class A; [KerasExport(\"keras.a.b.c\")] public class B;", "KERAS003", "Keras.T.A cannot be published in the facade: 'keras.a.b' is also the name of a module.")]
    [InlineData("[KerasExport(\"keras.a.a\")] public class A;", "KERAS003", "Keras.T.A cannot be published in the facade: 'keras.a.a' repeats a name")]
    [InlineData("public class S { [KerasExport(\"keras.f\")] public int f() => 1; }", "KERAS003", "Keras.T.S.f cannot be published in the facade: it is not static.")]
    [InlineData("public static class S { [KerasExport(\"keras.f\")] internal static int f() => 1; }", "KERAS003", "Keras.T.S.f cannot be published in the facade: it is not public.")]
    [InlineData("public static class S<T> { [KerasExport(\"keras.p\")] public static int p => 1; }", "KERAS003", "Keras.T.S<T>.p cannot be published in the facade: it is declared in a generic class")]
    public void WrongExportsAreErrorsAtTheAttribute(string declarations, string id, string message)
    {
        var keras = GeneratedAssembly.Keras("namespace Keras.T { " + declarations + " }");
        var problem = Assert.Single(keras.Problems);
        Assert.Equal(id, problem.Id);
        Assert.Equal(DiagnosticSeverity.Error, problem.Severity);
        Assert.StartsWith(message, problem.GetMessage());
        Assert.StartsWith("KerasExport", keras.Compilation.SyntaxTrees.ElementAt(1).ToString()[problem.Location.SourceSpan.Start..]);
        Assert.Empty(keras.Faults());
    }

    [Fact]
    public void OverloadsOfOneNameAreWelcome()
    {
        var keras = GeneratedAssembly.Keras("""
            namespace Keras.T
            {
                [KerasExport("keras.a.f")] public class A(string x) { public string X => x; }
                public static class S
                {
                    [KerasExport("keras.a.f", "keras.a.f")] public static int f(int x) => 1;
                    [KerasExport("keras.a.f")] public static int f<T>(int x) => 2;
                    [KerasExport("keras.a.f")] public static int g(long x) => 3;
                }
            }
            """);
        Assert.Empty(keras.Problems);
        Assert.Equal("1 2 3 s", GeneratedAssembly.Program(UserUsings, "return $\"{a.f(1)} {a.f<int>(1)} {a.f(1L)} {a.f(\"s\").X}\";", "", keras).Run());
    }

    [Fact]
    public void TheTableNamesEveryExportAndIsReadLate()
    {
        var keras = GeneratedAssembly.Keras("""
            namespace Keras.T
            {
                [KerasExport("keras.layers.A", "keras.layers.B")] public class A { public class Inner { [KerasExport("keras.layers.inner")] public static int inner => 1; } }
                [Obsolete("no more", true), KerasExport("keras.layers.Gone")] public class Gone;
                public static class S
                {
                    [KerasExport("keras.ops.f")] public static int f(int x) => 1;
                    [KerasExport("keras.ops.f")] public static int f(long x) => 1;
                    [KerasExport("keras.ops.p")] public static int p => 1;
                }
            }
            """);
        Assert.Equal(
            ["Keras.T.A+Inner.inner:keras.layers.inner", "Keras.T.A:keras.layers.A,keras.layers.B", "Keras.T.Gone:keras.layers.Gone", "Keras.T.S.f:keras.ops.f", "Keras.T.S.p:keras.ops.p"],
            Entries(keras.Load()));
    }

    [Fact]
    public void WithoutRegistryThereIsNoTable()
    {
        var core = GeneratedAssembly.KerasCore.Replace("class KerasRegistry", "class OtherRegistry").Replace("KerasRegistry.", "OtherRegistry.");
        var keras = GeneratedAssembly.Library("Keras", core + "namespace Keras.T { [KerasExport(\"keras.A\")] public class A; }");
        Assert.Empty(keras.Faults());
        Assert.DoesNotContain("ExportRegistry", keras.Text);
    }

    [Fact]
    public void NothingIsEmittedWithoutExports() => Assert.Empty(GeneratedAssembly.Keras("namespace Keras.T { public class A; }").Files);

    [Fact]
    public void EditsElsewhereDoNotRebuildTheFacade()
    {
        const string Source = GeneratedAssembly.KerasCore + "namespace Keras.T { [KerasExport(\"keras.A\")] public class A(int x = 1) { public int X => x; } }";
        var compilation = GeneratedAssembly.Bare("Keras", Source, OutputKind.DynamicallyLinkedLibrary);
        var driver = GeneratedAssembly.Driver().RunGenerators(compilation);

        // 1. A new line above the class moves the attribute; a new method changes the compilation.
        var tree = compilation.SyntaxTrees[1];
        var edited = compilation.ReplaceSyntaxTree(tree, GeneratedAssembly.Parse("\n" + Source.Replace("public int X => x;", "public int X => x + 1; public void M() { }")));
        var result = (driver = driver.RunGenerators(edited)).GetRunResult().Results[0];
        Assert.All(result.TrackedSteps["Exports"].SelectMany(step => step.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        Assert.Contains(result.TrackedOutputSteps["SourceOutput"].SelectMany(step => step.Outputs), output => output.Reason == IncrementalStepRunReason.Cached);

        // 2. A changed default value changes the facade.
        edited = compilation.ReplaceSyntaxTree(tree, GeneratedAssembly.Parse(Source.Replace("int x = 1", "int x = 2")));
        var text = driver.RunGenerators(edited).GetRunResult().GeneratedTrees.First(file => file.FilePath.EndsWith("keras.g.cs", StringComparison.Ordinal)).ToString();
        Assert.Contains("A(int x = 2)", text);
    }

    [Fact]
    public void OtherAssembliesExtendTheFacade()
    {
        var datasets = GeneratedAssembly.Library("Keras.Datasets", """
            namespace Keras.Datasets
            {
                public static class FashionMnist { [KerasExport("keras.datasets.fashion_mnist.load_data")] public static ((int[], int[]), int[]) load_data(string path = "mnist.npz", params int[] xs) => (([1], [2]), [xs.Length]); }
                public static class Info { [KerasExport("keras.datasets.names")] public static string[] names => ["mnist"]; [Obsolete("old"), KerasExport("keras.datasets.reload")] public static T reload<T>(T x) where T : struct => x; }
            }
            namespace Keras.Applications
            {
                [KerasExport("keras.applications.VGG16", "keras.applications.vgg16.VGG16")]
                public class VGG16(string? weights = "imagenet", bool include_top = true) : Model { public string? weights { get; } = weights + include_top; }
                public static class Preprocessing { [KerasExport("keras.applications.vgg16.preprocess_input")] public static double preprocess_input(double x) => x / 2; }
            }
            namespace Keras.More
            {
                [KerasExport("keras.layers.Custom")] public class Custom(int x) : Layer { public int X => x; }
                [KerasExport("keras.Extra")] public class Extra { public int X => 8; }
                public static class Plots
                {
                    [KerasExport("keras.optimizers.plot")] public static string plot(string to_file = "a.png") => to_file;
                    [KerasExport("keras.optimizers.schedules.plot")] public static string plot(int x) => "s" + x;
                    [KerasExport("keras.optimizers.tools.deep.f")] public static int f() => 6;
                }
            }
            """, _smallKeras.Value);
        Assert.Empty(datasets.Problems);
        Assert.Empty(datasets.Faults());

        // 1. The full names need nothing but `using Keras`.
        const string Full = """
            var ((a, b), c) = keras.datasets.fashion_mnist.load_data("x", 1, 2);
            return string.Join(" ", a[0], b[0], c[0], keras.datasets.names[0], keras.datasets.reload(5), keras.applications.VGG16().weights,
                keras.applications.vgg16.VGG16(include_top: false).weights, keras.applications.vgg16.preprocess_input(3), keras.layers.Custom(4).X, keras.Extra().X,
                keras.optimizers.plot(), keras.optimizers.schedules.plot(2), keras.optimizers.tools.deep.f(), keras.layers.Dense(3).units);
            """;
        const string Expected = "1 2 2 mnist 5 imagenetTrue imagenetFalse 1.5 4 8 a.png s2 6 3";
        var program = GeneratedAssembly.Program("using Keras;", Full, "", _smallKeras.Value, datasets);
        Assert.Equal(["CS0618"], program.UserDiagnostics().Select(found => found.Id));
        Assert.Equal(Expected, program.Run());

        // 2. The bare names of new modules need a using of their own; it does not get in the way of the full names.
        var usings = UserUsings + " using static Keras.keras_datasets; using static Keras.keras_applications;";
        program = GeneratedAssembly.Program(usings, Full.Replace("keras.", "").Replace("Extra()", "keras.Extra()"), "", _smallKeras.Value, datasets);
        Assert.Equal(Expected, program.Run());
        Assert.Equal(Expected, GeneratedAssembly.Program(usings, Full, "", _smallKeras.Value, datasets).Run());

        // 3. Inside a Model subclass a list module has the added layers too.
        const string Mine = "public class Mine : Model { public int X => layers.Custom(4).X + layers.Dense(1).units + layers.Count; }";
        Assert.Equal(5, GeneratedAssembly.Program(UserUsings, "return new Mine().X;", Mine, _smallKeras.Value, datasets).Run());

        // 4. The assembly has a table of its own.
        Assert.Contains("Keras.Applications.VGG16:keras.applications.VGG16,keras.applications.vgg16.VGG16", Entries(datasets.Load()));
    }

    [Fact]
    public void TwoExtendingAssembliesLiveSideBySide()
    {
        var one = GeneratedAssembly.Library("One", "namespace One { public static class F { [Keras.KerasExport(\"keras.optimizers.plot\")] public static int plot(int x) => 1; [Keras.KerasExport(\"keras.one.f\")] public static int f() => 3; } }", _smallKeras.Value);
        var two = GeneratedAssembly.Library("Two", "namespace Two { public static class F { [Keras.KerasExport(\"keras.optimizers.plot\")] public static int plot(string x) => 2; [Keras.KerasExport(\"keras.two.f\")] public static int f() => 4; } }", _smallKeras.Value);
        var program = GeneratedAssembly.Program(UserUsings, "return keras.optimizers.plot(1) + 10 * optimizers.plot(\"\") + 100 * keras.one.f() + 1000 * keras.two.f();", "", _smallKeras.Value, one, two);
        Assert.Equal(4321, program.Run());
    }

    private static Type Module(Assembly assembly, string path) => assembly.GetType("Keras.keras+" + path)!;

    /// <summary>What the tables hold, as "Owner.Member:names".</summary>
    private static List<string> Entries(Assembly assembly)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.RunModuleConstructor(assembly.ManifestModule.ModuleHandle);
        var context = System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly)!;
        var registry = context.Assemblies.Single(loaded => loaded.GetName().Name == "Keras").GetType("Keras.Saving.KerasRegistry")!;
        var tables = (System.Collections.IEnumerable)registry.GetProperty("Tables")!.GetValue(null)!;
        var entries = new List<string>();
        foreach (Delegate table in tables)
            foreach (dynamic entry in (Array)table.DynamicInvoke()!)
            {
                var type = (Type)entry.GetType();
                var owner = (Type)type.GetProperty("Owner")!.GetValue(entry)!;
                var member = (string?)type.GetProperty("Member")!.GetValue(entry);
                var names = (string[])type.GetProperty("Names")!.GetValue(entry)!;
                entries.Add(owner.FullName + (member is null ? "" : "." + member) + ":" + string.Join(",", names));
            }
        entries.Sort(StringComparer.Ordinal);
        return entries;
    }

    /// <summary>Parameters of a constructor or method with everything that callers see: passing, type, annotations, tuple names, default.</summary>
    private static string Describe(MethodBase method)
    {
        var name = method is ConstructorInfo ? "" : method.Name;
        var generic = method.IsGenericMethod
            ? string.Join(",", method.GetGenericArguments().Select(argument => $"{argument.Name}:{argument.GenericParameterAttributes}:{string.Join("+", argument.GetGenericParameterConstraints().Select(type => type.ToString()).Order(StringComparer.Ordinal))}"))
            : "";
        var result = method is MethodInfo { Name: var own } info && own != "A" ? Describe(info.ReturnParameter) : "";
        return (name == "A" ? "" : name) + generic + "(" + string.Join("; ", method.GetParameters().Select(Describe)) + ")" + result;
    }

    private static string Describe(ParameterInfo parameter)
    {
        var attributes = parameter.CustomAttributes
            .Where(attribute => attribute.AttributeType.Name is not ("NullableAttribute" or "IsUnmanagedAttribute"))
            .Select(attribute => attribute.ToString()).Order(StringComparer.Ordinal);
        var value = !parameter.HasDefaultValue ? "" : " = " + parameter.RawDefaultValue switch
        {
            null => "null",
            double number => "d" + BitConverter.DoubleToInt64Bits(number),
            float number => "f" + BitConverter.SingleToInt32Bits(number),
            var other => other.GetType().Name + " " + other,
        };
        return $"{string.Concat(attributes)} {parameter.ParameterType} {Annotations(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{value}";
    }

    private static string Annotations(System.Reflection.NullabilityInfo info) =>
        info.ReadState + (info.ElementType is null ? "" : "[" + Annotations(info.ElementType) + "]") + string.Concat(info.GenericTypeArguments.Select(argument => "<" + Annotations(argument) + ">"));
}
