// A proxy that breaks connections at random, in the middle of whatever is on its way, as a bad network would.
import net from "node:net";

/** Whole numbers below a limit, the same for the same seed (mulberry32). */
export function random(seed) {
  let state = seed | 0;
  return limit => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
  };
}

/**
 * Stands before a server and breaks the given number of connections, each after a random number of bytes to the client;
 * says "done" on stderr with the last, and lets everything pass from then on. `cut` may move where a chunk is cut.
 */
export async function chaos(url, kills, seed, cut = length => length) {
  const target = new URL(url);
  const next = random(seed);
  const state = { url: "", kills: 0, inside: 0 };
  const server = net.createServer(client => {
    const upstream = net.connect(Number(target.port), target.hostname);
    // Half of them break early, often before a first whole delivery; the others mostly live long enough to catch up.
    let left = next(next(2) === 0 ? 200_000 : 20_000);
    const end = () => { client.destroy(); upstream.destroy(); };
    for (const socket of [client, upstream])
      socket.setNoDelay(true).on("error", end).on("close", end);
    client.pipe(upstream);
    upstream.on("data", chunk => {
      if (state.kills >= kills || (left -= chunk.length) > 0) {
        client.write(chunk);
        return;
      }
      // A part of the chunk still arrives.
      const length = cut(Math.max(0, left + chunk.length), chunk);
      client.write(chunk.subarray(0, length), () => client.resetAndDestroy());
      // A client that does not read would keep the part from being written, and the connection half open.
      setTimeout(() => client.resetAndDestroy(), 500).unref();
      upstream.destroy();
      if (++state.kills === kills)
        process.stderr.write("done\n");
    });
  });
  await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
  state.url = `http://127.0.0.1:${server.address().port}`;
  return state;
}
