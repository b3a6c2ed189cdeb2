using Microsoft.AspNetCore.Http.Features;
using TrainingDashboard.Training.Control;
using TrainingDashboard.Training.Jobs;
using TrainingDashboard.Web.Api.Description;

namespace TrainingDashboard.Web.Api;

/// <summary>Refuses by name what a request carries and its route does not take, instead of passing over it.</summary>
internal static class StrictRequests
{
    /// <summary>Holds for every route of a group.</summary>
    public static RouteGroupBuilder RefusesWhatItDoesNotTake(this RouteGroupBuilder group)
        => group.AddEndpointFilter(static async (context, next) =>
        {
            await CheckAsync(context.HttpContext);
            return await next(context);
        });

    private static async Task CheckAsync(HttpContext context)
    {
        var (faults, more) = (new List<FieldError>(), 0);
        try
        {
            _ = QueryValues.Of(context);
        }
        catch (InvalidInputException e)
        {
            faults.AddRange(e.Errors);
            more = e.More;
        }

        var route = context.GetEndpoint()!.Metadata;
        var (method, headers) = (context.Request.Method, context.Request.Headers);
        if (HttpMethods.IsPost(method) && headers.ContainsKey(IdempotencyKey.Header) && route.GetMetadata<TakenKey>() is null)
            faults.Add(new FieldError(IdempotencyKey.Header, "This route takes no key."));
        if (route.GetMetadata<RequestBody>() is null && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            faults.AddRange(await BodyAsync(context.Request, context.RequestAborted));
        if (faults.Count > 0)
            throw new InvalidInputException(faults, more);
    }

    // Many clients send an empty object where there is nothing to say.
    private static async Task<IEnumerable<FieldError>> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var fields = await ArticleFields.ReadBodyAsync(request, cancellationToken);
            return fields.Select(field => new FieldError(Shown.Cut(field.Name), "There is no such field: this route takes no body."));
        }
        catch (InvalidInputException)
        {
            return [new FieldError("body", "This route takes no body.")];
        }
    }
}

/// <summary>That a route takes an <see cref="IdempotencyKey.Header"/>, or does the same however often it is asked.</summary>
/// <param name="Does">What the key does there, for the OpenAPI document; null where it need do nothing.</param>
internal sealed record TakenKey(string? Does);
