using System.Globalization;
using System.Text.Json;
using Microsoft.JSInterop;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Trainers;

namespace TrainingDashboard.Web.Components.NewJob;

/// <summary>
/// What had been entered into New job when its page was loaded anew. The browser writes it down, field by field, in its tab
/// (<c>formDraft.ts</c>): also what is typed while the server is away, of which the server never hears.
/// </summary>
internal sealed class NewJobDraft(IReadOnlyDictionary<string, string> fields)
{
    /// <summary>Where the browser keeps the draft of a page.</summary>
    public static string NameOf(string address) => $"draft {new Uri(address).PathAndQuery}";

    /// <summary>The draft of a page; null where there is none.</summary>
    public static async Task<NewJobDraft?> ReadAsync(IJSRuntime script, string name)
    {
        try
        {
            return await script.InvokeAsync<string?>("sessionStorage.getItem", name) is { } text
                && JsonSerializer.Deserialize<Dictionary<string, string>>(text) is { } fields
                    ? new NewJobDraft(fields)
                    : null;
        }
        catch (Exception e) when (e is JsonException or JSException or JSDisconnectedException)
        {
            // What is not a draft is none, and storage may be forbidden.
            return null;
        }
    }

    /// <summary>Forgets a draft.</summary>
    public static async Task DropAsync(IJSRuntime script, string name)
    {
        try
        {
            await script.InvokeVoidAsync("sessionStorage.removeItem", name);
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The page has gone; what it had started is found by its key.
        }
    }

    /// <summary>The key of the start that it is for; null where none was written down.</summary>
    public string? Key => fields.GetValueOrDefault("key") is { } key && CommandId.IsProper(key) ? key : null;

    /// <summary>Puts into the form what was in it.</summary>
    /// <returns>What could not be put back, as sentences.</returns>
    public IReadOnlyList<string> Fill(NewJobForm form, TrainerCatalog trainers)
    {
        var lost = new List<string>();
        if (Field("trainer") is { } name)
        {
            if (trainers.Find(name) is { } trainer)
                form.Choose(trainer.Description);
            else
                lost.Add($"The trainer {name} is no longer there.");
        }

        form.Key = Key ?? form.Key;
        form.Dataset = Field("dataset") ?? Field("chosen-dataset") ?? form.Dataset;
        form.Name = Field("name") ?? form.Name;
        if (Field("epochs") is { } epochs)
            form.Epochs = int.TryParse(epochs, CultureInfo.InvariantCulture, out var whole) ? whole : null;
        if (Field("seed") is { } seed)
            form.Seed = long.TryParse(seed, CultureInfo.InvariantCulture, out var whole) ? whole : null;
        foreach (var hyperparameter in form.Trainer.Hyperparameters)
        {
            if (Field(HyperparameterField.IdOf(hyperparameter)) is { } text)
                form.Values[hyperparameter.Name] = text;
        }

        return lost;
    }

    private string? Field(string name) => fields.GetValueOrDefault(name);
}
