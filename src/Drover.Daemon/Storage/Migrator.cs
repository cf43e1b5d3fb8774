using System.Globalization;
using System.Reflection;
using Drover.Contracts.Errors;
using Microsoft.Data.Sqlite;

namespace Drover.Daemon.Storage;

/// <summary>Brings a database to this version's shape. The embedded files <c>Migrations/NNNN_name.sql</c> run in order, each in one transaction with its number.</summary>
internal static class Migrator
{
    private const string Prefix = "Drover.Daemon.Storage.Migrations.";

    /// <returns>Null, or the error that keeps this version from using the database.</returns>
    public static Error? Migrate(SqliteConnection connection)
    {
        var scripts = Scripts();
        var current = (int)(connection.QueryNumber("PRAGMA user_version") ?? 0);
        var newest = scripts[^1].Number;
        if (current > newest)
        {
            return new Error(
                ErrorCodes.StorageTooNew,
                $"{connection.DataSource} has schema {current}; this Drover knows {newest}. Use the newer Drover, or another data folder (DROVER_HOME).");
        }

        foreach (var (number, name) in scripts)
        {
            if (number > current)
            {
                Apply(connection, number, name);
            }
        }

        return null;
    }

    private static void Apply(SqliteConnection connection, int number, string name)
    {
        using var stream = typeof(Migrator).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var script = reader.ReadToEnd();
        connection.Execute($"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number.ToString(CultureInfo.InvariantCulture)};\nCOMMIT;");
    }

    private static List<(int Number, string Name)> Scripts()
    {
        var scripts = new List<(int Number, string Name)>();
        foreach (var name in Assembly.GetExecutingAssembly().GetManifestResourceNames())
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                scripts.Add((int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), name));
            }
        }

        scripts.Sort();
        return scripts;
    }
}
