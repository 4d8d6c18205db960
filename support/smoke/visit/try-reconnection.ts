import { setTimeout as delay } from 'node:timers/promises';
import type { WebSocketRoute } from '@playwright/test';
import type { Finding } from '../../check/finding.ts';
import { NotVerified } from '../../check/not-verified.ts';
import type { SmokePage, SmokeProfile } from '../../profile/index.ts';
import type { OpenTab } from '../browser/tabs.ts';
import { isSyncAddress } from '../watch/watch-convex-traffic.ts';
import { watchPage } from '../watch/watch-page.ts';
import { readLandmark } from './read-landmark.ts';
import { settlePage } from './settle-page.ts';

/**
 * Takes a page offline and back: requests fail and the Convex WebSocket closes, as when a phone loses its network. The page must
 * then reconnect by itself, get its queries answered, and still show its landmark.
 * @throws NotVerified if the page opens no Convex WebSocket: there is nothing to cut
 */
export async function tryReconnection(openTab: OpenTab, smoke: SmokeProfile, page: SmokePage): Promise<Finding[]> {
  const tab = await openTab();
  const url = new URL(page.path, smoke.url.url.origin).href;
  const watch = watchPage(tab);
  const sockets: { route: WebSocketRoute; answers: number }[] = [];
  let isOffline = false;
  await tab.routeWebSocket(
    (address) => isSyncAddress(address),
    async (route) => {
      if (isOffline) return route.close({ code: 3001, reason: 'offline' });
      const socket = { route, answers: 0 };
      sockets.push(socket);
      const server = route.connectToServer();
      server.onMessage((message) => {
        if (message.toString().includes('"Transition"')) socket.answers += 1;
        route.send(message);
      });
    },
  );
  const until = async (holds: () => boolean) => {
    const endsAtMs = Date.now() + smoke.settleWithinMs;
    while (!holds() && Date.now() < endsAtMs) await delay(20);
    return holds();
  };
  await tab.goto(url, { timeout: smoke.settleWithinMs });
  if (!(await until(() => sockets.some(({ answers }) => answers > 0))))
    throw new NotVerified(`${url} answered no query over a Convex WebSocket, so there is no connection to cut`);
  await settlePage(tab, watch, { timeoutMs: smoke.settleWithinMs });
  const before = sockets.length;
  isOffline = true;
  await tab.context().setOffline(true);
  await Promise.all(sockets.map(({ route }) => route.close({ code: 3001, reason: 'offline' })));
  await tab.context().setOffline(false);
  isOffline = false;
  const isBack = await until(() => sockets.slice(before).some(({ answers }) => answers > 0));
  // What the page shows follows the answer: it may take a moment to come back, and a moment to break.
  await settlePage(tab, watch, { timeoutMs: smoke.settleWithinMs });
  const landmark = await readLandmark(tab, page.landmark);
  return [
    ...(isBack
      ? []
      : [
          {
            what: 'the page did not reconnect after being offline',
            expected: 'a new Convex connection on which queries are answered',
            received: `${sockets.length - before} new connections, none answered within ${smoke.settleWithinMs} ms`,
            from: [url],
          },
        ]),
    ...(landmark.isVisible
      ? []
      : [
          {
            what: 'the page no longer shows its landmark after losing its connection',
            expected: `${page.landmark.role} "${page.landmark.name}", visible`,
            received: landmark.seen.join(', ') || 'no landmark or heading',
            from: [url],
          },
        ]),
  ];
}
