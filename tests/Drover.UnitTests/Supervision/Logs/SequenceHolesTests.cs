using Drover.Supervision.Logs;
using Xunit;

namespace Drover.UnitTests.Supervision.Logs;

public sealed class SequenceHolesTests
{
    private readonly SequenceHoles _holes = new([(5, 8), (1, 3), (8, 10)]);

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 10)]
    [InlineData(9, 10)]
    [InlineData(99, 99)]
    public void The_next_free_number_is_one_that_nobody_uses(long wanted, long free) => Assert.Equal(free, _holes.Next(wanted));
}
