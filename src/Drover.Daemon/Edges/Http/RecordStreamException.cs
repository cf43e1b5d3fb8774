using Drover.Contracts.Errors;

namespace Drover.Daemon.Edges.Http;

/// <summary>Ends a <see cref="RecordStream"/> whose source failed in an expected way; becomes its last record.</summary>
internal sealed class RecordStreamException(Error error) : Exception(error.Message)
{
    public Error Error { get; } = error;
}
