using System.Security.Cryptography;
using TrainingDashboard.Training.Data;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Training.Control;

/// <summary>Turns a request into a spec, checking every field against the catalogs.</summary>
public sealed class SpecBuilder(TrainerCatalog trainers, DatasetCatalog datasets)
{
    /// <summary>The spec with every default filled in.</summary>
    /// <exception cref="InvalidInputException">With every fault found.</exception>
    public JobSpec Build(StartRequest request)
    {
        var (errors, more) = (new List<FieldError>(), 0);
        var trainer = FindTrainer(request, errors);
        var dataset = FindDataset(request, trainer, errors);
        var name = CheckName(request.Name, errors);
        if (request.Epochs is < 1 or > StartRequest.MaximumEpochs)
            errors.Add(new FieldError("epochs", $"Expected a whole number from 1 to {StartRequest.MaximumEpochs}, got {request.Epochs}."));
        if (request.Seed is < -StartRequest.MaximumSeed or > StartRequest.MaximumSeed)
            errors.Add(new FieldError("seed", $"Expected a whole number from {-StartRequest.MaximumSeed} to {StartRequest.MaximumSeed}, got {request.Seed}."));

        HyperparameterValues? values = null;
        try
        {
            if (trainer is not null)
                values = HyperparameterValues.Resolve(trainer.Hyperparameters, request.Hyperparameters ?? NoValues);
        }
        catch (InvalidInputException e)
        {
            errors.AddRange(e.Errors);
            more = e.More;
        }

        if (errors.Count > 0)
            throw new InvalidInputException(errors, more);
        return new JobSpec(
            name ?? $"{trainer!.Name} on {dataset!.Name}",
            trainer!.Name,
            dataset!.Name,
            request.Epochs ?? trainer.DefaultEpochs,
            request.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue),
            values!.ToJson(),
            DatasetDigest: datasets.DigestOf(dataset.Name));
    }

    private static Dictionary<string, System.Text.Json.JsonElement> NoValues => [];

    private static string? CheckName(string? name, List<FieldError> errors)
    {
        var trimmed = name?.Trim();
        if (string.IsNullOrEmpty(trimmed))
            return null;
        if (trimmed.Length > StartRequest.MaximumNameLength)
            errors.Add(new FieldError("name", $"Expected at most {StartRequest.MaximumNameLength} characters, got {trimmed.Length}."));
        else if (trimmed.Any(char.IsControl) || !trimmed.IsNormalized())
            errors.Add(new FieldError("name", "Expected text without control characters, in Unicode's composed form (NFC)."));
        return trimmed;
    }

    private TrainerDescription? FindTrainer(StartRequest request, List<FieldError> errors)
    {
        if (request.Trainer is null)
            return trainers.Default.Description;
        if (trainers.Find(request.Trainer) is { } found)
            return found.Description;
        errors.Add(new FieldError("trainer", $"There is no trainer of this name. There are {string.Join(", ", trainers.All.Select(t => t.Description.Name))}."));
        return null;
    }

    private DatasetInfo? FindDataset(StartRequest request, TrainerDescription? trainer, List<FieldError> errors)
    {
        if (request.Dataset is null)
        {
            var fitting = trainer is null ? null : datasets.List().FirstOrDefault(d => trainer.Accepts.Contains(d.Kind));
            if (trainer is not null && fitting is null)
                errors.Add(new FieldError("dataset", $"The trainer {trainer.Name} learns from {Words(trainer)}; there is no such dataset yet."));
            return fitting;
        }

        if (datasets.Find(request.Dataset) is not { } found)
        {
            errors.Add(new FieldError("dataset", $"There is no dataset of this name. There are {string.Join(", ", datasets.List().Select(d => d.Name).Take(20))}."));
            return null;
        }

        if (trainer is not null && !trainer.Accepts.Contains(found.Kind))
            errors.Add(new FieldError("dataset", $"The trainer {trainer.Name} learns from {Words(trainer)}; {found.Name} holds {found.Kind.ToPlural()}."));
        return found;
    }

    private static string Words(TrainerDescription trainer) => string.Join(" and ", trainer.Accepts.Select(kind => kind.ToPlural()));
}
