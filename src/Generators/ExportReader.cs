using Microsoft.CodeAnalysis;

namespace Keras.Generators;

/// <summary>Turns an exported symbol into plain text; nothing of the compilation is kept.</summary>
internal static class ExportReader
{
    private static readonly HashSet<string> _carriedMemberAttributes =
    [
        "System.ObsoleteAttribute",
        "System.ComponentModel.EditorBrowsableAttribute",
        "System.Diagnostics.CodeAnalysis.ExperimentalAttribute",
        "System.Diagnostics.CodeAnalysis.RequiresDynamicCodeAttribute",
        "System.Diagnostics.CodeAnalysis.RequiresUnreferencedCodeAttribute",
        "System.Runtime.CompilerServices.OverloadResolutionPriorityAttribute",
    ];

    /// <summary>Reads the export of one attributed declaration; null for an open generic class, which has no factory and no name in files.</summary>
    public static Export? Read(GeneratorAttributeSyntaxContext context)
    {
        var former = Texts(context.Attributes[0].NamedArguments.FirstOrDefault(argument => argument.Key == "Former").Value);
        var names = new EquatableArray<string>(Texts(context.Attributes[0].ConstructorArguments.FirstOrDefault()).Concat(former).Distinct().ToArray());
        return context.TargetSymbol switch
        {
            INamedTypeSymbol type => IsOpen(type) ? null : new Export(names, former, CSharpText.Plain(type), null, Factories(type), null),
            IMethodSymbol method => OfMember(names, former, method, method.Name, method.DeclaredAccessibility, () => Forward(method)),
            IPropertySymbol property => OfMember(
                names, former, property, property.Name, property.GetMethod?.DeclaredAccessibility ?? Accessibility.Private, () => Forward(property)),
            _ => null,
        };
    }

    private static EquatableArray<string> Texts(TypedConstant argument)
    {
        if (argument.Kind != TypedConstantKind.Array || argument.IsNull) return default;
        return new(argument.Values.Select(value => value.Value as string ?? "").ToArray());
    }

    private static Export OfMember(EquatableArray<string> names, EquatableArray<string> former, ISymbol symbol, string name, Accessibility accessibility, Func<FacadeMember> forward)
    {
        var owner = symbol.ContainingType;
        var problem = !symbol.IsStatic ? "it is not static."
            : accessibility != Accessibility.Public ? "it is not public."
            : IsOpen(owner) || !owner.CanBeReferencedByName ? "it is declared in a generic class or an extension block. Move it to a plain static class."
            : null;
        return new Export(names, former, CSharpText.Plain(owner), name, problem is null ? new([forward()]) : default, problem);
    }

