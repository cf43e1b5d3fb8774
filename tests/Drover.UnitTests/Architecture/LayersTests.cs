using System.Xml.Linq;
using Drover.TestKit;
using Xunit;

namespace Drover.UnitTests.Architecture;

/// <summary>The rules of docs/architecture.md that can be read off the built assemblies.</summary>
public class LayersTests
{
    [Theory]
    [InlineData("Drover.Contracts", "")]
    [InlineData("Drover.Supervision", "")]
    [InlineData("Drover.Daemon", "Drover.Contracts Drover.Supervision")]
    [InlineData("Drover.Cli", "Drover.Contracts Drover.Daemon")]
    public void A_project_refers_to_the_projects_below_it_only(string project, string references)
    {
        var file = XDocument.Load(Path.Combine(Children.RepositoryRoot, "src", project, project + ".csproj"));
        var found = file.Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')))
            .Order(StringComparer.Ordinal);

        Assert.Equal(references, string.Join(' ', found));
    }

    [Fact]
    public void Contracts_need_no_package() =>
        Assert.DoesNotContain(
            XDocument.Load(Path.Combine(Children.RepositoryRoot, "src/Drover.Contracts/Drover.Contracts.csproj")).Descendants(),
            element => element.Name.LocalName is "PackageReference" or "FrameworkReference");

    [Fact]
    public void The_system_is_called_from_Supervision_Posix_only() =>
        Assert.All(
            BuiltAssembly.All.SelectMany(assembly => assembly.PlatformInvokes),
            type => Assert.Equal("Drover.Supervision.Posix", type.Namespace));

    [Fact]
    public void Only_Contracts_and_Supervision_have_public_types() =>
        Assert.Empty(BuiltAssembly.All
            .Where(assembly => assembly.Name is not ("Drover.Contracts" or "Drover.Supervision"))
            .SelectMany(assembly => assembly.PublicTypes));

    [Fact]
    public void Only_the_command_line_knows_the_console() =>
        Assert.Empty(Users(type => type is { Namespace: "System", Name: "Console" }, allowed: from => IsIn(from, "Drover.Cli")));

    [Fact]
    public void HttpContext_stays_in_the_edges_and_the_endpoints() =>
        Assert.Empty(Users(
            type => type is { Namespace: "Microsoft.AspNetCore.Http", Name: "HttpContext" or "HttpRequest" or "HttpResponse" },
            allowed: from => IsIn(from, "Drover.Daemon.Edges") || from.Name.EndsWith("Endpoints", StringComparison.Ordinal)));

    [Fact]
    public void Sql_is_spoken_in_stores_and_in_Storage_only() =>
        Assert.Empty(Users(
            type => IsIn(type, "Microsoft.Data.Sqlite") || IsIn(type, "SQLitePCL"),
            allowed: from => IsIn(from, "Drover.Daemon.Storage") || from.Name.EndsWith("Store", StringComparison.Ordinal)));

    [Fact]
    public void The_kernel_knows_no_http_no_sql_and_no_feature() =>
        Assert.DoesNotContain(
            BuiltAssembly.Named("Drover.Supervision").Uses,
            use => IsIn(use.To, "Microsoft.AspNetCore") || IsIn(use.To, "Microsoft.Data") || IsIn(use.To, "System.Net.Http")
                || IsIn(use.To, "Drover.Contracts") || IsIn(use.To, "Drover.Daemon"));

    [Fact]
    public void The_command_line_has_no_private_door_into_the_daemon()
    {
        // It starts one and runs one; everything else goes over the public HTTP contract.
        var doors = BuiltAssembly.Named("drover").Uses
            .Where(use => IsIn(use.To, "Drover.Daemon") || IsIn(use.To, "Drover.Supervision"))
            .Where(use => !IsIn(use.From, "Drover.Cli.Commands.Daemon"))
            .ToList();

        Assert.Empty(doors);
    }

    private static IEnumerable<TypeUse> Users(Func<TypeName, bool> of, Func<TypeName, bool> allowed) =>
        BuiltAssembly.All.SelectMany(assembly => assembly.Uses).Where(use => of(use.To) && !allowed(use.From));

    private static bool IsIn(TypeName type, string root) =>
        type.Namespace == root || type.Namespace.StartsWith(root + ".", StringComparison.Ordinal);
}
