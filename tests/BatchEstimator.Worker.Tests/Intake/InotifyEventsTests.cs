using System.Collections.Concurrent;
using System.Runtime.Versioning;
using BatchEstimator.Worker.Intake;
using BatchEstimator.Worker.Tests.Support;

namespace BatchEstimator.Worker.Tests.Intake;

[SupportedOSPlatform("linux")]
public sealed class InotifyEventsTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly InotifyEvents events = InotifyEvents.TryOpen()!;
    private readonly BlockingCollection<string> movedIn = [];
    private readonly BlockingCollection<bool> changes = [];

    public InotifyEventsTests()
    {
        events.MovedIn += movedIn.Add;
        events.Changed += () => changes.Add(true);
        Directory.CreateDirectory(folder.Path("in"));
        events.Watch([folder.Path("in")]);
    }

    public void Dispose()
    {
        events.Dispose();
        movedIn.Dispose();
        changes.Dispose();
        folder.Dispose();
    }

    private static T Take<T>(BlockingCollection<T> from)
    {
        Assert.True(from.TryTake(out var taken, TimeSpan.FromSeconds(30)), "no event came");
        return taken!;
    }

    [Fact]
    public void A_file_moved_in_is_told_from_one_that_is_written_there()
    {
        File.WriteAllText(folder.Path("in/written.csv"), "a");
        File.Move(folder.Write("측정.csv", "a"), folder.Path("in/측정.csv"));
        File.WriteAllText(folder.Path("in/x.tmp"), "a");
        File.Move(folder.Path("in/x.tmp"), folder.Path("in/x.csv"));

        Assert.Equal(folder.Path("in/측정.csv"), Take(movedIn));
        Assert.Equal(folder.Path("in/x.csv"), Take(movedIn));
        Assert.Empty(movedIn);
    }

    [Fact]
    public void A_written_file_is_a_change()
    {
        File.WriteAllText(folder.Path("in/written.csv"), "a");
        Take(changes);
    }

    [Fact]
    public void A_folder_that_was_deleted_and_made_again_is_listened_to_again()
    {
        Directory.Delete(folder.Path("in"));
        Take(changes);
        Directory.CreateDirectory(folder.Path("in"));
        events.Watch([folder.Path("in")]);
        File.Move(folder.Write("y.csv", "a"), folder.Path("in/y.csv"));

        Assert.Equal(folder.Path("in/y.csv"), Take(movedIn));
    }
}
