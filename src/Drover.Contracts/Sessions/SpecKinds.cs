using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Sessions;

/// <summary>When a session that ended by itself is started again.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<RestartPolicyKind>))]
public enum RestartPolicyKind
{
    /// <summary>Not at all.</summary>
    Never,

    /// <summary>After any end but exit code 0. Written <c>on-failure</c>.</summary>
    [JsonStringEnumMemberName("on-failure")]
    OnFailure,

    /// <summary>After every end.</summary>
    Always,
}

/// <summary>What a session's standard input is.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<StdinKind>))]
public enum StdinKind
{
    /// <summary>Open and writable for the session's whole life.</summary>
    Hold,

    /// <summary>/dev/null.</summary>
    Null,
}

