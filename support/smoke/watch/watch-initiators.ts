import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { BrowserDoor } from '../browser/browser-door.ts';

const Frame = z.object({ url: z.string(), lineNumber: z.number(), columnNumber: z.number() });
/** What started a request. Source: Chrome DevTools Protocol, Network.Initiator; lines and columns count from 0. */
const Initiator = z.object({
  url: z.string().optional(),
  lineNumber: z.number().optional(),
  stack: z.object({ callFrames: z.array(Frame) }).optional(),
});

/** Which lines of a page's scripts request what the door blocks. */
export interface Initiators {
  /** Resolves when watching has begun. */
  ready: Promise<void>;
  /** The place, if the browser reported one: `https://…/index.js:1:2`. */
  of(url: string): string | undefined;
}

/** Remembers which lines of a page's scripts request what the door blocks. */
export function watchInitiators(page: Page, door: BrowserDoor | undefined): Initiators {
  const places = new Map<string, string>();
  const keep = (url: string, initiator: unknown) => {
    const place = door?.refuses(url) ? placeOf(Initiator.safeParse(initiator).data) : undefined;
    if (place !== undefined && !places.has(url)) places.set(url, place);
  };
  const watch = async () => {
    const context = page.context();
    // Other browsers do not speak the DevTools protocol.
    if (!door || context.browser()?.browserType().name() !== 'chromium') return;
    const session = await context.newCDPSession(page);
    session.on('Network.requestWillBeSent', ({ request, initiator }) => keep(request.url, initiator));
    session.on('Network.webSocketCreated', ({ url, initiator }) => keep(url, initiator));
    await session.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 });
  };
  // A tab that is already closed has nothing to report.
  return { ready: watch().catch(() => undefined), of: (url) => places.get(url) };
}

function placeOf(initiator: z.infer<typeof Initiator> | undefined): string | undefined {
  const frame = initiator?.stack?.callFrames.find(({ url }) => url !== '');
  if (frame) return `${frame.url}:${frame.lineNumber + 1}:${frame.columnNumber + 1}`;
  if (initiator?.url === undefined) return undefined;
  return initiator.lineNumber === undefined ? initiator.url : `${initiator.url}:${initiator.lineNumber + 1}`;
}
