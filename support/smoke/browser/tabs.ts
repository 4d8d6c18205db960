import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { NotVerified } from '../../check/not-verified.ts';
import { watchCredentials } from '../evidence/watch-credentials.ts';
import { type BrowserDoor, hangDoor, startBrowserDoor } from './browser-door.ts';

/** Opens an empty tab in a context of its own, recorded and watched for credentials like every visit. */
export type OpenTab = (options?: BrowserContextOptions) => Promise<Page>;

/** A tab, and every address that it was led to. */
export interface OpenedTab {
  tab: Page;
  addresses: ReadonlySet<string>;
}

export interface TabsOptions {
  /** The origins that pages may reach; every other one is kept out. */
  allowed: readonly string[];
  /** What pages do is recorded, so that it can be kept where one fails. */
  isRecorded: boolean;
  /** Pages are filmed as well, which no redaction reaches. */
  isFilmed?: boolean;
  /** What every context is opened with, beside what is asked for. */
  context?: BrowserContextOptions;
}

/** The tabs of one run, each in a context of its own, behind a door of its own. */
export class Tabs implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #options: TabsOptions;
  readonly #contexts: BrowserContext[] = [];
  readonly #doors: BrowserDoor[] = [];
  #films: string | undefined;

  constructor(browser: Browser, options: TabsOptions) {
    this.#browser = browser;
    this.#options = options;
  }

  /** @throws NotVerified where pages are to be filmed and this machine has nothing to film with */
  async open(options: BrowserContextOptions = {}): Promise<OpenedTab> {
    const { allowed, isRecorded, isFilmed } = this.#options;
    const door = await startBrowserDoor(allowed, this.#browser.browserType().name() === 'chromium');
    this.#doors.push(door);
    const context = await this.#browser.newContext({
      proxy: door.proxy,
      ...this.#options.context,
      ...(isFilmed && { recordVideo: { dir: this.#filmDirectory() } }),
      ...options,
    });
    this.#contexts.push(context);
    hangDoor(context, door);
    watchCredentials(context);
    // Pictures of every moment are left out: no redaction reaches them.
    if (isRecorded) await context.tracing.start({ snapshots: true, screenshots: false, sources: false });
    const tab = await context.newPage().catch(refuseWithoutFilm);
    const addresses = new Set<string>();
    tab.on('request', (request) => {
      if (request.isNavigationRequest() && request.frame() === tab.mainFrame()) addresses.add(request.url());
    });
    return { tab, addresses };
  }

  /** Closes every tab. What was filmed can be saved from then on, until these tabs are disposed. */
  async close(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
  }

  /** Raw films stand where nobody picks them up, readable by their owner alone. */
  #filmDirectory(): string {
    this.#films ??= mkdtempSync(path.join(tmpdir(), 'airlock-films-'));
    return this.#films;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    await Promise.all(this.#doors.map((door) => door[Symbol.asyncDispose]()));
    if (this.#films !== undefined) rmSync(this.#films, { recursive: true, force: true });
  }
}

function refuseWithoutFilm(error: unknown): never {
  if (error instanceof Error && /ffmpeg/.test(error.message))
    throw new NotVerified(
      "pages are to be filmed (smoke.evidence.video), and Playwright's ffmpeg is not on this machine",
      'Run `npx playwright install ffmpeg`, or take `video` out of platforms.smoke.evidence.',
    );
  throw error;
}
