using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Drover.UnitTests.Architecture;

/// <summary>
/// What one built assembly really depends on, read from its metadata: signatures, attributes and the code of every method,
/// so that a dependency shows wherever it hides. Compiler-made types count for the type they were made from.
/// </summary>
internal sealed class BuiltAssembly
{
    private BuiltAssembly(string name, IReadOnlyList<TypeUse> uses, IReadOnlyList<TypeName> publicTypes, IReadOnlyList<TypeName> platformInvokes) =>
        (Name, Uses, PublicTypes, PlatformInvokes) = (name, uses, publicTypes, platformInvokes);

    /// <summary>The product's assemblies, as they lie beside the tests.</summary>
    public static IReadOnlyList<BuiltAssembly> All { get; } =
        [Read("Drover.Contracts.dll"), Read("Drover.Supervision.dll"), Read("Drover.Daemon.dll"), Read("drover.dll")];

    public string Name { get; }

    public IReadOnlyList<TypeUse> Uses { get; }

    public IReadOnlyList<TypeName> PublicTypes { get; }

    /// <summary>Types with DllImport or LibraryImport methods.</summary>
    public IReadOnlyList<TypeName> PlatformInvokes { get; }

    public static BuiltAssembly Named(string name) => All.Single(assembly => assembly.Name == name);

    private static BuiltAssembly Read(string file)
    {
        using var image = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, file)));
        var reader = image.GetMetadataReader();
        var uses = new HashSet<TypeUse>();
        var publicTypes = new List<TypeName>();
        var platformInvokes = new HashSet<TypeName>();
        foreach (var handle in reader.TypeDefinitions)
        {
            var references = new ReferencedTypes(reader);
            var from = references.NameOf(handle);
            // Generated into the namespaces of their generators, by nobody's hand.
            if (!from.Namespace.StartsWith("Drover", StringComparison.Ordinal))
            {
                continue;
            }

            var type = reader.GetTypeDefinition(handle);
            if ((type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
            {
                publicTypes.Add(from);
            }

            AddType(image, reader, type, references);
            if (type.GetMethods().Any(method => !reader.GetMethodDefinition(method).GetImport().Module.IsNil))
            {
                platformInvokes.Add(from);
            }

            uses.UnionWith(references.Seen.Where(to => to != from).Select(to => new TypeUse(from, to)));
        }

        return new BuiltAssembly(Path.GetFileNameWithoutExtension(file), [.. uses], publicTypes, [.. platformInvokes]);
    }

    private static void AddType(PEReader image, MetadataReader reader, TypeDefinition type, ReferencedTypes references)
    {
        references.Add(type.BaseType);
        references.AddAttributes(type.GetCustomAttributes());
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            references.Add(reader.GetInterfaceImplementation(implemented).Interface);
        }

        foreach (var parameter in type.GetGenericParameters())
        {
            AddConstraints(reader, parameter, references);
        }

        foreach (var field in type.GetFields())
        {
            references.Add(field);
            references.AddAttributes(reader.GetFieldDefinition(field).GetCustomAttributes());
        }

        foreach (var handle in type.GetMethods())
        {
            var method = reader.GetMethodDefinition(handle);
            references.Add(handle);
            references.AddAttributes(method.GetCustomAttributes());
            foreach (var parameter in method.GetGenericParameters())
            {
                AddConstraints(reader, parameter, references);
            }

            if (method.RelativeVirtualAddress != 0)
            {
                AddBody(image.GetMethodBody(method.RelativeVirtualAddress), references);
            }
        }
    }

    private static void AddConstraints(MetadataReader reader, GenericParameterHandle parameter, ReferencedTypes references)
    {
        foreach (var constraint in reader.GetGenericParameter(parameter).GetConstraints())
        {
            references.Add(reader.GetGenericParameterConstraint(constraint).Type);
        }
    }

    private static void AddBody(MethodBodyBlock body, ReferencedTypes references)
    {
        references.AddLocals(body.LocalSignature);
        foreach (var region in body.ExceptionRegions)
        {
            references.Add(region.CatchType);
        }

        foreach (var token in IlTokens.Of(body.GetILBytes()!))
        {
            references.Add(token);
        }
    }
}
