using Drover.Contracts.Errors;
using Drover.Daemon.Configuration;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Edges.Mcp.Conformance;
using Drover.Daemon.Storage;
using Drover.Daemon.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Lifecycle;

/// <summary>
/// One daemon in this process. Started in order — folders, lock, configuration, log, database, steps (kernel, recovery), listening — and stopped
/// in reverse, so that nothing is ever without what it stands on. What was started before a failure is taken down again.
/// </summary>
internal sealed partial class RunningDaemon : IAsyncDisposable
{
    private static readonly TimeSpan ListenStopBudget = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ServicesStopBudget = TimeSpan.FromSeconds(10);

    private readonly Stack<IDisposable> _underneath;
    private readonly WebApplication _app;
    private readonly ILogger _logger;
    private bool _stopped;

    private RunningDaemon(WebApplication app, Stack<IDisposable> underneath) =>
        (_app, _underneath, _logger) = (app, underneath, app.Services.GetRequiredService<ILogger<RunningDaemon>>());

    public IServiceProvider Services => _app.Services;

    public DaemonLifetime Lifetime => Services.GetRequiredService<DaemonLifetime>();

    public DaemonFacts Facts => Services.GetRequiredService<DaemonFacts>();

    /// <param name="options">What the command line says.</param>
    /// <param name="lifetime">Who is asked to stop; given by a host that listens to signals during the start already.</param>
    public static async Task<Result<RunningDaemon>> StartAsync(DaemonRunOptions options, DaemonLifetime lifetime)
    {
        var underneath = new Stack<IDisposable>();
        var started = await StartAsync(options, lifetime, underneath);
        if (!started.IsSuccess)
        {
            Release(underneath);
        }

        return started;
    }

    /// <summary>Stops in reverse. The second call does nothing.</summary>
    /// <param name="keep">Leave sessions running.</param>
    public async Task StopAsync(bool keep)
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        Stopping(keep ? "sessions go on" : "sessions end too");
        using (var budget = new CancellationTokenSource(ListenStopBudget))
        {
            await _app.StopAsync(budget.Token);
        }

