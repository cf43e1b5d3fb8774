using System.Text;
using Drover.Contracts.Errors;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Configuration;

/// <summary>The configuration as the daemon uses it: checked and typed.</summary>
internal sealed record DaemonOptions
{
    /// <summary>TCP addresses. May be empty: the unix socket is always there.</summary>
    public required IReadOnlyList<ListenAddress> Listen { get; init; }

    /// <summary>UTF-8 of the token TCP requests must carry; null when none is needed.</summary>
    public required byte[]? Token { get; init; }

    public required bool PeerCheck { get; init; }

    public required IReadOnlyList<string> HttpHosts { get; init; }

    public required long HttpMaxBodyBytes { get; init; }

    public required int HttpMaxHeaderBytes { get; init; }

    public required long LogsSegmentBytes { get; init; }

    public required long LogsRetainBytesPerStream { get; init; }

    public required long LogsRetainLinesPerStream { get; init; }

    public required long LogsRetainLinesBlended { get; init; }

    public required long LogsTotalBytes { get; init; }

    public required TimeSpan SessionsGrace { get; init; }

    public required TimeSpan SessionsDebounce { get; init; }

    public required int JobsKeep { get; init; }

    public required long JobsRetainBytesPerStream { get; init; }

    public required int TasksMaxParallel { get; init; }

    public required int TasksMaxParallelPerWorkspace { get; init; }

    public required TimeSpan TasksStallAfter { get; init; }

    public required long TasksRetainBytesPerStream { get; init; }

    public string? NotifyCommand { get; init; }

    public required long DaemonLogBytes { get; init; }

    public required LogLevel DaemonLogLevel { get; init; }

    /// <summary>Toolsets offered by MCP; null for all.</summary>
    public required IReadOnlyList<string>? McpToolsets { get; init; }

    public required bool McpReadOnly { get; init; }

    /// <summary>Where the endpoint of the model that suggests commands begins; null for rules alone.</summary>
    public required Uri? LlmBaseUrl { get; init; }

    public required string? LlmModel { get; init; }

    /// <summary>Name of the variable with its key, never the key.</summary>
    public required string? LlmApiKeyEnv { get; init; }

    public required TimeSpan LlmTimeout { get; init; }

    public required string? OtelEndpoint { get; init; }

