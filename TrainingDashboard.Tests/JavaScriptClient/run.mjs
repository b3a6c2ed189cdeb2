// What the scripts share. They run beside an unpacked package, as in a project that installed it.
import net from "node:net";

/** Runs a script's work and writes its result as JSON. */
export async function main(work) {
  try {
    const result = JSON.stringify(await work(...process.argv.slice(2)));
    process.stdout.write(result, () => process.exit(0));
  } catch (error) {
    process.stderr.write(String(error.stack ?? error), () => process.exit(1));
  }
}

/** A way to the server that can be cut: `kill()` breaks every connection there is, as a lost network would. */
export async function cuttable(url) {
  const { hostname, port } = new URL(url);
  const sockets = new Set();
  const server = net.createServer(inner => {
    const outer = net.connect(Number(port), hostname);
    for (const [one, other] of [[inner, outer], [outer, inner]]) {
      sockets.add(one);
      one.on("error", () => undefined);
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    kill: () => { for (const socket of [...sockets]) socket.resetAndDestroy(); },
  };
}

export const said = promise => promise.then(value => ({ value }), error => ({ error: error.name, message: error.message }));
