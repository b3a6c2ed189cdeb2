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
        StartRequestJson.CheckObject(json);
        var errors = new List<FieldError>();
        var step = ReadStep(json, errors);
        var rest = StartRequestJson.Read(json, errors, StepField);
        errors.AddRange(new[] { ("trainer", rest.Trainer is not null), ("dataset", rest.Dataset is not null), ("seed", rest.Seed is not null) }
            .Where(field => field.Item2)
            .Select(field => new FieldError(
                field.Item1, "A fork has that of the job it comes from. Expected any of step, name, epochs, hyperparameters.")));
        return errors.Count == 0
            ? new ForkRequest { Step = step, Name = rest.Name, Epochs = rest.Epochs, Hyperparameters = rest.Hyperparameters }
            : throw new InvalidInputException(errors);
    }

    /// <summary>The step alone.</summary>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public static long ReadStepOnly(JsonElement json)
    {
        StartRequestJson.CheckObject(json);
        var errors = new List<FieldError>();
        var step = ReadStep(json, errors);
        if (json.ValueKind == JsonValueKind.Object)
        {
            errors.AddRange(json.EnumerateObject().Where(field => field.Name != StepField)
                .Select(field => new FieldError(Shown.Cut(field.Name), "There is no such field. Expected step.")));
        }

        return errors.Count == 0 ? step : throw new InvalidInputException(errors);
    }

    private static long ReadStep(JsonElement json, List<FieldError> errors)
    {
        if (json.ValueKind == JsonValueKind.Null || !json.TryGetProperty(StepField, out var value))
            errors.Add(new FieldError(StepField, "Expected the step of a checkpoint, but the field is not there."));
        else if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var step) && step >= 0)
            return step;
        else
            errors.Add(new FieldError(StepField, $"Expected the step of a checkpoint, a whole number; got {Shown.Cut(value.GetRawText())}."));
        return 0;
    }
}