    private static EquatableArray<FacadeMember> Factories(INamedTypeSymbol type)
    {
        if (type.IsAbstract || type.IsStatic || !IsPublic(type)) return default;
        return new(type.InstanceConstructors
            .Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public)
            .Select(constructor => Factory(type, constructor))
            .ToArray());
    }

    private static FacadeMember Factory(INamedTypeSymbol type, IMethodSymbol constructor)
    {
        // A constructor that is not written down has no documentation of its own.
        var documented = constructor.IsImplicitlyDeclared && constructor.Parameters.IsEmpty ? (ISymbol)type : constructor;
        return new FacadeMember(
            Signature(constructor),
            documented.GetDocumentationCommentId() ?? "",
            Attributes(constructor, type),
            CSharpText.Plain(type),
            TypeParameters: "",
            Parameters(constructor),
            Constraints: "",
            "new " + CSharpText.Plain(type) + "(" + Arguments(constructor) + ")",
            IsSettable: false);
    }

    private static FacadeMember Forward(IMethodSymbol method)
    {
        var typeParameters = method.TypeParameters.IsEmpty
            ? ""
            : "<" + string.Join(", ", method.TypeParameters.Select(parameter => CSharpText.Identifier(parameter.Name))) + ">";
        var byReference = method.RefKind switch { RefKind.Ref => "ref ", RefKind.RefReadOnly => "ref readonly ", _ => "" };
        return new FacadeMember(
            Signature(method),
            method.GetDocumentationCommentId() ?? "",
            Attributes(method, method.ContainingType),
            byReference + CSharpText.Annotated(method.ReturnType),
            typeParameters,
            Parameters(method),
            string.Concat(method.TypeParameters.Select(Constraint)),
            (byReference == "" ? "" : "ref ") + CSharpText.Plain(method.ContainingType) + "." + CSharpText.Identifier(method.Name) + typeParameters + "(" + Arguments(method) + ")",
            IsSettable: false);
    }

    private static FacadeMember Forward(IPropertySymbol property) => new(
        Signature: null,
        property.GetDocumentationCommentId() ?? "",
        Attributes(property, property.ContainingType),
        CSharpText.Annotated(property.Type),
        TypeParameters: "",
        Parameters: null,
        Constraints: "",
        CSharpText.Plain(property.ContainingType) + "." + CSharpText.Identifier(property.Name),
        property.SetMethod is { DeclaredAccessibility: Accessibility.Public });

    /// <summary>Arity and parameter types as a documentation id spells them, where annotations, tuple names and <c>dynamic</c> make no difference, as in overloading.</summary>
    private static string Signature(IMethodSymbol method)
    {
        var id = method.GetDocumentationCommentId() ?? "";
        var open = id.IndexOf('(');
        var close = id.LastIndexOf(')');
        return method.Arity + (open < 0 ? "()" : id.Substring(open, close - open + 1));
    }

    private static string Parameters(IMethodSymbol method) => string.Join(", ", method.Parameters.Select(Parameter));

    private static string Parameter(IParameterSymbol parameter)
    {
        var attributes = string.Concat(parameter.GetAttributes().Where(IsCarriedByParameter).Select(attribute => CSharpText.Attribute(attribute) + " "));
        var scoped = parameter.ScopedKind != ScopedKind.None && !parameter.IsParams && parameter.RefKind != RefKind.Out ? "scoped " : "";
        var passing = parameter.RefKind switch
        {
            RefKind.Ref => "ref ",
            RefKind.Out => "out ",
            RefKind.In => "in ",
            RefKind.RefReadOnlyParameter => "ref readonly ",
            _ => "",
        };
        var value = parameter.HasExplicitDefaultValue ? " = " + CSharpText.DefaultValue(parameter.Type, parameter.ExplicitDefaultValue) : "";
        return attributes + (parameter.IsParams ? "params " : "") + scoped + passing + CSharpText.Annotated(parameter.Type) + " " + CSharpText.Identifier(parameter.Name) + value;
    }

    private static string Arguments(IMethodSymbol method) => string.Join(", ", method.Parameters.Select(parameter => parameter.RefKind switch
    {
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.In or RefKind.RefReadOnlyParameter => "in ",
        _ => "",
    } + CSharpText.Identifier(parameter.Name)));

    private static string Constraint(ITypeParameterSymbol parameter)
    {
        var parts = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint) parts.Add("unmanaged");
        else if (parameter.HasValueTypeConstraint) parts.Add("struct");
        else if (parameter.HasReferenceTypeConstraint) parts.Add(parameter.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class");
        else if (parameter.HasNotNullConstraint) parts.Add("notnull");
        parts.AddRange(parameter.ConstraintTypes.Select(CSharpText.Annotated));
        if (parameter.HasConstructorConstraint) parts.Add("new()");
        if (parameter.AllowsRefLikeType) parts.Add("allows ref struct");
        return parts.Count == 0 ? "" : " where " + CSharpText.Identifier(parameter.Name) + " : " + string.Join(", ", parts);
    }

    private static EquatableArray<string> Attributes(ISymbol member, INamedTypeSymbol type)
    {
        // What marks the class obsolete marks its factories and members too; a member's own attribute says more.
        var own = member.GetAttributes().Where(IsCarriedByMember).ToList();
        var inherited = type.GetAttributes().Where(IsCarriedByMember)
            .Where(attribute => !own.Any(other => SymbolEqualityComparer.Default.Equals(other.AttributeClass, attribute.AttributeClass)));
        var ofResult = member is IMethodSymbol { MethodKind: MethodKind.Ordinary } method
            ? method.GetReturnTypeAttributes().Where(IsCodeAnalysis).Select(attribute => CSharpText.Attribute(attribute, "return"))
            : [];
        return new(own.Concat(inherited).Select(attribute => CSharpText.Attribute(attribute)).Concat(ofResult).ToArray());
    }

    private static bool IsCarriedByMember(AttributeData attribute) =>
        attribute.AttributeClass is { } type && _carriedMemberAttributes.Contains(type.ToDisplayString());

    private static bool IsCarriedByParameter(AttributeData attribute) =>
        IsCodeAnalysis(attribute) || (attribute.AttributeClass is { } type
            && type.Name.StartsWith("Caller", StringComparison.Ordinal)
            && type.ContainingNamespace.ToDisplayString() == "System.Runtime.CompilerServices");

    private static bool IsCodeAnalysis(AttributeData attribute) =>
        attribute.AttributeClass is { DeclaredAccessibility: Accessibility.Public } type
        && type.ContainingNamespace.ToDisplayString() == "System.Diagnostics.CodeAnalysis";

    private static bool IsOpen(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
            if (type.Arity > 0) return true;
        return false;
    }

    private static bool IsPublic(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
            if (type.DeclaredAccessibility != Accessibility.Public) return false;
        return true;
    }
}
