using Drover.TestChild;

if (args.Length == 0 || !Verbs.All.TryGetValue(args[0], out var verb))
{
    Console.Error.WriteLine("testchild VERB [NAME=VALUE]…");
    foreach (var (name, known) in Verbs.All)
    {
        Console.Error.WriteLine($"  {name,-18} {known.Summary}");
    }

    return 64;
}

return verb.Run(new Options(args[1..]));
