namespace BatchEstimator.Tests.Architecture;

/// <summary>The detector detects: otherwise a green architecture test would say nothing.</summary>
public class FolderGraphTests
{
    private const string Root = "P";

    [Fact]
    public void A_cycle_over_three_folders_is_named_with_its_types()
    {
        string cycle = Assert.Single(FolderGraph.Of([Uses("A", "B"), Uses("B", "C"), Uses("C", "A"), Uses("C", "D")], Root).Cycles());
        Assert.Equal("A -> B -> C -> A: A.InA uses B.InB; B.InB uses C.InC; C.InC uses A.InA", cycle);
    }

    [Fact]
    public void A_chain_has_no_cycle() => Assert.Empty(FolderGraph.Of([Uses("A", "B"), Uses("B", "C"), Uses("A", "C")], Root).Cycles());

    [Fact]
    public void A_folder_may_use_its_own_subfolders() => Assert.Empty(FolderGraph.Of([Uses("A", "A.Pages"), Uses("A.Pages", "A")], Root).Cycles());

    [Fact]
    public void References_inside_method_bodies_and_lambdas_are_seen()
    {
        var references = TypeReferences.Of(typeof(FolderGraphTests).Assembly);
        Assert.Contains(references, reference => reference.From.Name == nameof(FolderGraph) && reference.To.Name == nameof(TypeReferences));
        Assert.Contains(references, reference => reference.From.Name == nameof(FolderGraphTests) && reference.To.Name == nameof(FolderGraph));
    }

    private static TypeReference Uses(string from, string to) => new(Type(from), Type(to));

    private static TypeName Type(string folder) => new($"{Root}.{folder}", "In" + folder);
}
