using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Keras.Generators;

/// <summary>Writes types, names, constants and attributes as C# source that means the same wherever it stands.</summary>
internal static class CSharpText
{
    private static readonly SymbolDisplayFormat _annotated =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The type with all namespaces and nullable annotations.</summary>
    public static string Annotated(ITypeSymbol type) => type.ToDisplayString(_annotated);

    /// <summary>The type with all namespaces, without annotations: for <c>typeof</c>, <c>new</c> and member access.</summary>
    public static string Plain(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The identifier, escaped when it is a keyword.</summary>
    public static string Identifier(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>The string in quotes.</summary>
    public static string Quoted(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>A default value of a parameter of the given type.</summary>
    public static string DefaultValue(ITypeSymbol type, object? value)
    {
        if (value is not null) return Constant(type, value);
        var annotated = type.NullableAnnotation == NullableAnnotation.Annotated;
        if (type.TypeKind == TypeKind.TypeParameter && !type.IsReferenceType) return annotated ? "default" : "default!";
        if (type.IsReferenceType) return annotated ? "null" : "null!";
        return type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? "null" : "default";
    }

    /// <summary>The attribute in brackets, for the given target (<c>return</c>) where it is not the usual one.</summary>
    public static string Attribute(AttributeData attribute, string? target = null)
    {
        var arguments = attribute.ConstructorArguments.Select(Argument)
            .Concat(attribute.NamedArguments.Select(named => Identifier(named.Key) + " = " + Argument(named.Value)));
        var list = string.Join(", ", arguments);
        return "[" + (target is null ? "" : target + ": ") + Plain(attribute.AttributeClass!) + (list == "" ? "" : "(" + list + ")") + "]";
    }

    private static string Argument(TypedConstant constant) => constant.Kind switch
    {
        TypedConstantKind.Array when constant.IsNull => "null",
        TypedConstantKind.Array => "new " + Plain(constant.Type!) + " { " + string.Join(", ", constant.Values.Select(Argument)) + " }",
        TypedConstantKind.Type => constant.Value is ITypeSymbol type ? "typeof(" + Plain(type) + ")" : "null",
        _ => constant.Value is null ? "null" : Constant(constant.Type!, constant.Value),
    };

    private static string Constant(ITypeSymbol type, object value)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        if (type.TypeKind == TypeKind.Enum)
        {
            var member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && value.Equals(field.ConstantValue));
            return member is null
                ? "(" + Plain(type) + ")(" + Number(value) + ")"
                : Plain(type) + "." + Identifier(member.Name);
        }
        return value switch
        {
            bool flag => flag ? "true" : "false",
            string text => Quoted(text),
            char character => SymbolDisplay.FormatLiteral(character, quote: true),
            _ => Number(value),
        };
    }

    private static string Number(object value)
    {
        var culture = CultureInfo.InvariantCulture;
        return value switch
        {
            double number => Double(number),
            float number => Single(number),
            decimal number => number.ToString(culture) + "m",
            long number => number.ToString(culture) + "L",
            ulong number => number.ToString(culture) + "UL",
            uint number => number.ToString(culture) + "U",
            _ => ((IFormattable)value).ToString(null, culture),
        };
    }

    private static string Double(double value)
    {
        if (double.IsNaN(value)) return "double.NaN";
        if (double.IsInfinity(value)) return value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        if (value == 0) return double.IsNegativeInfinity(1 / value) ? "-0d" : "0d";
        // .NET Framework, on which Visual Studio runs generators, has values that "R" does not bring back.
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) != value) text = value.ToString("G17", CultureInfo.InvariantCulture);
        return text + "d";
    }

    private static string Single(float value)
    {
        if (float.IsNaN(value)) return "float.NaN";
        if (float.IsInfinity(value)) return value > 0 ? "float.PositiveInfinity" : "float.NegativeInfinity";
        if (value == 0) return float.IsNegativeInfinity(1 / value) ? "-0f" : "0f";
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        if (float.Parse(text, CultureInfo.InvariantCulture) != value) text = value.ToString("G9", CultureInfo.InvariantCulture);
        return text + "f";
    }
}
