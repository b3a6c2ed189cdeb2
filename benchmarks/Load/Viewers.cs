namespace TrainingDashboard.Benchmarks.Load;

/// <summary>Many clients on one thread that measure how old each update is when it reaches them.</summary>
internal sealed class Viewers : IDisposable
{
    private const long PingNanoseconds = 10_000_000_000;
    private readonly Epoll _epoll = new();
    private readonly List<Viewer> _viewers = [];
    private readonly List<Viewer> _silent = [];
    private readonly Lock _lock = new();
    private readonly Thread _thread;
    private volatile bool _ended;
    private Tally _tally = new();

    public Viewers()
    {
        _thread = new Thread(Run) { Name = "viewers", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Clients that read and whose connection stands.</summary>
    public int Open
    {
        get
        {
            lock (_lock)
                return _viewers.Count(viewer => viewer.Closed is null);
        }
    }

    /// <summary>Begins a new tally; returns the one that ended.</summary>
    public Tally Reset()
    {
        lock (_lock)
        {
            var ended = _tally;
            _tally = new Tally();
            return ended;
        }
    }

    /// <summary>Opens so many clients.</summary>
    public void Add(int count, Func<Viewer> open)
    {
        for (var i = 0; i < count; i++)
        {
            var viewer = open();
            viewer.Socket.Blocking = false;
            lock (_lock)
            {
                _viewers.Add(viewer);
                _epoll.Watch(viewer.Socket, _viewers.Count - 1);
            }
        }
    }

    /// <summary>Opens so many clients that never read.</summary>
    public void AddSilent(int count, Func<Viewer> open)
    {
        for (var i = 0; i < count; i++)
            _silent.Add(open());
    }

    /// <summary>Reads what those that never read would have read, until their connections end; returns how many have ended.</summary>
    public int CountClosedSilent()
    {
        var closed = 0;
        foreach (var viewer in _silent)
        {
            viewer.Socket.Blocking = false;
            var tally = new Tally();
            for (var before = -1L; viewer.Closed is null && tally.Bytes != before;)
            {
                before = tally.Bytes;
                if (!viewer.Read(tally))
                    break;
            }

            closed += viewer.Closed is null ? 0 : 1;
        }

        return closed;
    }

    public void Dispose()
    {
        _ended = true;
        _thread.Join();
        foreach (var viewer in _viewers.Concat(_silent))
            viewer.Dispose();
        _epoll.Dispose();
    }

    private void Run()
    {
        Epoll.PinThread(core: 1);
        var tags = new int[1024];
        var pinged = MetronomeTrainer.Now;
        while (!_ended)
        {
            var count = _epoll.Wait(tags, 100);
            lock (_lock)
            {
                for (var i = 0; i < count; i++)
                {
                    var viewer = _viewers[tags[i]];
                    // closing a socket takes it out of the set
                    if (!viewer.Read(_tally))
                        viewer.Dispose();
                }

                if (MetronomeTrainer.Now - pinged < PingNanoseconds)
                    continue;
                pinged = MetronomeTrainer.Now;
                foreach (var viewer in _viewers.Concat(_silent).Where(v => v.Pings && v.Closed is null))
                    viewer.Ping();
            }
        }
    }
}
