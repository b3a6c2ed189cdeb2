using System.Text;
using global::Parquet;
using global::Parquet.Schema;
using TrainingDashboard.Training.Data.Files;

namespace TrainingDashboard.Training.Data.Tables.Parquet;

/// <summary>Reads the rows of a Parquet file, one row group in memory at a time. The first record is the columns' names.</summary>
internal sealed class ParquetRecordReader : IRecordReader
{
    private readonly DataFile _file;
    private readonly DatasetLimits _limits;
    private readonly Stream _stream;
    private readonly ParquetReader _reader;
    private readonly DataField[] _fields;
    private ParquetColumn[] _columns = [];
    private int _group;
    private int _rowsInGroup;
    private int _next;
    private byte[] _text = new byte[4096];
    private readonly (int Start, int Length)[] _cells;
    private int _row = -1;

    /// <exception cref="DatasetFormatException">It is no Parquet file, or has no column that can stand in a table.</exception>
    public ParquetRecordReader(DataFile file, DatasetLimits limits)
    {
        (_file, _limits) = (file, limits);
        _stream = OpenSeekable(file, limits);
        try
        {
            _reader = Guarded(() => ParquetReader.CreateAsync(_stream).GetAwaiter().GetResult());
            var schema = Guarded(() => _reader.Schema);
            _fields = [.. schema.DataFields.Where(ParquetColumn.CanRead)];
            Unread = [.. schema.Fields.Where(field => field is not DataField data || !ParquetColumn.CanRead(data)).Select(field => field.Name)];
            if (_fields.Length > limits.MaxColumns)
                throw DatasetFormatException.OfFile(file.Title, $"Expected at most {limits.MaxColumns:N0} columns, but the file has {_fields.Length:N0}.");
            _cells = new (int, int)[_fields.Length];
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>Columns that cannot stand in a table, as they hold lists, maps or bytes.</summary>
    public IReadOnlyList<string> Unread { get; }

    public int RecordLine => Math.Max(1, _row);

    public int Line => RecordLine;

    public int Count => _fields.Length;

    public ReadOnlySpan<byte> Bytes(int index) => _text.AsSpan(_cells[index].Start, _cells[index].Length);

    public int LineOf(int index) => RecordLine;

    public bool Read()
    {
        _row++;
        if (_row == 0)
        {
            Fill((column, into) => Encoding.UTF8.GetByteCount(_fields[column].Name) is var length && length > into.Length ? -length : Encoding.UTF8.GetBytes(_fields[column].Name, into));
            return _fields.Length > 0;
        }
        while (_next == _rowsInGroup)
        {
            if (_group == _reader.RowGroupCount)
                return false;
            ReadGroup();
        }
        var row = _next++;
        Fill((column, into) => _columns[column].Write(row, into));
        return true;
    }

    public DatasetFormatException Fault(int index, string reason) => DatasetFormatException.AtRow(_file.Title, RecordLine, index + 1, reason);

    public void Dispose()
    {
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stream.Dispose();
    }

    private void ReadGroup()
    {
        using var group = Guarded(() => _reader.OpenRowGroupReader(_group++));
        if (group.RowCount < 0 || group.RowCount * _fields.Length > _limits.MaxCells)
            throw DatasetFormatException.AtRow(_file.Title, RecordLine, 1, $"Expected at most {_limits.MaxCells:N0} cells in a row group, but this one has {group.RowCount:N0} rows.");
        (_rowsInGroup, _next) = ((int)group.RowCount, 0);
        _columns = Guarded(() => Array.ConvertAll(_fields, field => ParquetColumn.Read(group, field, _rowsInGroup, CancellationToken.None)));
    }

    private void Fill(Writer write)
    {
        var length = 0;
        for (var column = 0; column < _fields.Length; column++)
        {
            int written;
            while ((written = write(column, _text.AsSpan(length))) < 0)
            {
                if (-written > _limits.MaxCellBytes)
                    throw Fault(column, $"Expected a cell of at most {_limits.MaxCellBytes:N0} bytes, but this one has {-written:N0}.");
                Array.Resize(ref _text, Math.Max(_text.Length * 2, length - written));
            }
            _cells[column] = (length, written);
            length += written;
        }
    }

    // Parquet's directory stands at the end, so a packed file is unpacked into memory.
    private static Stream OpenSeekable(DataFile file, DatasetLimits limits)
    {
        var stream = file.Open(limits);
        if (stream.CanSeek)
            return stream;
        using (stream)
        {
            var unpacked = new MemoryStream();
            stream.CopyTo(unpacked);
            unpacked.Position = 0;
            return unpacked;
        }
    }

    // The library tells of broken files by whatever its parsing runs into.
    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (OutOfMemoryException or DatasetFormatException or OperationCanceledException))
        {
            throw DatasetFormatException.AtByte(_file.Title, 0, $"Expected a sound Parquet file, but it is damaged or has what is not supported: {e.Message.Split('\n')[0].Trim()}");
        }
    }

    private delegate int Writer(int column, Span<byte> into);
}
