using BatchEstimator.Worker.Reports.Pictures;

namespace BatchEstimator.Worker.Reports.Html;

internal static class FigureMarkup
{
    public static void WriteAll(HtmlWriter page, IReadOnlyList<Figure> figures, string layout)
    {
        if (figures.Count == 0) return;
        page.Write($"""<div class="{layout}">""");
        foreach (var figure in figures) Write(page, figure);
        page.Write($"</div>");
    }

    private static void Write(HtmlWriter page, Figure figure)
    {
        page.Write($"""<figure><figcaption class="title">{figure.Title}</figcaption><div class="card">{new Markup(figure.Svg)}</div><ul class="keys">""");
        foreach (var key in figure.Keys) page.Write($"""<li><span class="key {key.Mark}"></span>{key.Text}</li>""");
        page.Write($"""</ul><p class="reading">{figure.Reading}</p></figure>""");
    }
}
