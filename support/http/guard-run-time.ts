import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import workerThreads from 'node:worker_threads';
import { hasGrant } from './pass-grant.ts';

/** A spec reached for the network, a process or a thread without the door. */
export class WithoutPass extends Error {
  override readonly name = 'WithoutPass';

  constructor(way: string) {
    super(
      `${way} was refused: in a gate only the door (support/http) opens connections and starts processes. Take \`read\` from the check's context.`,
    );
  }
}

type Methods = Record<string, (...args: never[]) => unknown>;

const slot = Symbol.for('airlock.guarded');
const shelf = globalThis as { [slot]?: true };

/**
 * Refuses connections, processes and threads of this thread to all code that was not started by the door, for the rest of its life.
 * Every client of HTTP, TLS, WebSocket and databases connects through `net.Socket`; `fetch` is refused by itself too, because a
 * connection that the door has opened may be used again.
 *
 * Not covered: native add-ons, `process.binding`, and functions that were saved before this was called.
 */
export function guardRunTime(): void {
  if (shelf[slot]) return;
  shelf[slot] = true;

  guard(net.Socket.prototype as unknown as Methods, ['connect'], 'a connection (net.Socket)');
  guard(dgram.Socket.prototype as unknown as Methods, ['send', 'connect', 'bind'], 'a datagram (node:dgram)');
  guard(globalThis as unknown as Methods, ['fetch'], 'fetch');
  guard(
    childProcess as unknown as Methods,
    ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'],
    'a process (node:child_process)',
  );
  guard(childProcess.ChildProcess.prototype as unknown as Methods, ['spawn'], 'a process (node:child_process)');
  for (const name of ['WebSocket', 'EventSource'] as const) guardClass(globalThis, name, name);
  guardClass(workerThreads, 'Worker', 'a thread (node:worker_threads)');
  syncBuiltinESMExports();
}

function guard(target: Methods, names: readonly string[], way: string): void {
  for (const name of names) {
    const original = target[name];
    if (original === undefined) continue;
    const guarded = function (this: unknown, ...args: never[]): unknown {
      if (!hasGrant()) throw new WithoutPass(way);
      return Reflect.apply(original, this, args);
    };
    Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(original));
    target[name] = guarded;
  }
}

function guardClass(target: object, name: string, way: string): void {
  const holder = target as Record<string, (new (...args: unknown[]) => object) | undefined>;
  const original = holder[name];
  if (original === undefined) return;
  holder[name] = new Proxy(original, {
    construct(made, args, newTarget) {
      if (!hasGrant()) throw new WithoutPass(way);
      return Reflect.construct(made, args, newTarget);
    },
  });
}
