namespace Drover.Daemon.Features.Suggest.Model;

/// <summary>Which model is asked.</summary>
/// <param name="BaseUrl">What an OpenAI-compatible endpoint's paths begin with, e.g. <c>http://localhost:11434/v1</c>.</param>
/// <param name="Name">Name of the model there.</param>
/// <param name="KeyVariable">Name of the variable of the daemon's environment that has the key; null for an endpoint that asks for none.</param>
/// <param name="Timeout">Longest time it may take.</param>
internal sealed record ModelOptions(Uri BaseUrl, string Name, string? KeyVariable, TimeSpan Timeout);
