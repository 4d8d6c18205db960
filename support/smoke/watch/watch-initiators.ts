import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { BrowserDoor } from '../browser/browser-door.ts';

const Frame = z.object({ url: z.string(), lineNumber: z.number(), columnNumber: z.number() });
/** Who began a request. Source: Chrome DevTools Protocol, Network.Initiator; lines and columns count from 0. */
const Initiator = z.object({
  url: z.string().optional(),
  lineNumber: z.number().optional(),
  stack: z.object({ callFrames: z.array(Frame) }).optional(),
});

/** Where a page asks for what the door keeps out. */
export interface Initiators {
  /** The watching has begun: what is asked from now on is seen. */
  ready: Promise<void>;
  /** The place, where the browser told one: `https://…/index.js:1:2`. */
  of(url: string): string | undefined;
}

/** Remembers where a page asks for what the door keeps out: who put an address there is what one wants to know of it. */
export function watchInitiators(page: Page, door: BrowserDoor | undefined): Initiators {
  const places = new Map<string, string>();
  const keep = (url: string, initiator: unknown) => {
    const place = door?.refuses(url) ? placeOf(Initiator.safeParse(initiator).data) : undefined;
    if (place !== undefined && !places.has(url)) places.set(url, place);
  };
  const watch = async () => {
    const context = page.context();
    // Other browsers speak no DevTools protocol.
    if (!door || context.browser()?.browserType().name() !== 'chromium') return;
    const session = await context.newCDPSession(page);
    session.on('Network.requestWillBeSent', ({ request, initiator }) => keep(request.url, initiator));
    session.on('Network.webSocketCreated', ({ url, initiator }) => keep(url, initiator));
    await session.send('Network.enable', { maxTotalBufferSize: 0, maxResourceBufferSize: 0 });
  };
  // A tab that is closed already has nothing to tell.
  return { ready: watch().catch(() => undefined), of: (url) => places.get(url) };
}

function placeOf(initiator: z.infer<typeof Initiator> | undefined): string | undefined {
  const frame = initiator?.stack?.callFrames.find(({ url }) => url !== '');
  if (frame) return `${frame.url}:${frame.lineNumber + 1}:${frame.columnNumber + 1}`;
  if (initiator?.url === undefined) return undefined;
  return initiator.lineNumber === undefined ? initiator.url : `${initiator.url}:${initiator.lineNumber + 1}`;
}
