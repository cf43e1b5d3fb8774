namespace Drover.UnitTests.Architecture;

/// <summary>A type, by the name of its outermost declaring type.</summary>
internal sealed record TypeName(string Namespace, string Name)
{
    public override string ToString() => $"{Namespace}.{Name}";
}

/// <summary>One type that another one mentions, in a signature, an attribute or a method's code.</summary>
internal sealed record TypeUse(TypeName From, TypeName To);
