namespace Drover.Contracts.Errors;

/// <summary>The word somebody may have meant: at most two typing errors away, and one when it is short.</summary>
public static class Nearest
{
    /// <summary>Finds it.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="known">What could have been meant.</param>
    /// <returns>The nearest known word; null when none is near.</returns>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var (best, least) = ((string?)null, word.Length <= 3 ? 2 : 3);
        foreach (var candidate in known)
        {
            var distance = Distance(word, candidate);
            if (distance < least)
            {
                (best, least) = (candidate, distance);
            }
        }

        return best;
    }

    // Damerau-Levenshtein, restricted: insert, delete, replace, swap neighbours.
    internal static int Distance(string left, string right)
    {
        var cost = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            cost[i, 0] = i;
        }

        for (var j = 0; j <= right.Length; j++)
        {
            cost[0, j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = left[i - 1] == right[j - 1] ? 0 : 1;
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1), cost[i - 1, j - 1] + replace);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[left.Length, right.Length];
    }
}
