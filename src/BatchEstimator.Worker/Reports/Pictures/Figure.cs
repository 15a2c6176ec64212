namespace BatchEstimator.Worker.Reports.Pictures;

/// <summary>A picture with all that a reader needs to understand it.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Reading">How to read it, in a sentence or two.</param>
/// <param name="Keys">What the colours mean.</param>
/// <param name="Svg">A clean inline SVG.</param>
internal sealed record Figure(string Title, string Reading, IReadOnlyList<FigureKey> Keys, string Svg);

/// <param name="Mark">The class of the swatch in the page's style: <c>data</c>, <c>likelihood</c>, <c>prior</c>, <c>posterior</c>, with <c>line</c>, <c>dash</c> or <c>dot</c>.</param>
internal sealed record FigureKey(string Mark, string Text);
