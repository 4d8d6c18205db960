import type { Browser } from '@playwright/test';
import type { SmokePage, SmokeProfile } from '../profile/index.ts';
import { openPage, type PageReading } from './open-page.ts';

/** Opens a page as a first visitor would, or joins the visit under way: every check judges the same one. */
export type OpenPage = (page: SmokePage) => Promise<PageReading>;

/**
 * The visits of one run: each page is opened once, in a browser context of its own, and stays open until the end.
 * @param atOnce how many pages load side by side
 */
export class PageReadings implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #smoke: SmokeProfile;
  readonly #visits = new Map<string, Promise<PageReading>>();
  readonly #contexts = new AsyncDisposableStack();
  readonly #lanes: Promise<unknown>[];

  constructor(browser: Browser, smoke: SmokeProfile, atOnce = 2) {
    this.#browser = browser;
    this.#smoke = smoke;
    this.#lanes = Array.from({ length: atOnce }, () => Promise.resolve());
  }

  readonly open: OpenPage = (page) => {
    const key = JSON.stringify(page);
    const known = this.#visits.get(key);
    if (known) return known;
    const lane = this.#visits.size % this.#lanes.length;
    const visit = (this.#lanes[lane] ?? Promise.resolve()).then(() => this.#visit(page));
    this.#lanes[lane] = visit.catch(() => undefined);
    this.#visits.set(key, visit);
    return visit;
  };

  async #visit(page: SmokePage): Promise<PageReading> {
    const context = this.#contexts.use(await this.#browser.newContext());
    return openPage(await context.newPage(), this.#smoke.url.url.origin, page);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#contexts.disposeAsync();
  }
}
