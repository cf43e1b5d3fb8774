using System.Text.RegularExpressions;
using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>Names in a <c>.env</c> that only one program reads. Their values are nobody's business and are not looked at.</summary>
internal sealed partial class EnvironmentFileDetector : IFriendlyDetector
{
    private const int MatchMilliseconds = 1000;

    private static readonly (string Name, string? Needs, string Command)[] Programs =
    [
        ("FLASK_APP", null, "flask run"),
        ("FLASK_DEBUG", null, "flask run"),
        ("FLASK_RUN_PORT", null, "flask run"),
        ("DJANGO_SETTINGS_MODULE", "manage.py", "python manage.py runserver"),
        ("RAILS_ENV", "bin/rails", "bin/rails server"),
        ("ASPNETCORE_ENVIRONMENT", null, "dotnet watch run"),
        ("ASPNETCORE_URLS", null, "dotnet watch run"),
        ("COMPOSE_FILE", null, "docker compose up"),
        ("COMPOSE_PROJECT_NAME", null, "docker compose up"),
    ];

    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        foreach (var file in (string[])[".env", ".flaskenv", ".env.example"])
        {
            var names = Names().Matches(files.Text(file) ?? "").Select(line => line.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
            foreach (var (name, _, command) in Programs.Where(program => names.Contains(program.Name) && (program.Needs is null || files.Has(program.Needs))))
            {
                var runner = command.StartsWith("dotnet", StringComparison.Ordinal) || command.StartsWith("docker", StringComparison.Ordinal) || command.StartsWith("bin/", StringComparison.Ordinal)
                    ? ""
                    : PythonFiles.In(files)?.Runner ?? "";
                yield return FriendlyKinds.As(FriendlyKind.Dev, runner + command, $"{file}:{name}", Confidence.Convention + 0.1);
            }
        }
    }

    [GeneratedRegex(@"^[ \t]*(export[ \t]+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*=", RegexOptions.Multiline | RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Names();
}
