using System.Text.Json;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;

namespace TrainingDashboard.Web.Api;

/// <summary>Reads what somebody sends to fork a job or to rewind it, naming every field that is wrong.</summary>
internal static class ForkRequestJson
{
    private const string StepField = "step";

    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public static ForkRequest Read(JsonElement json)
    {
        var step = ReadStep(json);
        var rest = StartRequestJson.Read(json, StepField);
        FieldError[] fixedOnes =
        [
            .. new[] { ("trainer", rest.Trainer is not null), ("dataset", rest.Dataset is not null), ("seed", rest.Seed is not null) }
                .Where(field => field.Item2)
                .Select(field => new FieldError(field.Item1, "A fork has that of the job it comes from. Expected any of step, name, epochs, hyperparameters.")),
        ];
        return fixedOnes.Length == 0
            ? new ForkRequest { Step = step, Name = rest.Name, Epochs = rest.Epochs, Hyperparameters = rest.Hyperparameters }
            : throw new InvalidInputException(fixedOnes);
    }

    /// <summary>The step alone.</summary>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public static long ReadStepOnly(JsonElement json)
    {
        var step = ReadStep(json);
        var other = json.EnumerateObject().FirstOrDefault(field => field.Name != StepField);
        return other.Value.ValueKind == JsonValueKind.Undefined
            ? step
            : throw new InvalidInputException(Shown.Cut(other.Name), "There is no such field. Expected step.");
    }

    private static long ReadStep(JsonElement json)
    {
        if (json.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
            throw new InvalidInputException("body", $"Expected a JSON object, got {Shown.Cut(json.GetRawText())}.");
        if (json.ValueKind == JsonValueKind.Null || !json.TryGetProperty(StepField, out var value))
            throw new InvalidInputException(StepField, "Expected the step of a checkpoint, but the field is not there.");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var step) && step >= 0
            ? step
            : throw new InvalidInputException(StepField, $"Expected the step of a checkpoint, a whole number; got {Shown.Cut(value.GetRawText())}.");
    }
}
