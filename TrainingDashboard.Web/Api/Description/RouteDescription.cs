using System.Text.Json.Nodes;

namespace TrainingDashboard.Web.Api.Description;

/// <summary>Says of a route what it takes and answers, for the checks and for the OpenAPI document.</summary>
internal static class RouteDescription
{
    /// <summary>What the route is for, and a longer word where one sentence does not say it all.</summary>
    public static RouteHandlerBuilder Described(this RouteHandlerBuilder route, string summary, string? text = null)
        => text is null ? route.WithSummary(summary) : route.WithSummary(summary).WithDescription(text);

    /// <summary>What it takes in its query.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, params QueryParameter[] parameters)
        => route.WithMetadata(new QueryParameters(parameters));

    /// <summary>The JSON it takes as its body, with an example that works.</summary>
    public static RouteHandlerBuilder TakesJson<T>(this RouteHandlerBuilder route, string example, bool required)
        => route.WithMetadata(new RequestBody("application/json", typeof(T), required, JsonNode.Parse(example)!));

    /// <summary>The form it takes as its body, with an example that works.</summary>
    public static RouteHandlerBuilder TakesForm<T>(this RouteHandlerBuilder route, string example)
        => route.WithMetadata(new RequestBody("multipart/form-data", typeof(T), Required: true, JsonNode.Parse(example)!));

    /// <summary>The problems it may answer with.</summary>
    public static RouteHandlerBuilder Faults(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            if (status == StatusCodes.Status400BadRequest)
                route.ProducesValidationProblem(status);
            else
                route.ProducesProblem(status);
        }

        return route;
    }
}

/// <summary>What a route takes as its body, among its metadata.</summary>
internal sealed record RequestBody(string MediaType, Type Schema, bool Required, JsonNode Example);
