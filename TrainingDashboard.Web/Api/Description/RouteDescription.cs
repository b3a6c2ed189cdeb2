using System.Text.Json.Nodes;

namespace TrainingDashboard.Web.Api.Description;

/// <summary>Says of a route what it takes and answers, for the checks and for the OpenAPI document.</summary>
internal static class RouteDescription
{
    private const string Json = "application/json";
    private const string UrlEncoded = "application/x-www-form-urlencoded";
    private const string Multipart = "multipart/form-data";

    /// <summary>What the route is for, and a longer word where one sentence does not say it all.</summary>
    public static RouteHandlerBuilder Described(this RouteHandlerBuilder route, string summary, string? text = null)
        => text is null ? route.WithSummary(summary) : route.WithSummary(summary).WithDescription(text);

    /// <summary>What it takes in its query.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, params QueryParameter[] parameters)
        => route.WithMetadata(new QueryParameters(parameters));

    /// <summary>Some of what it takes in its query, which it reads itself.</summary>
    public static RouteHandlerBuilder TakesOpenly(this RouteHandlerBuilder route, params QueryParameter[] parameters)
        => route.WithMetadata(new QueryParameters(parameters, IsOpen: true));

    /// <summary>The JSON it takes as its body, with an example that works, and whether it takes the same as a form.</summary>
    public static RouteHandlerBuilder TakesJson<T>(this RouteHandlerBuilder route, string example, bool required, bool orForm = false)
        => route.WithMetadata(new RequestBody(
            orForm ? [Json, UrlEncoded, Multipart] : [Json], typeof(T), required, JsonNode.Parse(example)!));

    /// <summary>The form it takes as its body, with an example that works.</summary>
    public static RouteHandlerBuilder TakesForm<T>(this RouteHandlerBuilder route, string example)
        => route.WithMetadata(new RequestBody([Multipart], typeof(T), Required: true, JsonNode.Parse(example)!));

    /// <summary>That it takes an idempotency key, and what that does.</summary>
    public static RouteHandlerBuilder TakesKey(this RouteHandlerBuilder route, string does) => route.WithMetadata(new TakenKey(does));

    /// <summary>That it does the same however often it is asked: a key is welcome and need do nothing.</summary>
    public static RouteHandlerBuilder IsRepeatable(this RouteHandlerBuilder route) => route.WithMetadata(new TakenKey(Does: null));

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
/// <param name="MediaTypes">As what; the same fields in each.</param>
/// <param name="Schema">What its fields are.</param>
/// <param name="Required">Whether there must be one.</param>
/// <param name="Example">One that works.</param>
internal sealed record RequestBody(IReadOnlyList<string> MediaTypes, Type Schema, bool Required, JsonNode Example);