        await Services.GetRequiredService<DaemonSteps>().StopAsync(keep, Lifetime.Impatient);
        await DisposeServicesAsync();
        Stopped();
        Release(_underneath);
    }

    public async ValueTask DisposeAsync() => await StopAsync(keep: true);

    private static async Task<Result<RunningDaemon>> StartAsync(DaemonRunOptions options, DaemonLifetime lifetime, Stack<IDisposable> underneath)
    {
        var facts = new DaemonFacts(options.Paths, options.Time.GetUtcNow(), options.Time.GetTimestamp());
        if (DataFolder.Prepare(options.Paths) is { } noFolder)
        {
            return noFolder;
        }

        var instance = await InstanceLock.TakeAsync(options.Paths.DaemonLock);
        if (instance.Error is { } locked)
        {
            return locked;
        }

        underneath.Push(instance.Value);
        var config = DaemonConfig.Load(options.Paths, options.EnvFile, options.Variables, WithListen(options));
        if (config.Error is { } unreadable)
        {
            return unreadable;
        }

        var daemonOptions = DaemonOptions.From(config.Value);
        if (daemonOptions.Error is { } wrong)
        {
            return wrong;
        }

        var log = new DaemonLogProvider(
            new DaemonLogFile(options.Paths.DaemonLog, daemonOptions.Value.DaemonLogBytes, options.Foreground ? options.Output : TextWriter.Null),
            daemonOptions.Value.DaemonLogLevel,
            options.Time);
        underneath.Push(log);

        // Most of a start is compiling; the second core opens the database while this one prepares the services.
        var opening = Task.Run(() => DroverDatabase.Open(Path.Combine(options.Paths.DataDir, "drover.db"), log.CreateLogger(typeof(DroverDatabase).FullName!)));
        var builder = Prepare(options, lifetime, config.Value, daemonOptions.Value, log, facts);
        var database = await opening;
        if (database.Error is { } noDatabase)
        {
            return noDatabase;
        }

        underneath.Push(database.Value);
        facts.Warn(database.Value.Warnings);
        if (SocketFile.MakeRoom(options.Paths.Socket) is { } noSocket)
        {
            return noSocket;
        }

        builder.Services.AddSingleton(database.Value);
        return await ListenAsync(new RunningDaemon(builder.Build(), underneath));
    }

    // The kernel lets go of its runs here. Should that hang, ending is still right: the next daemon adopts them as after a kill.
    private async Task DisposeServicesAsync()
    {
        try
        {
            await _app.DisposeAsync().AsTask().WaitAsync(ServicesStopBudget);
        }
        catch (TimeoutException)
        {
            ServicesHang(ServicesStopBudget);
        }
    }

    private static WebApplicationBuilder Prepare(
        DaemonRunOptions options, DaemonLifetime lifetime, DaemonConfig config, DaemonOptions daemonOptions, DaemonLogProvider log, DaemonFacts facts)
    {
        // The empty builder: the others read appsettings.json in the start folder and ASPNETCORE_* variables, and a repository must not configure the daemon.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "drover", ContentRootPath = options.Paths.DataDir });
        builder.Logging.AddProvider(log).SetMinimumLevel(daemonOptions.DaemonLogLevel);
        var exports = OpenTelemetryExport.IsWanted(config);
        if (exports)
        {
            OpenTelemetryExport.AddLogs(builder.Logging, config);
        }

        builder.AddHttpServer(daemonOptions, options.Paths.Socket);
        var services = builder.Services;
        services.AddSingleton<IHostLifetime, SilentLifetime>();
        services.AddSingleton(options.Time);
        services.AddSingleton(options.Paths);
        services.AddSingleton(config);
        services.AddSingleton(daemonOptions);
        services.AddSingleton(facts);
        services.AddSingleton(lifetime);
        services.AddSingleton<DaemonSteps>();
        services.AddFeatures();
        if (options.McpConformance)
        {
            services.AddMcpConformance();
        }

        if (exports)
        {
            services.AddSingleton(provider => OpenTelemetryExport.Start(config, provider.GetRequiredService<ISessionCensus>()));
        }

        return builder;
    }

    private static async Task<Result<RunningDaemon>> ListenAsync(RunningDaemon daemon)
    {
        var options = daemon.Services.GetRequiredService<DaemonOptions>();
        DaemonSteps? steps = null;
        try
        {
            // Asking for the steps makes the kernel, whose self-test runs a process and may fail; the routes are made meanwhile.
            var making = Task.Run(daemon.Services.GetRequiredService<DaemonSteps>);
            daemon.Services.GetService<OpenTelemetryExport>();
            daemon._app.UseHttpServer();
            daemon._app.MapFeatures();
            steps = await making;
            await steps.StartAsync(CancellationToken.None);
            await daemon._app.StartAsync(CancellationToken.None);
            SocketFile.Restrict(daemon.Facts.Paths.Socket);
        }
        catch (Exception exception)
        {
            daemon.StartFailed(exception);
            await (steps?.StopAsync(keep: true, CancellationToken.None) ?? Task.CompletedTask);
            await daemon.DisposeServicesAsync();
            return StartFailure.From(exception, options);
        }

        var addresses = daemon.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        daemon.Facts.Listen = [.. addresses.Where(address => !address.Contains("unix:", StringComparison.Ordinal))];
        daemon.Ready(daemon.Facts.UptimeMilliseconds(TimeProvider.System), string.Join(", ", [daemon.Facts.Paths.Socket, .. daemon.Facts.Listen]));
        return daemon;
    }

    private static IReadOnlyDictionary<string, string> WithListen(DaemonRunOptions options) =>
        options.Listen.Count == 0
            ? options.Flags
            : new Dictionary<string, string>(options.Flags, StringComparer.Ordinal) { [ConfigKeys.Listen.Name] = string.Join(',', options.Listen) };

    private static void Release(Stack<IDisposable> underneath)
    {
        while (underneath.TryPop(out var piece))
        {
            piece.Dispose();
        }
    }

    [LoggerMessage(1411, LogLevel.Information, "Ready after {Milliseconds} ms on {Addresses}")]
    private partial void Ready(long milliseconds, string addresses);

    [LoggerMessage(1412, LogLevel.Information, "Stopping, {Sessions}")]
    private partial void Stopping(string sessions);

    [LoggerMessage(1413, LogLevel.Information, "Stopped")]
    private partial void Stopped();

    [LoggerMessage(1415, LogLevel.Warning, "The services did not end within {Budget}")]
    private partial void ServicesHang(TimeSpan budget);

    [LoggerMessage(1414, LogLevel.Error, "Start failed")]
    private partial void StartFailed(Exception exception);
}
