import type { Page } from '@playwright/test';
import { withinTime } from './within-time.ts';

/** What a page recorded about itself from the start. */
export interface PageFacts {
  /** What its content security policy blocked, or only reported. */
  violations: { directive: string; blocked: string; source: string; isEnforced: boolean }[];
  /** Uncaught errors that a handler of the page kept the browser from reporting. */
  silenced: { message: string; source: string }[];
  /** Service workers that could not be registered, or stopped. */
  serviceWorkers: { script: string; problem: string }[];
  /** The largest contentful paint so far, if the browser reported one. */
  largestPaint?: { atMs: number; element: string };
  /** What the page shows at the end. */
  shown?: ShownText;
  /** The cumulative layout shift: the largest session window, as web.dev/articles/cls defines it. */
  layoutShift: { score: number; element: string };
}

/** What a framework's page of errors is recognised by. */
export interface ShownText {
  /** The visible text, as far as its beginning. */
  text: string;
  /** Elements that development servers and frameworks lay over a page to show an error. */
  overlays: string[];
}

/** Makes a page record its facts. Call it before the page is opened. */
export async function watchPageFacts(page: Page): Promise<void> {
  await page.addInitScript(keepFacts);
}

/** The facts of a page so far; undefined if it does not answer. */
export async function readPageFacts(page: Page, answerTimeoutMs = 3_000): Promise<PageFacts | undefined> {
  const facts = page.evaluate(factsAfterFrame).catch(() => undefined);
  return withinTime(facts, answerTimeoutMs);
}

/** Runs in the page: what was painted last is reported with one of the next frames. */
async function factsAfterFrame(): Promise<PageFacts | undefined> {
  const frame = () => new Promise<unknown>((resolve) => requestAnimationFrame(resolve));
  const late = new Promise<unknown>((resolve) => setTimeout(resolve, 500));
  await Promise.race([frame().then(frame), late]);
  const facts = (globalThis as unknown as Record<symbol, PageFacts | undefined>)[Symbol.for('airlock.facts')];
  if (facts === undefined) return undefined;

  const isShown = (element: Element | null | undefined) => element?.checkVisibility() === true;
  const overlays = [
    'vite-error-overlay',
    'nuxt-error-overlay',
    'rsbuild-error-overlay',
    '#webpack-dev-server-client-overlay',
    '#__parcel__error__overlay__',
    '#blazor-error-ui',
  ].filter((selector) => isShown(document.querySelector(selector)));
  // The indicator of Next.js is there in every page of a development server; an error is a dialog in it.
  const dialog = '[data-nextjs-dialog], [data-nextjs-error-overlay]';
  const portals = [...document.querySelectorAll('nextjs-portal')];
  if (portals.some((portal) => isShown(portal.shadowRoot?.querySelector(dialog)))) overlays.push('nextjs-portal');
  return { ...facts, shown: { text: document.body?.innerText.slice(0, 4_000) ?? '', overlays } };
}

/** Runs in the page before its own scripts, so it cannot use anything of this module. */
function keepFacts(): void {
  const facts: PageFacts = { violations: [], silenced: [], serviceWorkers: [], layoutShift: { score: 0, element: '' } };
  Object.defineProperty(globalThis, Symbol.for('airlock.facts'), { value: facts });
  const nameOf = (node: Node | null | undefined): string => {
    const element = node instanceof Element ? node : node?.parentElement;
    if (!element) return 'an element that was removed';
    const label = element.getAttribute('aria-label');
    const name = element.tagName.toLowerCase() + (element.id ? `#${element.id}` : '');
    return label ? `${name} "${label}"` : `${name}${[...element.classList].map((each) => `.${each}`).join('')}`;
  };
  addEventListener('securitypolicyviolation', (event) =>
    facts.violations.push({
      directive: event.effectiveDirective,
      blocked: event.blockedURI,
      source: event.sourceFile ? `${event.sourceFile}:${event.lineNumber}:${event.columnNumber}` : '',
      isEnforced: event.disposition === 'enforce',
    }),
  );

  const silence = (event: Event, message: string, source: string) =>
    // Whether it was silenced is known only after every handler of the page has run.
    setTimeout(() => {
      const isKnown = facts.silenced.some((each) => each.message === message && each.source === source);
      if (event.defaultPrevented && !isKnown) facts.silenced.push({ message, source });
    });
  addEventListener('error', (event) => {
    // A file that fails to load is reported as a request; a ResizeObserver loop is harmless.
    if (event instanceof ErrorEvent && event.target === globalThis && !event.message.startsWith('ResizeObserver loop'))
      silence(event, event.message, event.filename && `${event.filename}:${event.lineno}:${event.colno}`);
  });
  addEventListener('unhandledrejection', (event) => silence(event, `Uncaught (in promise) ${event.reason}`, ''));

  const observe = (type: string, see: (entries: PerformanceEntry[]) => void) => {
    // A browser without this measure has no entries for it.
    if (PerformanceObserver.supportedEntryTypes.includes(type))
      new PerformanceObserver((list) => see(list.getEntries())).observe({ type, buffered: true });
  };
  observe('largest-contentful-paint', (entries) => {
    const last = entries.at(-1) as (PerformanceEntry & { element?: Element | null }) | undefined;
    if (last) facts.largestPaint = { atMs: last.startTime, element: nameOf(last.element) };
  });
  type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean; sources?: { node?: Node | null }[] };
  const session = { score: 0, startedAtMs: 0, lastAtMs: Number.NEGATIVE_INFINITY };
  observe('layout-shift', (entries) => {
    for (const entry of entries as Shift[]) {
      if (entry.hadRecentInput) continue;
      const isNew = entry.startTime - session.lastAtMs > 1_000 || entry.startTime - session.startedAtMs > 5_000;
      if (isNew) Object.assign(session, { score: 0, startedAtMs: entry.startTime });
      session.lastAtMs = entry.startTime;
      session.score += entry.value;
      if (session.score > facts.layoutShift.score)
        facts.layoutShift = { score: session.score, element: nameOf(entry.sources?.[0]?.node) };
    }
  });

  // Absent outside a secure context.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const register = container?.register;
  if (!container || !register) return;
  container.register = function registerAndWatch(script, options) {
    const registered = register.call(container, script, options);
    const tell = (problem: string) => facts.serviceWorkers.push({ script: String(script), problem });
    registered.then(
      ({ installing, waiting, active }) => {
        const worker = installing ?? waiting ?? active;
        worker?.addEventListener('statechange', () => {
          if (worker.state === 'redundant') tell('it stopped before it was active');
        });
      },
      (error: unknown) => tell(String(error)),
    );
    return registered;
  };
}
