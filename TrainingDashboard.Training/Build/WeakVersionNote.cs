using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Copies a 64-bit ELF library with one version note marked weak, so that the loader warns instead of refusing where a
/// dependency lacks that version. Fails unless the note is there once, and the only symbol of that version is the one
/// expected, which no relocation asks for: then nothing that the library calls is missed.
/// </summary>
/// <remarks>Layout: System V ABI, chapter 4, and the Linux Standard Base's "Symbol Versioning".</remarks>
public sealed class WeakVersionNote : Task
{
    private const uint NoteSection = 0x6ffffffe;
    private const uint VersionSection = 0x6fffffff;
    private const uint SymbolSection = 11;
    private const uint RelocationSection = 4;
    private const int Weak = 2;

    /// <summary>The library.</summary>
    [Required]
    public string Source { get; set; }

    /// <summary>Where the copy goes.</summary>
    [Required]
    public string Destination { get; set; }

    /// <summary>The version that becomes weak.</summary>
    [Required]
    public string Version { get; set; }

    /// <summary>The only symbol that may be of this version.</summary>
    [Required]
    public string Symbol { get; set; }

    private byte[] _file;

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            _file = File.ReadAllBytes(Source);
            if (_file.Length < 64 || _file[0] != 0x7f || _file[1] != 'E' || _file[4] != 2 || _file[5] != 1)
                throw new InvalidDataException("it is no 64-bit little-endian ELF file");
            MarkWeak();
            Directory.CreateDirectory(Path.GetDirectoryName(Destination));
            File.WriteAllBytes(Destination, _file);
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or IndexOutOfRangeException or ArgumentException or IOException)
        {
            Log.LogError("'{0}' is not as expected: {1}. Was TorchSharp's version changed? See TrainingDashboard.Training/Build/TorchSharp.targets.", Source, e.Message);
            return false;
        }
    }

    private void MarkWeak()
    {
        var notes = Section(NoteSection);
        var names = Section(notes.Link, byIndex: true);
        int index = -1, found = 0;
        for (int file = notes.Offset, more = 1; more != 0; file += more)
        {
            more = Int(file + 12);
            for (int note = file + Int(file + 8), next = 1; next != 0; note += next)
            {
                next = Int(note + 12);
                if (Text(names.Offset + Int(note + 8)) != Version)
                    continue;
                found++;
                index = Short(note + 6);
                _file[note + 4] |= Weak;
            }
        }

        if (found != 1)
            throw new InvalidDataException($"expected one version note {Version}, but found {found}");
        CheckSymbols(index);
    }

    private void CheckSymbols(int version)
    {
        var symbols = Section(SymbolSection);
        var versions = Section(VersionSection);
        var names = Section(symbols.Link, byIndex: true);
        for (var symbol = 0; symbol < symbols.Size / 24; symbol++)
        {
            if ((Short(versions.Offset + (2 * symbol)) & 0x7fff) != version)
                continue;
            var name = Text(names.Offset + Int(symbols.Offset + (24 * symbol)));
            if (name != Symbol)
                throw new InvalidDataException($"{name} is of version {Version}, too");
            CheckNothingRefersTo(symbol);
        }
    }

    private void CheckNothingRefersTo(int symbol)
    {
        for (var i = 0; i < Short(60); i++)
        {
            var section = Section((uint)i, byIndex: true);
            if (section.Type != RelocationSection)
                continue;
            for (var at = section.Offset; at < section.Offset + section.Size; at += 24)
            {
                if (Int(at + 12) == symbol)
                    throw new InvalidDataException($"it uses {Symbol}");
            }
        }
    }

    private (uint Type, uint Link, int Offset, int Size) Section(uint wanted, bool byIndex = false)
    {
        var (table, size) = (checked((int)BitConverter.ToInt64(_file, 40)), Short(58));
        for (var i = 0; i < Short(60); i++)
        {
            var at = table + (i * size);
            var type = (uint)Int(at + 4);
            if (byIndex ? i == wanted : type == wanted)
                return (type, (uint)Int(at + 40), checked((int)BitConverter.ToInt64(_file, at + 24)), checked((int)BitConverter.ToInt64(_file, at + 32)));
        }

        throw new InvalidDataException($"it has no section {(byIndex ? "" : "of type ")}{wanted}");
    }

    private int Int(int at) => BitConverter.ToInt32(_file, at);

    private int Short(int at) => BitConverter.ToUInt16(_file, at);

    private string Text(int at) => Encoding.ASCII.GetString(_file, at, Array.IndexOf(_file, (byte)0, at) - at);
}
