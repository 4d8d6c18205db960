import type { BrowserContext, BrowserContextOptions } from '@playwright/test';
import { startRefusingProxy } from '../../http/start-refusing-proxy.ts';

/** What keeps a browser context from every origin that is not its own. */
export interface BrowserDoor extends AsyncDisposable {
  /** What a context is opened with. */
  proxy: NonNullable<BrowserContextOptions['proxy']>;
  /** Whether an address is kept out. `data:`, `blob:` and the like go nowhere. */
  refuses(url: string): boolean;
}

const doors = new WeakMap<BrowserContext, BrowserDoor>();

/**
 * Starts the door of a browser context: a proxy that refuses everything, passed by the hosts that are allowed. So what is
 * allowed costs nothing, and redirects, sockets, beacons and workers are kept out like any request. Loopback holds every
 * environment of a machine, so there Chromium goes by scheme and port as well; elsewhere another port of an own host passes,
 * and is found afterwards.
 * Source: Chromium, net/docs/proxy.md, "Proxy bypass rules": the later rule counts.
 *
 * @param allowed origins; a socket counts by the origin of the same host
 */
export async function startBrowserDoor(allowed: readonly string[], isChromium = true): Promise<BrowserDoor> {
  const origins = new Set(allowed.map((origin) => new URL(origin).origin));
  const proxy = await startRefusingProxy();
  // What the journeys ask outside the page, by `page.request`, knows whole hosts only.
  const hosts = [...origins].map((origin) => new URL(origin).hostname);
  const exact = ['<-loopback>', ...[...origins].flatMap(rulesOf)];
  return {
    proxy: { server: proxy.url, bypass: [...new Set(hosts), ...(isChromium ? exact : [])].join(',') },
    refuses: (url) => {
      const origin = originOf(url);
      return origin !== undefined && !origins.has(origin);
    },
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}

/** Says which door a context was opened with. */
export function hangDoor(context: BrowserContext, door: BrowserDoor): void {
  doors.set(context, door);
}

/** The door that a context was opened with; undefined where it has none. */
export function doorOf(context: BrowserContext): BrowserDoor | undefined {
  return doors.get(context);
}

/** The origin that an address connects to, `https` for a secure socket too; undefined where it connects to no host. */
export function originOf(url: string): string | undefined {
  const { protocol, host } = new URL(url);
  return /^(?:https?|wss?):$/.test(protocol) ? `${protocol.replace('ws', 'http')}//${host}` : undefined;
}

/** An origin's host with its port, where that is the usual one too. */
function hostAndPort(origin: string): string {
  const { protocol, hostname, port } = new URL(origin);
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

function rulesOf(origin: string): string[] {
  const { protocol } = new URL(origin);
  const host = hostAndPort(origin);
  return [`${protocol}//${host}`, `${protocol.replace('http', 'ws')}//${host}`];
}
