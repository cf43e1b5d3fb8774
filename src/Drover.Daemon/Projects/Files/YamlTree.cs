using Drover.Contracts.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Drover.Daemon.Projects.Files;

/// <summary>
/// Builds a tree with places out of the parser's events. Aliases stand for what their anchor names; <c>&lt;&lt;: *name</c> takes over the
/// entries that are not there yet. Depth is limited: a file must not be able to end the daemon by its stack.
/// </summary>
internal sealed class YamlTree
{
    private const int Deepest = 32;

    // Aliases of aliases can make a small file huge.
    private const int MostValues = 20_000;

    private readonly Parser _parser;
    private readonly ProjectProblems _problems;
    private readonly Dictionary<string, YamlValue> _anchors = new(StringComparer.Ordinal);
    private int _values;

    private YamlTree(Parser parser, ProjectProblems problems) => (_parser, _problems) = (parser, problems);

    /// <returns>The one document; null when there is none, or when it is not YAML, which is told then. A second one is told, too.</returns>
    public static YamlValue? Read(string text, ProjectProblems problems)
    {
        try
        {
            var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return null;
            }

            var root = new YamlTree(parser, problems).Value(0);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<DocumentStart>(out var second))
            {
                problems.Add(PlaceOf(second.Start), ErrorCodes.ProjectFileInvalid, "a second document begins here: one file is one project");
            }

            return root;
        }
        catch (YamlException wrong)
        {
            var (at, what) = IsOpenQuote(text, wrong)
                ? (PlaceOf(wrong.Start), "the quote that begins here is not closed")
                : (WhereBroken(text, wrong), (wrong.InnerException?.Message ?? wrong.Message).TrimEnd('.'));
            problems.Add(at, ErrorCodes.ProjectFileInvalid, $"this is not YAML: {what}");
            return null;
        }
    }

    private YamlValue Value(int depth)
    {
        if (depth > Deepest || ++_values > MostValues)
        {
            throw Wrong(_parser.Current!.Start, "it is nested too deeply or refers to itself too often");
        }

        switch (_parser.Consume<ParsingEvent>())
        {
            case Scalar scalar:
                return Anchored(scalar.Anchor, new YamlText(scalar.Value, scalar.IsPlainImplicit, PlaceOf(scalar.Start)));
            case SequenceStart start:
                var items = new List<YamlValue>();
                while (!_parser.TryConsume<SequenceEnd>(out _))
                {
                    items.Add(Value(depth + 1));
                }

                return Anchored(start.Anchor, new YamlList(items, PlaceOf(start.Start)));
            case MappingStart start:
                return Anchored(start.Anchor, Map(start, depth));
            case AnchorAlias alias:
                return _anchors.TryGetValue(alias.Value.Value, out var known)
                    ? known
                    : throw Wrong(alias.Start, $"*{alias.Value.Value} names no anchor above it");
            case var other:
                throw Wrong(other.Start, "unexpected end");
        }
    }

    private YamlMap Map(MappingStart start, int depth)
    {
        var entries = new List<YamlEntry>();
        var merged = new List<YamlEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var at = _parser.Current!.Start;
            if (Value(depth + 1) is not YamlText key)
            {
                throw Wrong(at, "a key is a word");
            }

            var value = Value(depth + 1);
            if (key is { Text: "<<", IsPlain: true } && value is YamlMap other)
            {
                merged.AddRange(other.Entries);
            }
            else if (entries.Find(entry => entry.Key.Text == key.Text) is { } first)
            {
                _problems.Add(key.At, ErrorCodes.ProjectFileInvalid, $"{key.Text} is there already, in line {first.Key.At.Line}");
            }
            else
            {
                entries.Add(new YamlEntry(key, value));
            }
        }

        entries.AddRange(merged.Where(entry => entries.TrueForAll(own => own.Key.Text != entry.Key.Text)));
        return new YamlMap(entries, PlaceOf(start.Start));
    }

    private T Anchored<T>(AnchorName anchor, T value)
        where T : YamlValue
    {
        if (!anchor.IsEmpty)
        {
            _anchors[anchor.Value] = value;
        }

        return value;
    }

    // The parser tells where it gave up, lines below or at the end of the file; people look for where the quote began.
    private static bool IsOpenQuote(string text, YamlException wrong) =>
        wrong.Start.Index < text.Length && text[(int)wrong.Start.Index] is '"' or '\'' && wrong.Message.StartsWith("While scanning a ", StringComparison.Ordinal) && wrong.Message.Contains("quoted scalar", StringComparison.Ordinal);

    // The parser stumbles over a tab lines before or after it, and over an end in a line that does not exist.
    private static Place WhereBroken(string text, YamlException wrong)
    {
        var lines = text.Split('\n');
        var tab = Array.FindIndex(lines, line => line.AsSpan(0, line.Length - line.AsSpan().TrimStart().Length).Contains('\t'));
        return tab >= 0 ? new Place(tab + 1, lines[tab].IndexOf('\t', StringComparison.Ordinal) + 1)
            : wrong.End.Line > lines.Length ? new Place(lines.Length, lines[^1].Length + 1)
            : PlaceOf(wrong.End);
    }

    private static SemanticErrorException Wrong(Mark at, string message) => new(at, at, message);

    private static Place PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);
}
