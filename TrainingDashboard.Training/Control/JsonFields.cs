using System.Globalization;
using System.Text.Json;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Training.Control;

/// <summary>The fields of a JSON object, read one by one; what is wrong with them is collected under their names.</summary>
public sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly List<FieldError> _faults = [];
    private int _more;
    private readonly string _path;

    private JsonFields(string path) => _path = path;

    /// <summary>The fields of an object; of null and of nothing, none.</summary>
    /// <param name="json">The object.</param>
    /// <param name="path">Where it stands; empty for the whole message.</param>
    /// <param name="known">The fields it may have. A field that is null is as one that is not there.</param>
    /// <exception cref="InvalidInputException">It is no object.</exception>
    public static JsonFields Of(JsonElement json, string path, params string[] known)
    {
        var fields = new JsonFields(path);
        if (json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return fields;
        if (json.ValueKind != JsonValueKind.Object)
            throw new InvalidInputException(path.Length == 0 ? "body" : path, $"Expected a JSON object, got {Shown.Cut(json.GetRawText())}.");
        foreach (var field in json.EnumerateObject())
        {
            if (!known.Contains(field.Name))
                fields.Fault(Shown.Cut(field.Name), $"There is no such field. Expected any of {string.Join(", ", known)}.");
            else if (field.Value.ValueKind != JsonValueKind.Null)
                fields._fields[field.Name] = field.Value;
        }

        return fields;
    }

    /// <summary>Whether a field is there and not null.</summary>
    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>A field as it is; null where it is not there.</summary>
    public JsonElement? Find(string name) => _fields.TryGetValue(name, out var value) ? value : null;

    /// <summary>A field's text; null where it is not there or is a fault.</summary>
    public string? Text(string name)
    {
        if (!_fields.TryGetValue(name, out var json))
            return null;
        try
        {
            if (json.ValueKind == JsonValueKind.String)
                return json.GetString();
            Fault(name, $"Expected a text, got {Shown.Cut(json.GetRawText())}.");
        }
        catch (InvalidOperationException)
        {
            Fault(name, "Expected text; it holds half of a surrogate pair.");
        }

        return null;
    }

    /// <summary>A field's whole number; null where it is not there or is a fault.</summary>
    public long? Whole(string name, long minimum, long maximum)
    {
        if (!_fields.TryGetValue(name, out var json))
            return null;
        if (json.ValueKind == JsonValueKind.Number && json.TryGetInt64(out var whole) && whole >= minimum && whole <= maximum)
            return whole;
        Fault(name, $"Expected a whole number from {minimum} to {maximum}, got {Shown.Cut(json.GetRawText())}.");
        return null;
    }

    /// <summary>A field's number; null where it is not there or is a fault.</summary>
    public double? Real(string name, double minimum, double maximum)
    {
        if (!_fields.TryGetValue(name, out var json))
            return null;
        if (json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var real) && real >= minimum && real <= maximum)
            return real;
        Fault(name, string.Create(CultureInfo.InvariantCulture, $"Expected a number from {minimum} to {maximum}, got {Shown.Cut(json.GetRawText())}."));
        return null;
    }

    /// <summary>The members of a field that is an object, without those that are a fault; null where it is not there or is no object.</summary>
    public Dictionary<string, JsonElement>? Members(string name)
    {
        if (!_fields.TryGetValue(name, out var json))
            return null;
        if (json.ValueKind == JsonValueKind.Object)
        {
            var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var member in json.EnumerateObject())
            {
                if (IsText(member.Value))
                    members[member.Name] = member.Value.Clone();
                else
                    Fault($"{name}.{Shown.Cut(member.Name)}", "Expected text; it holds half of a surrogate pair.");
            }

            return members;
        }

        Fault(name, $"Expected an object of names and values, got {Shown.Cut(json.GetRawText())}.");
        return null;
    }

    /// <summary>The items of a field that is a list; null where it is not there or is a fault.</summary>
    public IReadOnlyList<JsonElement>? Items(string name)
    {
        if (!_fields.TryGetValue(name, out var json))
            return null;
        if (json.ValueKind == JsonValueKind.Array)
            return [.. json.EnumerateArray()];
        Fault(name, $"Expected a list, got {Shown.Cut(json.GetRawText())}.");
        return null;
    }

    /// <summary>The value; where the field is not there, that is a fault.</summary>
    public T? Need<T>(string name, T? value, string expected)
        where T : struct
    {
        if (!Has(name))
            Missing(name, expected);
        return value;
    }

    /// <summary>Notes that a field is not there, unless it has a fault already.</summary>
    public void Missing(string name, string expected)
    {
        if (_faults.All(fault => fault.Field != Path(name)))
            Fault(name, $"Expected {expected}, but the field is not there.");
    }

    /// <summary>Notes a fault of a field; after the first hundred they are only counted.</summary>
    public void Fault(string name, string message)
    {
        if (_faults.Count < InvalidInputException.MaximumErrors)
            _faults.Add(new FieldError(Path(name), message));
        else
            _more++;
    }

    /// <summary>Ends where there are faults.</summary>
    /// <exception cref="InvalidInputException">With the faults, where there are any.</exception>
    public void ThrowFaults()
    {
        if (_faults.Count > 0)
            throw new InvalidInputException(_faults, _more);
    }

    // JSON can escape what is no text; reading it as a string would throw.
    private static bool IsText(JsonElement json)
    {
        try
        {
            return json.ValueKind != JsonValueKind.String || json.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private string Path(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
