using System.Runtime.InteropServices;
using System.Text;

namespace TrainingDashboard.Training.Checkpoints;

/// <summary>Collects named arrays for a checkpoint. Names are unique within the state that writes them.</summary>
public sealed class StateWriter
{
    private readonly BinaryWriter _output;
    private readonly HashSet<string> _names;
    private readonly string _prefix;

    internal StateWriter(BinaryWriter output)
        : this(output, [], "")
    {
    }

    private StateWriter(BinaryWriter output, HashSet<string> names, string prefix)
    {
        _output = output;
        _names = names;
        _prefix = prefix;
    }

    /// <summary>A writer whose names are kept apart from the caller's.</summary>
    public StateWriter Scope(string name) => new(_output, _names, $"{_prefix}{name}/");

    /// <summary>Writes an array of numbers exactly.</summary>
    /// <typeparam name="T">byte, int, long, ulong, float or double.</typeparam>
    /// <exception cref="ArgumentException">The name was used before, or the type is none of these.</exception>
    public void Write<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var type = StateTypes.Of<T>();
        var full = _prefix + name;
        if (!_names.Add(full))
            throw new ArgumentException($"The state '{full}' was written twice.", nameof(name));
        var bytes = MemoryMarshal.AsBytes(values);
        var utf8 = Encoding.UTF8.GetBytes(full);
        _output.Write(checked((ushort)utf8.Length));
        _output.Write(utf8);
        _output.Write((byte)type);
        _output.Write((long)bytes.Length);
        _output.Write(bytes);
    }
}
