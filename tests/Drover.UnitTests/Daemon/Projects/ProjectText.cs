using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Projects.Files;
using Drover.Daemon.Projects.Plans;
using Xunit;

namespace Drover.UnitTests.Daemon.Projects;

/// <summary>Files as texts.</summary>
internal static class ProjectText
{
    public static Result<ProjectFile> Read(string yaml) => ProjectFileReader.Read(yaml, "/home/me/shop/drover.yaml", "/home/me/shop");

    public static ProjectFile Good(string yaml)
    {
        var read = Read(yaml);
        Assert.True(read.IsSuccess, read.Error?.Message);
        return read.Value;
    }

    /// <summary>The specs of a file, with ports from 20001 on in the order of the processes that have one.</summary>
    public static Result<IReadOnlyDictionary<string, SessionSpec>> Specs(string yaml)
    {
        var file = Good(yaml);
        var ports = file.Processes.Where(process => process.Spec.Port is not null)
            .Select((process, index) => (process.Name, Port: process.Spec.Port!.Value.Number ?? 20_001 + index))
            .ToDictionary(port => port.Name, port => port.Port, StringComparer.Ordinal);
        return new ProcessSpecs(file, "shop", ports, baseEnv: null).Make();
    }
}
