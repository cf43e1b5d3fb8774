using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>Tests, linters, formatters and builds of Python: pytest, tox, nox, ruff, flake8, mypy, black, build.</summary>
internal sealed class PythonDetector : IFriendlyDetector
{
    public IEnumerable<FriendlyCommand> Detect(FolderFiles files) => PythonFiles.In(files) is { } python ? Detect(files, python) : [];

    private static IEnumerable<FriendlyCommand> Detect(FolderFiles files, PythonFiles python)
    {
        if (python.Configured("pytest", "pytest.ini", "conftest.py") is { } pytest)
        {
            yield return FriendlyKinds.As(FriendlyKind.Test, python.Runner + "pytest", pytest, Confidence.Configured);
        }
        else if (files.First("tests", "test") is { } tests)
        {
            yield return FriendlyKinds.As(FriendlyKind.Test, python.Runner + "pytest", tests, python.Needs("pytest") ? Confidence.Configured : Confidence.Convention);
        }

        if (files.First("tox.ini") is { } tox && files.Text(tox)?.Contains("[tox]", StringComparison.Ordinal) is true)
        {
            yield return FriendlyKinds.As(FriendlyKind.Test, python.Runner + "tox", tox, Confidence.Convention);
        }

        if (files.First("noxfile.py") is { } nox)
        {
            yield return FriendlyKinds.As(FriendlyKind.Test, python.Runner + "nox", nox, Confidence.Convention);
        }

        var ruff = python.Configured("ruff", "ruff.toml", ".ruff.toml") ?? (python.Needs("ruff") ? "pyproject.toml" : null);
        yield return FriendlyKinds.As(FriendlyKind.Lint, python.Runner + "ruff check .", ruff ?? "Python", ruff is null ? Confidence.Guess : Confidence.Configured);
        if (ruff is not null)
        {
            yield return FriendlyKinds.As(FriendlyKind.Format, python.Runner + "ruff format .", ruff, Confidence.Convention);
        }

        if (python.Configured("flake8", ".flake8") is { } flake8)
        {
            yield return FriendlyKinds.As(FriendlyKind.Lint, python.Runner + "flake8", flake8, Confidence.Configured);
        }

        if (python.Configured("mypy", "mypy.ini") is { } mypy)
        {
            yield return FriendlyKinds.As(FriendlyKind.Lint, python.Runner + "mypy .", mypy, Confidence.Convention);
        }

        if (python.Configured("black") is { } black)
        {
            yield return FriendlyKinds.As(FriendlyKind.Format, python.Runner + "black .", black, Confidence.Configured);
        }

        if (files.Text("pyproject.toml")?.Contains("[build-system]", StringComparison.Ordinal) is true)
        {
            var build = python.Runner switch { "uv run " => "uv build", "poetry run " => "poetry build", "pdm run " => "pdm build", _ => "python -m build" };
            yield return FriendlyKinds.As(FriendlyKind.Build, build, "pyproject.toml:build-system", Confidence.Convention);
        }
    }
}
