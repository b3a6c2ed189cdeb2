using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace TrainingDashboard.Web.Security;

/// <summary>The keys that pages are protected with. One broken file among them would make every page fail.</summary>
internal static class KeyRing
{
    private static readonly string[] s_kinds = ["key", "revocation"];

    /// <summary>Renames key files that cannot be used, so that new keys are made.</summary>
    /// <param name="folder">Where they are; it need not exist.</param>
    /// <param name="now">For the new name.</param>
    /// <returns>A sentence for each.</returns>
    public static IReadOnlyList<string> SetAsideBroken(string folder, DateTimeOffset now)
    {
        if (!Directory.Exists(folder))
            return [];
        var said = new List<string>();
        foreach (var file in Directory.GetFiles(folder, "*.xml").Order(StringComparer.Ordinal))
        {
            if (FaultOf(file) is not { } fault)
                continue;
            var aside = string.Create(CultureInfo.InvariantCulture, $"{file}.broken-{now:yyyyMMddHHmmss}");
            File.Move(file, aside, overwrite: true);
            said.Add($"The key file {Path.GetFileName(file)} is broken ({fault}) and was set aside as {Path.GetFileName(aside)}. New keys are made; pages that were open have to be loaded again.");
        }

        return said;
    }

    // Only that file, as the dashboard itself would use it.
    private static string? FaultOf(string file)
    {
        try
        {
            var element = XElement.Load(file);
            if (!s_kinds.Contains(element.Name.LocalName))
                return $"it holds <{Training.Jobs.Shown.Cut(element.Name.LocalName)}>";
            var services = new ServiceCollection();
            services.AddDataProtection();
            services.Configure<KeyManagementOptions>(options => options.XmlRepository = new OneElement(element));
            using var provider = services.BuildServiceProvider();
            var keys = provider.GetRequiredService<IKeyManager>().GetAllKeys();
            foreach (var key in keys)
                _ = key.CreateEncryptor();
            return element.Name.LocalName == s_kinds[0] && keys.Count == 0 ? "it holds no key that can be read" : null;
        }
        catch (Exception e) when (e is not UnauthorizedAccessException)
        {
            return Training.Jobs.Shown.CutTo(e.Message.ReplaceLineEndings(" "), 200);
        }
    }

    private sealed class OneElement(XElement element) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => [element];

        public void StoreElement(XElement element, string friendlyName)
        {
            // Nothing is kept of a trial.
        }
    }
}
