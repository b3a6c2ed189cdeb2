using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace TrainingDashboard.Web.Hub;

/// <summary>
/// What the hub says to a call that it refuses: the sentence alone. SignalR puts words of its own before it, which every client
/// would have to take off again, and says of arguments that it cannot read nothing at all.
/// </summary>
internal static partial class HubSentences
{
    private static readonly Dictionary<string, MethodInfo> s_methods = typeof(TrainingHub)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .ToDictionary(method => method.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The message with its error as a sentence, where it has one that the hub meant for the client.</summary>
    public static HubMessage Plain(HubMessage message)
        => message is CompletionMessage { Error: { } error } completion && Wrapped().Match(error) is { Success: true } match
            ? new CompletionMessage(completion.InvocationId!, error[match.Length..], result: null, hasResult: false) { Headers = completion.Headers }
            : message;

    /// <summary>The message; of arguments that cannot be read, with what was expected.</summary>
    public static HubMessage Explain(HubMessage message)
        => message is InvocationBindingFailureMessage failure
            ? new InvocationBindingFailureMessage(failure.InvocationId, failure.Target, ExceptionDispatchInfo.Capture(new HubException(Fault(failure.Target))))
            : message;

    private static string Fault(string target)
    {
        if (!s_methods.TryGetValue(target, out var method))
            return $"There is no method '{Training.Jobs.Shown.Cut(target)}'. Expected one of {string.Join(", ", s_methods.Values.Select(known => known.Name).Order(StringComparer.Ordinal))}.";
        var parameters = method.GetParameters().Where(parameter => parameter.ParameterType != typeof(CancellationToken)).ToArray();
        return parameters.Length == 0
            ? $"{method.Name} takes no arguments."
            : $"Expected {method.Name}({string.Join(", ", parameters.Select(parameter => $"{parameter.Name}: {Word(parameter.ParameterType)}"))}), in this order.";
    }

    private static string Word(Type type)
    {
        var (inner, orNull) = Nullable.GetUnderlyingType(type) is { } underlying ? (underlying, " or null") : (type, "");
        var word = inner == typeof(string) ? "text"
            : inner == typeof(long) || inner == typeof(int) ? "whole number"
            : inner == typeof(bool) ? "true or false"
            : "JSON";
        return word + orNull;
    }

    [GeneratedRegex("""^(An unexpected error occurred invoking '[^']*' on the server\.|Failed to invoke '[^']*' due to an error on the server\.|An error occurred on the server while streaming results\.) HubException: """)]
    private static partial Regex Wrapped();
}
