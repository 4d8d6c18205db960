import type { BrowserContext, BrowserContextOptions } from '@playwright/test';
import { startRefusingProxy } from '../../http/start-refusing-proxy.ts';

/** Blocks a browser context from every origin that is not its own. */
export interface BrowserDoor extends AsyncDisposable {
  /** The proxy option of the context. */
  proxy: NonNullable<BrowserContextOptions['proxy']>;
  /** Whether an address is blocked. `data:`, `blob:` and the like never are: they connect to no host. */
  refuses(url: string): boolean;
}

const doors = new WeakMap<BrowserContext, BrowserDoor>();

/**
 * Starts the door of a browser context: a proxy that refuses everything, bypassed for the allowed hosts. Allowed traffic costs
 * nothing, and redirects, WebSockets, beacons and workers are blocked like any request. Several environments may share loopback,
 * so there Chromium also compares scheme and port; elsewhere another port of an own host passes, and is reported afterwards.
 * Source: Chromium, net/docs/proxy.md, "Proxy bypass rules": the later rule wins.
 *
 * @param allowed origins; a WebSocket counts as the `http(s)` origin of its host
 */
export async function startBrowserDoor(allowed: readonly string[], isChromium = true): Promise<BrowserDoor> {
  const origins = new Set(allowed.map((origin) => new URL(origin).origin));
  const proxy = await startRefusingProxy();
  // `page.request`, which journeys use outside the page, supports whole hosts only.
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

/** Records the door that a context was opened with. */
export function hangDoor(context: BrowserContext, door: BrowserDoor): void {
  doors.set(context, door);
}

/** The door that a context was opened with; undefined if it has none. */
export function doorOf(context: BrowserContext): BrowserDoor | undefined {
  return doors.get(context);
}

/** The origin that an address connects to, with `https` for `wss`; undefined if it connects to no host. */
export function originOf(url: string): string | undefined {
  const { protocol, host } = new URL(url);
  return /^(?:https?|wss?):$/.test(protocol) ? `${protocol.replace('ws', 'http')}//${host}` : undefined;
}

/** An origin's host with its port, also if it is the default port. */
function hostAndPort(origin: string): string {
  const { protocol, hostname, port } = new URL(origin);
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

function rulesOf(origin: string): string[] {
  const { protocol } = new URL(origin);
  const host = hostAndPort(origin);
  return [`${protocol}//${host}`, `${protocol.replace('http', 'ws')}//${host}`];
}
