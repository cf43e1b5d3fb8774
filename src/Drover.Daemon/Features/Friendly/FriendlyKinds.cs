using Drover.Contracts.Friendly;

namespace Drover.Daemon.Features.Friendly;

/// <summary>What the names of scripts, targets and recipes commonly mean.</summary>
internal static class FriendlyKinds
{
    private static readonly Dictionary<string, FriendlyKind> Words = new (FriendlyKind Kind, string[] Words)[]
    {
        (FriendlyKind.Test, ["test", "tests", "unittest", "spec", "pytest"]),
        (FriendlyKind.Dev, ["dev", "develop", "serve", "server", "runserver", "start", "run", "up"]),
        (FriendlyKind.Lint, ["lint", "eslint", "check", "typecheck", "vet", "clippy"]),
        (FriendlyKind.Build, ["build", "compile", "dist", "bundle", "all"]),
        (FriendlyKind.Format, ["format", "fmt", "prettier"]),
    }.SelectMany(row => row.Words, (row, word) => (row.Kind, Word: word)).ToDictionary(row => row.Word, row => row.Kind, StringComparer.OrdinalIgnoreCase);

    // What a project calls by the plain word is meant; another word for the same, or one of several, may be a part of it.
    private const double Plain = 1;
    private const double OtherWord = 0.9;
    private const double Variant = 0.8;

    private static readonly string[] PlainWords = ["test", "dev", "lint", "build", "format"];

    /// <summary>The label of a kind; the name itself for what is only a script.</summary>
    public static string LabelOf(FriendlyKind kind, string name) => kind switch
    {
        FriendlyKind.Test => "Run tests",
        FriendlyKind.Dev => "Start dev server",
        FriendlyKind.Lint => "Lint",
        FriendlyKind.Build => "Build",
        FriendlyKind.Format => "Format",
        _ => name,
    };

    /// <summary>The kind of a name such as <c>test</c>, <c>test:unit</c>, <c>build-docs</c>, and how sure that is.</summary>
    public static (FriendlyKind Kind, double Confidence) Of(string name)
    {
        if (Words.TryGetValue(name, out var kind))
        {
            return (kind, PlainWords.Contains(name, StringComparer.OrdinalIgnoreCase) ? Plain : OtherWord);
        }

        var parts = name.Split(':', '-', '_', '.');
        if (parts is [var first, ..] && Words.TryGetValue(first, out kind))
        {
            // start:dev is what it is started with for development; test:watch never ends and build:watch neither.
            return parts[^1] is "watch" ? (FriendlyKind.Script, Variant) : (kind, parts[^1] is "fix" ? Variant - 0.1 : Variant);
        }

        return (FriendlyKind.Script, OtherWord);
    }

    /// <summary>A command whose name the project chose.</summary>
    public static FriendlyCommand Named(string name, string command, string source, double factor = 1)
    {
        var (kind, confidence) = Of(name);
        return new FriendlyCommand { Label = LabelOf(kind, name), Command = command, Kind = kind, Source = source, Confidence = Math.Round(confidence * factor, 2) };
    }

    /// <summary>A command of one of the five kinds with a label of their own.</summary>
    public static FriendlyCommand As(FriendlyKind kind, string command, string source, double confidence) =>
        new() { Label = LabelOf(kind, command), Command = command, Kind = kind, Source = source, Confidence = confidence };
}
