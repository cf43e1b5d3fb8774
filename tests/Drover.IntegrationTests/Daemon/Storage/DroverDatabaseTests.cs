using System.Globalization;
using System.Text;
using Drover.Contracts.Errors;
using Drover.Daemon.Storage;
using Drover.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Storage;

/// <summary>The database on good and bad days.</summary>
public sealed class DroverDatabaseTests : IDisposable
{
    private readonly TempDir _folder = new();

    private string Path => _folder["drover.db"];

    [Fact]
    public void What_was_written_is_there_after_opening_it_again()
    {
        using (var database = Open())
        {
            Assert.Equal(1, database.Execute("INSERT INTO meta (key, value) VALUES ($k, $v)", ("$k", "a"), ("$v", "1")).Value);
        }

        using var again = Open();
        Assert.Equal(["1"], again.Read(connection => connection.Query("SELECT value FROM meta WHERE key = 'a'", row => row.GetString(0))).Value);
    }

    [Fact]
    public void A_transaction_that_fails_leaves_nothing_behind()
    {
        using var database = Open();
        var failed = database.Write(connection =>
        {
            connection.Execute("INSERT INTO meta (key, value) VALUES ('a', '1')");
            return connection.Execute("INSERT INTO meta (key, value) VALUES ('a', '2')");
        });
        Assert.False(failed.IsSuccess);
        Assert.Equal(0, Count(database));
    }

    [Theory]
    [InlineData("this is no database, but long enough to be taken for one: the header of SQLite has a hundred bytes, and this text has more than that")]
    [InlineData("SQLite format 3\0 with a header that means nothing at all, followed by enough text to fill the hundred bytes that a header has, and then more")]
    public void A_corrupt_database_is_set_aside_with_a_warning_and_a_new_one_begun(string content)
    {
        File.WriteAllText(Path, content);
        using (var database = Open())
        {
            Assert.Contains("corrupt", Assert.Single(database.Warnings), StringComparison.Ordinal);
            Assert.Equal(0, Count(database));
        }

        Assert.Equal(content, File.ReadAllText(Path + ".corrupt-1"));

        // The second one does not overwrite the first.
        File.WriteAllText(Path, content + "2");
        Open().Dispose();
        Assert.Equal(content + "2", File.ReadAllText(Path + ".corrupt-2"));
    }

    [Fact]
    public void A_database_damaged_in_its_middle_is_set_aside_too()
    {
        using (var database = Open())
        {
            _ = database.Write(connection =>
            {
                for (var row = 0; row < 2_000; row++)
                {
                    connection.Execute("INSERT INTO meta (key, value) VALUES ($k, $v)", ("$k", row.ToString(CultureInfo.InvariantCulture)), ("$v", new string('x', 100)));
                }

                return 0;
            });
        }

        var size = new FileInfo(Path).Length;
        Overwrite(size - 40_000);

        using var opened = Open();
        Assert.Contains("corrupt", Assert.Single(opened.Warnings), StringComparison.Ordinal);
        Assert.True(File.Exists(Path + ".corrupt-1"));

        // What stands before the damage is taken over.
        Assert.InRange(Count(opened)!.Value, 1, 1_999);
    }

    [Fact]
    public void An_empty_file_is_a_new_database()
    {
        File.WriteAllText(Path, "");
        using var database = Open();
        Assert.Empty(database.Warnings);
        Assert.Equal(0, Count(database));
    }

    [Fact]
    public void A_database_of_a_newer_version_is_refused_and_left_alone()
    {
        using (var database = Open())
        {
            Assert.True(database.Execute("PRAGMA user_version = 9999").IsSuccess);
        }

        var refused = DroverDatabase.Open(Path, NullLogger.Instance);
        Assert.Equal(ErrorCodes.StorageTooNew, refused.Error!.Code);
        Assert.False(File.Exists(Path + ".corrupt-1"));
    }

    [Fact]
    public void A_full_disk_is_an_error_and_writing_goes_on_when_there_is_room()
    {
        using var database = Open();
        var pages = database.Read(connection => connection.QueryNumber("PRAGMA page_count")).Value;
        Limit(database, pages!.Value);
        var big = new string('x', 100_000);
        var full = database.Execute("INSERT INTO meta (key, value) VALUES ('big', $v)", ("$v", big));
        Assert.Equal(ErrorCodes.StorageFull, full.Error!.Code);
        Assert.Equal(0, Count(database));

        Limit(database, 1_000_000);
        Assert.True(database.Execute("INSERT INTO meta (key, value) VALUES ('big', $v)", ("$v", big)).IsSuccess);

        // What SQLite answers when the disk has no page left: SQLITE_FULL, here by its own limit.
        static void Limit(DroverDatabase database, long pages) =>
            Assert.True(database.Read(connection => connection.QueryNumber(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"))).IsSuccess);
    }

    [Fact]
    public void A_database_that_cannot_be_written_is_an_error()
    {
        using var database = Open();
        Assert.True(database.Read(connection => connection.Execute("PRAGMA query_only = 1")).IsSuccess);
        Assert.Equal(ErrorCodes.StorageReadOnly, database.Execute("INSERT INTO meta (key, value) VALUES ('a', '1')").Error!.Code);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_database_is_an_error()
    {
        Directory.CreateDirectory(Path);
        Assert.Equal(ErrorCodes.StorageReadOnly, DroverDatabase.Open(Path, NullLogger.Instance).Error!.Code);
    }

    [Fact]
    public void Its_files_are_the_owner_s_alone()
    {
        using var database = Open();
        Assert.True(database.Execute("INSERT INTO meta (key, value) VALUES ('a', '1')").IsSuccess);
        Assert.All(Directory.GetFiles(_folder.Path), file => Assert.Equal(OwnFile.Mode, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void Damage_in_the_events_costs_no_session()
    {
        using (var database = Open())
        {
            var written = database.Write(connection =>
            {
                connection.Execute(
                    """
                    INSERT INTO sessions (
                        id, label, created_at, spec, ports, state, run_number, run_id, trigger, output, first_seq,
                        manual_restart_count, watch_restart_count, crash_restart_count, stop_wanted, health, file_change_count)
                    VALUES ('s1', 'web', 1, '{}', '{}', 'running', 1, 'r1', 'start', 'live', 1, 0, 0, 0, 0, 'none', 0)
                    """);
                for (var row = 0; row < 2_000; row++)
                {
                    connection.Execute("INSERT INTO events (ts, type, reason) VALUES (1, 'x', $r)", ("$r", new string('x', 100)));
                }

                return 0;
            });
            Assert.True(written.IsSuccess, written.Error?.Message);
        }

        Overwrite(new FileInfo(Path).Length - 40_000);
        using var opened = Open();
        Assert.Contains("taken over: 1", Assert.Single(opened.Warnings), StringComparison.Ordinal);
        Assert.Equal(["web"], opened.Read(connection => connection.Query("SELECT label FROM sessions", row => row.GetString(0))).Value);
    }

    public void Dispose() => _folder.Dispose();

    private void Overwrite(long from)
    {
        using var file = File.OpenWrite(Path);
        file.Position = from;
        file.Write(Encoding.ASCII.GetBytes(new string('#', 20_000)));
    }

    private static long? Count(DroverDatabase database) => database.Read(connection => connection.QueryNumber("SELECT COUNT(*) FROM meta")).Value;

    private DroverDatabase Open()
    {
        var opened = DroverDatabase.Open(Path, NullLogger.Instance);
        Assert.True(opened.IsSuccess, opened.Error?.Message);
        return opened.Value;
    }
}
