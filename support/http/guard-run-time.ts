import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { Agent } from 'node:http';
import inspector from 'node:inspector';
import nodeModule, { syncBuiltinESMExports } from 'node:module';
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

/** What a check may not reach by itself: methods of an object, and how the message calls them. */
const guarded: readonly { of: object; methods: readonly string[]; way: string }[] = [
  { of: net.Socket.prototype, methods: ['connect'], way: 'a connection (net.Socket)' },
  { of: dgram.Socket.prototype, methods: ['send', 'connect', 'bind'], way: 'a datagram (node:dgram)' },
  // A resolver can be told which server to ask, so a name can carry anything anywhere.
  ...[dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype].map((of) => ({
    of,
    methods: asksResolver(of),
    way: 'a look-up (node:dns)',
  })),
  { of: globalThis, methods: ['fetch'], way: 'fetch' },
  // A connection that is kept alive is used again without `connect`. The agent of HTTPS inherits it.
  { of: Agent.prototype, methods: ['addRequest'], way: 'a request (node:http)' },
  {
    of: childProcess,
    methods: ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'],
    way: 'a process (node:child_process)',
  },
  { of: childProcess.ChildProcess.prototype, methods: ['spawn'], way: 'a process (node:child_process)' },
  { of: process, methods: ['execve'], way: 'a process (process.execve)' },
  // Both run code in a thread that has no guard.
  { of: nodeModule, methods: ['register'], way: 'a thread (module.register)' },
  { of: inspector.Session.prototype, methods: ['connectToMainThread'], way: 'the main thread (node:inspector)' },
];

/** Bindings of Node's own that open connections or start processes. Source: Node 26, `lib/internal/bootstrap/realm.js`. */
const bindings = ['cares_wrap', 'pipe_wrap', 'process_wrap', 'spawn_sync', 'tcp_wrap', 'tls_wrap', 'udp_wrap'];

/**
 * Refuses connections, names asked of a resolver, processes and threads of this thread to all code that was not started by the door,
 * for the rest of its life. Every client of HTTP, TLS, WebSocket and databases connects through `net.Socket`; `fetch` is refused by
 * itself too, because a connection that the door has opened may be used again.
 *
 * Not covered: native add-ons, and functions that were saved before this was called.
 */
export function guardRunTime(): void {
  if (shelf[slot]) return;
  shelf[slot] = true;

  for (const { of, methods, way } of guarded) guard(of, methods, way);
  guard(process, ['binding'], 'a binding (process.binding)', (name) => bindings.includes(String(name)));
  for (const name of ['WebSocket', 'EventSource'] as const) guardClass(globalThis, name, name);
  guardClass(workerThreads, 'Worker', 'a thread (node:worker_threads)');
  syncBuiltinESMExports();
}

function asksResolver(holder: object): string[] {
  return Object.getOwnPropertyNames(holder).filter((name) => /^(lookup|resolve|reverse)/.test(name));
}

function guard(
  target: object,
  names: readonly string[],
  way: string,
  isMeant: (first: unknown) => boolean = () => true,
): void {
  const methods = target as Methods;
  for (const name of names) {
    const original = methods[name];
    if (original === undefined) continue;
    const refusing = function (this: unknown, ...args: never[]): unknown {
      if (!hasGrant() && isMeant(args[0])) throw new WithoutPass(way);
      return Reflect.apply(original, this, args);
    };
    Object.defineProperties(refusing, Object.getOwnPropertyDescriptors(original));
    methods[name] = refusing;
  }
}

function guardClass(target: object, name: string, way: string): void {
  const holder = target as Record<string, (new (...args: unknown[]) => object) | undefined>;
  const original = holder[name];
  if (original === undefined) return;
  const refusing = new Proxy(original, {
    construct(made, args, newTarget) {
      if (!hasGrant()) throw new WithoutPass(way);
      return Reflect.construct(made, args, newTarget);
    },
  });
  holder[name] = refusing;
  (original.prototype as { constructor: unknown }).constructor = refusing;
}
