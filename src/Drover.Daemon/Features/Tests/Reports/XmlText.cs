using System.Xml;
using System.Xml.Linq;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>XML that others wrote: no entities, no other files, no more than a report has.</summary>
internal static class XmlText
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false };

    /// <returns>Null when it is broken, as that of a run that was killed is.</returns>
    public static XElement? Parse(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), Settings);
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
