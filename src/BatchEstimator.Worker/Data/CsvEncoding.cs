using System.Text;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Data;

/// <summary>How the bytes of a CSV file become characters.</summary>
/// <param name="MarkLength">The length of the byte-order mark.</param>
internal sealed record CsvEncoding(Encoding Encoding, int MarkLength)
{
    /// <summary>Stands where bytes were no characters of the encoding; never a character of a text, so it is found again with its line and column.</summary>
    public const char Undecodable = '\uFFFF';

    /// <summary>Half of a character: no decoder delivers one at the beginning of a line.</summary>
    public const char NoCharacter = '\uDFFF';

    private const int Utf8 = 65001, Utf16 = 1200, Utf16BigEndian = 1201, Korean = 949;

    static CsvEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public bool IsUtf16 => Encoding.CodePage is Utf16 or Utf16BigEndian;

    /// <summary>A byte-order mark tells; else the name the job gives; else it is UTF-8.</summary>
    public static CsvEncoding Of(string path, ReadOnlySpan<byte> sample, string name)
    {
        (int codePage, int markLength) = sample switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Utf8, 3),
            [0xFF, 0xFE, ..] => (Utf16, 2),
            [0xFE, 0xFF, ..] => (Utf16BigEndian, 2),
            _ => (CodePageOf(path, name), 0),
        };
        DecoderFallback mark = new DecoderReplacementFallback(Undecodable.ToString());
        return new CsvEncoding(Encoding.GetEncoding(codePage, EncoderFallback.ReplacementFallback, mark), markLength);
    }

    public string Decode(ReadOnlySpan<byte> bytes) => Encoding.GetString(bytes[MarkLength..]);

    /// <summary>What to say of bytes that are no characters; <paramref name="sample"/> decides which encoding is proposed.</summary>
    public InputProblem Problem(ReadOnlySpan<byte> sample, string found)
    {
        // The sample's last line may be cut within a character.
        ReadOnlySpan<byte> lines = sample[..(sample.LastIndexOf((byte)'\n') + 1)];
        string korean = Encoding.GetEncoding(Korean, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback).GetString(lines);
        bool looksKorean = korean.Any(character => character is >= '\uAC00' and <= '\uD7A3') && !korean.Contains('\uFFFD');
        string first = looksKorean ? "cp949 (Korean)" : "windows-1252 (Western European)";
        string second = looksKorean ? "windows-1252" : "cp949";
        return new InputProblem("WRONG_ENCODING", $"These bytes are not {Encoding.WebName}.",
            $"Set input.csv.encoding in the job, perhaps to {first} or {second}, or save the file as UTF-8.") { Found = found };
    }

    private static int CodePageOf(string path, string name)
    {
        if (name.Equals("auto", StringComparison.OrdinalIgnoreCase)) return Utf8;
        try
        {
            return TextEncodings.Get(name).CodePage;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            throw InputProblems.Single(path, new InputProblem(
                "UNKNOWN_ENCODING", "The job names an encoding that does not exist.",
                "Write utf-8, utf-16, cp949 (Korean), shift_jis, gb18030, windows-1252 or another registered name as input.csv.encoding.") { Found = name });
        }
    }
}
