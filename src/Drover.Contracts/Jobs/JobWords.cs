using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Jobs;

/// <summary>What becomes of a job whose caller goes away.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<DisconnectPolicy>))]
public enum DisconnectPolicy
{
    /// <summary>It goes on, and can be followed again by its id.</summary>
    Continue,

    /// <summary>It is cancelled.</summary>
    Cancel,
}

/// <summary>Where a job is in its life.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<JobState>))]
public enum JobState
{
    /// <summary>Accepted; its process is not there yet.</summary>
    Starting,

    /// <summary>Its process lives.</summary>
    Running,

    /// <summary>Asked to end, by somebody or by its timeout; something of it is still alive.</summary>
    Cancelling,

    /// <summary>Ended; <see cref="JobReason"/> says how.</summary>
    Exited,
}

/// <summary>Why a job ended.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<JobReason>))]
public enum JobReason
{
    /// <summary>By itself.</summary>
    Exited,

    /// <summary>Its time was over.</summary>
    Timeout,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,

    /// <summary>It never ran. The code is 127.</summary>
    FailedToStart,

    /// <summary>Nobody saw its end: its holder was killed or the machine went down. The code is 255.</summary>
    Lost,
}
