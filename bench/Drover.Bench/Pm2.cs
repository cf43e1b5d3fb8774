using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Drover.Bench;

/// <summary>pm2, as installed by bench/run.sh.</summary>
internal sealed class Pm2 : Peer
{
    private readonly Dictionary<string, string> _environment;

    private Pm2() => _environment = new Dictionary<string, string>
    {
        ["PM2_HOME"] = Scratch["pm2"],
        ["PM2_DISABLE_VERSION_CHECK"] = "true",
        ["NO_COLOR"] = "1",
    };

    public override int Pid => int.Parse(File.ReadAllText(Scratch["pm2/pm2.pid"]), CultureInfo.InvariantCulture);

    public static Pm2? IfInstalled() => Settings.Pm2 is null ? null : new Pm2();

    public static async Task<string> VersionAsync()
    {
        await using var pm2 = IfInstalled();
        return pm2 is null ? "" : "pm2 " + (await pm2.CallAsync("--version")).Output.Trim().Split('\n')[^1];
    }

    public override async Task RunAsync(params IReadOnlyList<App> apps)
    {
        var described = new JsonArray([.. apps.Select(app => (JsonNode)new JsonObject
        {
            ["name"] = app.Name,
            ["script"] = app.Command[0],
            ["args"] = DroverDaemon.Words([.. app.Command.Skip(1)]),
            ["interpreter"] = "none",
            ["autorestart"] = false,
            ["out_file"] = LogOf(app.Name),
            ["error_file"] = LogOf(app.Name + "-error"),
            ["cwd"] = Scratch.Path,
            ["watch"] = app.Watch is null ? false : DroverDaemon.Words(app.Watch),
        })]);
        var file = Scratch["apps.json"];
        await File.WriteAllTextAsync(file, new JsonObject { ["apps"] = described }.ToJsonString());
        await CallAsync("start", file);
    }

    public override async Task<double> ListAsync() => (await CallAsync("ls")).Milliseconds;

    public override async Task<double> TailAsync(string app) => (await CallAsync("logs", app, "--lines", "100", "--nostream")).Milliseconds;

    public override async Task<double> StartAsync() => (await CallAsync("ping")).Milliseconds;

    public override Process Follow(string app) => Command.Start(Settings.Pm2!, ["logs", app, "--raw", "--lines", "0"], _environment);

    public override async ValueTask DisposeAsync()
    {
        if (File.Exists(Scratch["pm2/pm2.pid"]))
        {
            await CallAsync("kill");
        }

        Scratch.Dispose();
    }

    private Task<(double Milliseconds, string Output)> CallAsync(params string[] arguments) => Command.RunAsync(Settings.Pm2!, arguments, _environment);
}