    public static Result<DaemonOptions> From(DaemonConfig config)
    {
        const long KiB = 1 << 10, MiB = 1 << 20, TiB = 1L << 40;
        var parser = new ConfigParser(config);
        var token = ReadToken(config, parser);
        var options = new DaemonOptions
        {
            Listen = Addresses(parser),
            Token = token.IsSuccess ? token.Value : null,
            PeerCheck = parser.Flag(ConfigKeys.PeerCheck),
            HttpHosts = parser.List(ConfigKeys.HttpHosts),
            HttpMaxBodyBytes = parser.Size(ConfigKeys.HttpMaxBodyBytes, 1_000, 1 << 30),
            HttpMaxHeaderBytes = (int)parser.Size(ConfigKeys.HttpMaxHeaderBytes, KiB, MiB),
            LogsSegmentBytes = parser.Size(ConfigKeys.LogsSegmentBytes, 64 * KiB, 1 << 30),
            LogsRetainBytesPerStream = parser.Size(ConfigKeys.LogsRetainBytesPerStream, 0, 16 * TiB),
            LogsRetainLinesPerStream = parser.Number(ConfigKeys.LogsRetainLinesPerStream, 0, 1_000_000_000),
            LogsRetainLinesBlended = parser.Number(ConfigKeys.LogsRetainLinesBlended, 0, 1_000_000_000),
            LogsTotalBytes = parser.Size(ConfigKeys.LogsTotalBytes, MiB, 16 * TiB),
            SessionsGrace = TimeSpan.FromMilliseconds(parser.Number(ConfigKeys.SessionsGraceMs, 0, 3_600_000)),
            SessionsDebounce = TimeSpan.FromMilliseconds(parser.Number(ConfigKeys.SessionsDebounceMs, 0, 600_000)),
            JobsKeep = (int)parser.Number(ConfigKeys.JobsKeep, 0, 100_000),
            JobsRetainBytesPerStream = parser.Size(ConfigKeys.JobsRetainBytesPerStream, 0, 16 * TiB),
            TasksMaxParallel = (int)parser.Number(ConfigKeys.TasksMaxParallel, 1, 1_000),
            TasksMaxParallelPerWorkspace = (int)parser.Number(ConfigKeys.TasksMaxParallelPerWorkspace, 1, 1_000),
            TasksStallAfter = TimeSpan.FromMinutes(parser.Number(ConfigKeys.TasksStallMinutes, 1, 1_440)),
            TasksRetainBytesPerStream = parser.Size(ConfigKeys.TasksRetainBytesPerStream, 0, 16 * TiB),
            NotifyCommand = parser.Text(ConfigKeys.NotifyCommand),
            DaemonLogBytes = parser.Size(ConfigKeys.DaemonLogBytes, 64 * KiB, 1 << 30),
            DaemonLogLevel = parser.Word(ConfigKeys.DaemonLogLevel, LogLevel.Trace, LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error),
            McpToolsets = parser.List(ConfigKeys.McpToolsets) is ["all"] ? null : parser.List(ConfigKeys.McpToolsets),
            McpReadOnly = parser.Flag(ConfigKeys.McpReadOnly),
            LlmBaseUrl = parser.Url(ConfigKeys.LlmBaseUrl),
            LlmModel = parser.Text(ConfigKeys.LlmModel),
            LlmApiKeyEnv = parser.Text(ConfigKeys.LlmApiKeyEnv),
            LlmTimeout = TimeSpan.FromMilliseconds(parser.Number(ConfigKeys.LlmTimeoutMs, 100, 300_000)),
            OtelEndpoint = parser.Text(ConfigKeys.OtelEndpoint),
        };
        if (token.Error is { } tokenError)
        {
            return tokenError;
        }

        if (parser.Error is { } wrong)
        {
            return wrong;
        }

        return options.Token is null && options.Listen.FirstOrDefault(address => !address.IsLoopback) is { } open
            ? new Error(
                ErrorCodes.AccessListenNeedsToken,
                $"{open} can be reached from other machines, so a token is required: set DROVER_TOKEN or token_file ({config[ConfigKeys.Listen].Place}).")
            : options;
    }

    private static List<ListenAddress> Addresses(ConfigParser parser)
    {
        var addresses = new List<ListenAddress>();
        foreach (var text in parser.List(ConfigKeys.Listen))
        {
            if (string.Equals(text, "none", StringComparison.Ordinal))
            {
                continue;
            }

            if (ListenAddress.Parse(text) is { } address)
            {
                addresses.Add(address);
            }
            else
            {
                parser.Fail(ConfigKeys.Listen, "ADDRESS:PORT, e.g. 127.0.0.1:7777 or [::1]:7777");
            }
        }

        return addresses;
    }

    private static Result<byte[]?> ReadToken(DaemonConfig config, ConfigParser parser)
    {
        var token = parser.Text(ConfigKeys.Token);
        if (token is null && parser.Text(ConfigKeys.TokenFile) is { } file)
        {
            try
            {
                token = File.ReadLines(Path.GetFullPath(file, config.Folder)).FirstOrDefault()?.Trim();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return new Error(ErrorCodes.DaemonConfigInvalid, $"The token file cannot be read: {exception.Message} ({config[ConfigKeys.TokenFile].Place}).");
            }

            if (string.IsNullOrEmpty(token))
            {
                return new Error(ErrorCodes.DaemonConfigInvalid, $"The token file {file} has no token on its first line ({config[ConfigKeys.TokenFile].Place}).");
            }
        }

        return token is null ? default(Result<byte[]?>) : Encoding.UTF8.GetBytes(token);
    }
}
