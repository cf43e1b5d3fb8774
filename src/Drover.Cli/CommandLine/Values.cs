using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Drover.Cli.CommandLine;

/// <summary>Options with values that are more than text; what is wrong with one is told with what is allowed.</summary>
internal static class Values
{
    /// <summary>A time in milliseconds, or with a unit.</summary>
    internal static Option<int?> Milliseconds(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "MS",
        CustomParser = result => Read(result, text => TryMilliseconds(text), "a time: 500 (ms), 500ms, 2s, 5m, 1h"),
    };

    internal static Option<int?> Number(string name, string helpName, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => Read(result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null, $"a whole number from 0 to {int.MaxValue}"),
    };

    internal static Option<long?> Sequence(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Read(result, text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null, "a whole number from 0 up"),
    };

    internal static Option<string> Word(string name, string description, params string[] words)
    {
        var option = new Option<string>(name) { Description = $"{description}: {string.Join(", ", words)}", HelpName = "WORD" };
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !words.Contains(result.Tokens[0].Value))
            {
                result.AddError($"{name} takes {(words.Length == 1 ? "only" : "one of")} {string.Join(", ", words)}, not \"{result.Tokens[0].Value}\".");
            }
        });
        return option;
    }

    internal static Option<string> Text(string name, string helpName, string description, params string[] aliases)
        => new(name, aliases) { Description = description, HelpName = helpName };

    internal static Option<string[]> Texts(string name, string helpName, string description, params string[] aliases)
        => new(name, aliases) { Description = description, HelpName = helpName, Arity = ArgumentArity.ZeroOrMore };

    /// <summary>A file or folder: what is empty is none, and would mean the current folder somewhere further on.</summary>
    internal static Option<string> PathName(string name, string helpName, string description, params string[] aliases) => NotEmpty(Text(name, helpName, description, aliases));

    internal static Option<string[]> PathNames(string name, string helpName, string description, params string[] aliases) => NotEmpty(Texts(name, helpName, description, aliases));

    internal static Option<bool> Flag(string name, string description, params string[] aliases) => new(name, aliases) { Description = description };

    internal static Argument<string> Session(string what = "Session: id, prefix or label; may be left out when one is active")
        => Named(new Argument<string>("session") { Description = what, Arity = ArgumentArity.ZeroOrOne });

    internal static Argument<string[]> Sessions(string what = "Sessions: id, prefix or label; may be left out when one is active")
        => Named(new Argument<string[]>("session") { Description = what, Arity = ArgumentArity.ZeroOrMore });

    internal static Argument<string[]> OneSessionOrMore()
        => Named(new Argument<string[]>("session") { Description = "Sessions: id, prefix or label", Arity = ArgumentArity.OneOrMore });

    // In a path of HTTP the one would be nothing and the others a step upwards: another call altogether.
    private static T Named<T>(T argument)
        where T : Argument
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value is "" or "." or "..") is { } token)
            {
                result.AddError($"\"{token.Value}\" names no session: give its id, the beginning of that, or its label.");
            }
        });
        return argument;
    }

    private static T NotEmpty<T>(T option)
        where T : Option
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
            {
                result.AddError($"{option.Name} is empty: give a {option.HelpName}, . for this folder.");
            }
        });
        return option;
    }

    // 500, 500ms, 1.5s, 5m, 1h
    internal static int? TryMilliseconds(string text)
    {
        var digits = text.AsSpan().TrimEnd("hms");
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        double? factor = text[digits.Length..] switch { "" or "ms" => 1, "s" => 1_000, "m" => 60_000, "h" => 3_600_000, _ => null };
        return factor * number is { } total and <= int.MaxValue ? (int)Math.Round(total) : null;
    }

    // 1048576, 512K, 512M, 1.5G, 512MiB
    internal static long? TryBytes(string text)
    {
        var digits = text.AsSpan().TrimEnd("kKmMgGiBb");
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        double? factor = text[digits.Length..].ToUpperInvariant() switch
        {
            "" or "B" => 1,
            "K" or "KB" or "KIB" => 1L << 10,
            "M" or "MB" or "MIB" => 1L << 20,
            "G" or "GB" or "GIB" => 1L << 30,
            _ => null,
        };
        return factor * number is { } total ? (long)total : null;
    }

    internal static T? Read<T>(ArgumentResult result, Func<string, T?> read, string allowed)
        where T : struct
    {
        var text = result.Tokens[^1].Value;
        var value = read(text);
        if (value is null)
        {
            result.AddError($"\"{text}\" is not {allowed}.");
        }

        return value;
    }
}
