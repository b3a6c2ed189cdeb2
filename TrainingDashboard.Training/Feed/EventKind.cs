using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using TrainingDashboard.Training.Feed.Events;

namespace TrainingDashboard.Training.Feed;

/// <summary>The word for each kind of event: the one its JSON carries.</summary>
public static class EventKind
{
    private static readonly FrozenDictionary<Type, byte[]> s_words = typeof(JobEvent)
        .GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(kind => kind.DerivedType, kind => Encoding.UTF8.GetBytes((string)kind.TypeDiscriminator!));

    /// <summary>Such as <c>metrics</c>, in UTF-8.</summary>
    public static ReadOnlyMemory<byte> Utf8(JobEvent happened) => s_words[happened.GetType()];
}
