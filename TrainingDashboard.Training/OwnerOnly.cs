namespace TrainingDashboard.Training;

/// <summary>Folders that only their owner may look into.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Takes a folder from everybody but its owner; what is in it is out of reach then as well.</summary>
    /// <returns>A sentence where that could not be done; none where it is so.</returns>
    public static IEnumerable<string> Make(string folder)
    {
        if (OperatingSystem.IsWindows())
            return [];
        try
        {
            var mode = File.GetUnixFileMode(folder);
            if ((mode & Others) != 0)
                File.SetUnixFileMode(folder, mode & ~Others);
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [$"Other users of this machine may be able to read the storage folder {folder}, which holds keys and data, and its mode cannot be changed: {e.Message}"];
        }
    }
}
