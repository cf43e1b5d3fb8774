using System.Diagnostics;
using System.Text;

namespace Drover.Bench;

/// <summary>supervisord of the system.</summary>
internal sealed class Supervisord : Peer
{
    private Process? _process;
    private Task _said = Task.CompletedTask;

    private Supervisord()
    {
    }

    public override int Pid => _process!.Id;

    private string ConfigFile => Scratch["supervisord.conf"];

    public static Supervisord? IfInstalled() => Settings.Supervisord is null ? null : new Supervisord();

    public static async Task<string> VersionAsync() =>
        Settings.Supervisord is { } program ? "supervisord " + (await Command.RunAsync(program, ["--version"])).Output.Trim() : "";

    public override async Task RunAsync(params IReadOnlyList<App> apps)
    {
        var text = new StringBuilder($"""
            [supervisord]
            nodaemon=true
            logfile={Scratch["supervisord.log"]}
            pidfile={Scratch["supervisord.pid"]}
            minfds=4096
            [unix_http_server]
            file={Scratch["supervisor.sock"]}
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
            [supervisorctl]
            serverurl=unix://{Scratch["supervisor.sock"]}

            """);
        foreach (var app in apps)
        {
            // maxbytes=0: everything stays in one file, as with the others.
            text.Append($"""
                [program:{app.Name}]
                command={string.Join(' ', app.Command)}
                directory={Scratch.Path}
                autorestart=false
                startsecs=0
                redirect_stderr=false
                stdout_logfile={LogOf(app.Name)}
                stdout_logfile_maxbytes=0
                stderr_logfile=NONE

                """);
        }

        await File.WriteAllTextAsync(ConfigFile, text.ToString());
        if (_process is not null)
        {
            await CtlAsync("update");
            return;
        }

        _process = Command.Start(Settings.Supervisord!, ["-c", ConfigFile]);
        _said = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public override async Task<double> ListAsync() => (await CtlAsync("status")).Milliseconds;

    // By bytes: it knows no lines. 100 lines of 100 bytes.
    public override async Task<double> TailAsync(string app) => (await CtlAsync("tail", "-10000", app)).Milliseconds;

    public override async Task<double> StartAsync()
    {
        var start = Clock.Now;
        await RunAsync();
        await Clock.UntilAsync(() => File.Exists(Scratch["supervisor.sock"]), "supervisord's socket", 30);
        return Clock.Milliseconds(start, Clock.Now);
    }

    public override Process Follow(string app) => Command.Start("supervisorctl", ["-c", ConfigFile, "tail", "-f", app]);

    public override async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await CtlAsync("shutdown");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await process.WaitForExitAsync(patience.Token);
            await _said;
            process.Dispose();
        }

        Scratch.Dispose();
    }

    private Task<(double Milliseconds, string Output)> CtlAsync(params string[] arguments) =>
        Command.RunAsync("supervisorctl", ["-c", ConfigFile, .. arguments]);
}
