using System.Text.RegularExpressions;
using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>Dev servers of Python: Django, Flask, FastAPI and other ASGI applications, Streamlit.</summary>
internal sealed partial class PythonWebDetector : IFriendlyDetector
{
    private const int MatchMilliseconds = 1000;

    private static readonly string[] Modules = ["app.py", "wsgi.py", "main.py", "asgi.py", "server.py"];

    public IEnumerable<FriendlyCommand> Detect(FolderFiles files) => PythonFiles.In(files) is { } python ? Detect(files, python) : [];

    private static IEnumerable<FriendlyCommand> Detect(FolderFiles files, PythonFiles python)
    {
        if (files.Text("manage.py")?.Contains("django", StringComparison.OrdinalIgnoreCase) is true)
        {
            yield return FriendlyKinds.As(FriendlyKind.Dev, python.Runner + "python manage.py runserver", "manage.py", Confidence.Configured);
            yield return FriendlyKinds.As(FriendlyKind.Test, python.Runner + "python manage.py test", "manage.py", Confidence.Convention - 0.1);
        }

        foreach (var module in Modules.Where(files.Has))
        {
            if (Application().Match(files.Text(module) ?? "") is not { Success: true } application)
            {
                continue;
            }

            var (name, variable) = (Path.GetFileNameWithoutExtension(module), application.Groups["variable"].Value);
            yield return application.Groups["class"].Value == "Flask"
                ? FriendlyKinds.As(FriendlyKind.Dev, python.Runner + (name is "app" or "wsgi" ? "flask run" : $"flask --app {name} run"), module, Confidence.Configured)
                : FriendlyKinds.As(FriendlyKind.Dev, $"{python.Runner}uvicorn {name}:{variable} --reload", module, Confidence.Configured);
        }

        if (python.Needs("flask"))
        {
            yield return FriendlyKinds.As(FriendlyKind.Dev, python.Runner + "flask run", "flask", Confidence.Convention);
        }
    }

    [GeneratedRegex(@"^(?<variable>\w+)\s*(:[^=\n]+)?=\s*(\w+\.)?(?<class>Flask|FastAPI|Starlette|Quart|Litestar)\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Application();
}
