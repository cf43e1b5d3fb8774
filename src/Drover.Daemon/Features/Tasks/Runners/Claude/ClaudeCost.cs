using System.Text.Json;
using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Runners.Claude;

/// <summary>
/// What an attempt has cost. Newer versions tell it for each turn. Older ones tell totals: of its process, and since some version of the whole conversation when it was resumed. So the first total of
/// a resumed process is looked at: when it holds more than its own turn, and at least what was counted before, that is taken off. A total that gets smaller has
/// begun again. Between two results the usage told with messages stands in; a process that is killed is counted by that.
/// </summary>
internal sealed class ClaudeCost(RunnerStart start)
{
    private readonly Dictionary<string, Total> _turn = new(StringComparer.Ordinal);
    private Total _settled;
    private Total _baseline;
    private Total _last;
    private bool _told;

    public CostLedger Ledger
    {
        get
        {
            var now = _settled + (_last - _baseline);
            foreach (var message in _turn.Values)
            {
                now += message;
            }

            return new CostLedger { InputTokens = now.In, CachedTokens = now.Cached, OutputTokens = now.Out, EstimatedCents = _told ? Math.Round(now.Cents, 4) : null };
        }
    }

    /// <summary>The usage in a message of the agent; it comes once for each part of the message, the last counts.</summary>
    public void Estimate(JsonElement line)
    {
        if (line.Child("message") is { } message && message.Text("id") is { } id && message.Child("usage") is { } usage)
        {
            _turn[id] = OfUsage(usage, 0);
        }
    }

    /// <summary>The totals in a result.</summary>
    public void Take(JsonElement line)
    {
        _turn.Clear();
        if (line.Child("model_usage_since_last_result") is { ValueKind: JsonValueKind.Object } since)
        {
            (_settled, _told) = (_settled + OfModels(since, since.EnumerateObject().Sum(model => model.Value.Real("costUSD") ?? 0) * 100), true);
            return;
        }

        var cents = (line.Real("total_cost_usd") ?? 0) * 100;
        var own = line.Child("usage") is { } usage ? OfUsage(usage, cents) : new Total(0, 0, 0, cents);
        // Without totals by model, which old versions do not tell, turns are added up.
        var total = line.Child("modelUsage") is { ValueKind: JsonValueKind.Object } models ? OfModels(models, cents) : _last + own with { Cents = cents - _last.Cents };
        if (!_told && start is { ResumeSession: not null, Earlier: { } before } && HoldsEarlier(total, own, before))
        {
            _baseline = new Total(before.InputTokens, before.CachedTokens, before.OutputTokens, before.EstimatedCents ?? 0);
        }
        else if (total.Out < _last.Out || total.Cents < _last.Cents - 1e-9)
        {
            StartAgain();
        }

        (_last, _told) = (total, _told || line.Child("total_cost_usd") is not null);
    }

    /// <summary>The totals begin at zero from here on.</summary>
    public void StartAgain()
    {
        _settled += _last - _baseline;
        (_last, _baseline) = (default, default);
    }

    private static bool HoldsEarlier(Total total, Total own, CostLedger before) =>
        total.Out - own.Out >= before.OutputTokens
        && total.In - own.In >= before.InputTokens
        && total.Cents >= (before.EstimatedCents ?? 0) - 1e-3;

    private static Total OfUsage(JsonElement usage, double cents)
    {
        var cached = usage.Number("cache_read_input_tokens");
        return new Total(usage.Number("input_tokens") + usage.Number("cache_creation_input_tokens") + cached, cached, usage.Number("output_tokens"), cents);
    }

    private static Total OfModels(JsonElement models, double cents)
    {
        var total = new Total(0, 0, 0, cents);
        foreach (var model in models.EnumerateObject())
        {
            var cached = model.Value.Number("cacheReadInputTokens");
            total += new Total(model.Value.Number("inputTokens") + model.Value.Number("cacheCreationInputTokens") + cached, cached, model.Value.Number("outputTokens"), 0);
        }

        return total;
    }

    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    private readonly record struct Total(long In, long Cached, long Out, double Cents)
    {
        public static Total operator +(Total a, Total b) => new(a.In + b.In, a.Cached + b.Cached, a.Out + b.Out, a.Cents + b.Cents);

        public static Total operator -(Total a, Total b) => new(a.In - b.In, a.Cached - b.Cached, a.Out - b.Out, a.Cents - b.Cents);
    }
}
