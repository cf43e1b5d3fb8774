using System.Text.Json;
using Drover.Contracts.Friendly;
using Drover.Contracts.Sessions;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>The scripts and packages of a <c>composer.json</c>.</summary>
/// <remarks>A sample: <code>{"scripts":{"lint":"phpstan"},"require-dev":{"phpunit/phpunit":"^11"}}</code></remarks>
internal sealed class PhpDetector : IFriendlyDetector
{
    private const string File = "composer.json";

    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        if (files.Text(File) is not { } text || Read(text) is not var (scripts, packages))
        {
            yield break;
        }

        // Composer's own hooks are called post-install-cmd and the like.
        foreach (var script in scripts.Where(script => !script.EndsWith("-cmd", StringComparison.Ordinal) && !script.StartsWith("pre-", StringComparison.Ordinal) && !script.StartsWith("post-", StringComparison.Ordinal)))
        {
            yield return FriendlyKinds.Named(script, $"composer run {CommandText.Quote(script)}", $"{File}:scripts.{script}");
        }

        if (packages.Contains("phpunit/phpunit") || files.First("phpunit.xml", "phpunit.xml.dist") is not null)
        {
            yield return FriendlyKinds.As(FriendlyKind.Test, "vendor/bin/phpunit", files.First("phpunit.xml", "phpunit.xml.dist") ?? File, Confidence.Configured);
        }

        if (files.Has("artisan"))
        {
            yield return FriendlyKinds.As(FriendlyKind.Dev, "php artisan serve", "artisan", Confidence.Configured);
            yield return FriendlyKinds.As(FriendlyKind.Test, "php artisan test", "artisan", Confidence.Convention);
        }

        if (packages.Contains("phpstan/phpstan"))
        {
            yield return FriendlyKinds.As(FriendlyKind.Lint, "vendor/bin/phpstan analyse", File, Confidence.Configured);
        }

        if (packages.Contains("laravel/pint"))
        {
            yield return FriendlyKinds.As(FriendlyKind.Format, "vendor/bin/pint", File, Confidence.Configured);
        }
    }

    private static (IReadOnlyList<string> Scripts, IReadOnlySet<string> Packages)? Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind != JsonValueKind.Object
                ? null
                : ([.. Names(json.RootElement, "scripts")], Names(json.RootElement, "require").Concat(Names(json.RootElement, "require-dev")).ToHashSet(StringComparer.Ordinal));
        }
        catch (JsonException)
        {
            // Somebody is editing it.
            return null;
        }
    }

    private static IEnumerable<string> Names(JsonElement root, string name) =>
        root.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object ? map.EnumerateObject().Select(entry => entry.Name) : [];
}
