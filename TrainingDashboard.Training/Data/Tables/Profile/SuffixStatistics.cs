using TrainingDashboard.Training.Data.Tables.Cells;

namespace TrainingDashboard.Training.Data.Tables.Profile;

/// <summary>What stands after the digits of a column's cells: units, and K, M and B.</summary>
internal sealed class SuffixStatistics
{
    private const int MostUnits = 8;

    private readonly List<(byte[] Unit, long Count)> _units = [];
    private byte _magnitude;
    private bool _isMagnitudeSure;

    /// <summary>The unit that most cells have, and how many; null if there is none.</summary>
    public (string Unit, long Count)? Unit =>
        _units.Count == 0 ? null : _units.MaxBy(unit => unit.Count) is var most ? (System.Text.Encoding.UTF8.GetString(most.Unit), most.Count) : null;

    /// <summary>Whether K, M and B stand for thousands and so on and are no part of codes such as 12B: one has a fraction or a currency, there are two of them, or it is K, which no code ends in.</summary>
    public bool AreMagnitudes => _isMagnitudeSure;

    public void AddUnit(ReadOnlySpan<byte> cell)
    {
        var unit = UnitCell.Of(cell);
        for (var i = 0; i < _units.Count; i++)
        {
            if (!unit.SequenceEqual(_units[i].Unit))
                continue;
            _units[i] = (_units[i].Unit, _units[i].Count + 1);
            return;
        }
        if (_units.Count < MostUnits)
            _units.Add((unit.ToArray(), 1));
    }

    public void AddMagnitude(ReadOnlySpan<byte> cell)
    {
        if (_isMagnitudeSure)
            return;
        var magnitude = (byte)(cell[^1] & ~0x20);
        _isMagnitudeSure = magnitude == (byte)'K' || (_magnitude != 0 && _magnitude != magnitude) || cell.IndexOfAny((byte)'.', (byte)',') >= 0 || cell[0] is not ((byte)'-' or (byte)'+' or >= (byte)'0' and <= (byte)'9');
        _magnitude = magnitude;
    }
}
