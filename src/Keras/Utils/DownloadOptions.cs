namespace Keras.Utils;

/// <summary>How downloads behave; tests put in a server of their own and short times.</summary>
internal sealed record DownloadOptions
{
    /// <summary>The options in force.</summary>
    public static DownloadOptions Current { get; set; } = new();

    /// <summary>Every URL passes through here before it is opened.</summary>
    public Func<Uri, Uri> Route { get; init; } = static uri => uri;

    /// <summary>Longest time without a byte before the connection is given up.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many attempts in a row may bring nothing new.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Pause before the second attempt; it doubles from one to the next.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(16);
}
