import { mkdtempSync, rmSync } from 'node:fs';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { NotVerified } from '../../check/not-verified.ts';
import { temporaryPrefix } from '../../files/temporary-folder.ts';
import type { OriginEntry } from '../../profile/index.ts';
import { watchCredentials } from '../evidence/watch-credentials.ts';
import { type BrowserDoor, hangDoor, startBrowserDoor } from './browser-door.ts';
import { letIn } from './let-in.ts';

/** Opens an empty tab in a context of its own, recorded and watched for credentials like every visit. */
export type OpenTab = (options?: BrowserContextOptions) => Promise<Page>;

/** A tab, and every address that it navigated to. */
export interface OpenedTab {
  tab: Page;
  addresses: ReadonlySet<string>;
}

export interface TabsOptions {
  /** The origins that pages may reach; every other one is blocked. */
  allowed: readonly string[];
  /** Whether a trace is recorded, to be kept if a page fails. */
  isRecorded: boolean;
  /** Whether video is recorded too; video cannot be redacted. */
  isFilmed?: boolean;
  /** How requests to an origin are let in. */
  entries?: readonly OriginEntry[];
  /** Options of every context, besides the requested ones. */
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

  /** @throws NotVerified if video is configured and cannot be recorded on this machine */
  async open(options: BrowserContextOptions = {}): Promise<OpenedTab> {
    const { allowed, isRecorded, isFilmed, entries = [] } = this.#options;
    const door = await startBrowserDoor(allowed, this.#browser.browserType().name() === 'chromium');
    this.#doors.push(door);
    const context = await this.#browser.newContext({
      proxy: door.proxy,
      ...this.#options.context,
      // Chromium knows no further authorities: `pages/certificate` judges the certificate by the config's own.
      ...(entries.some(({ ca }) => ca !== undefined) && { ignoreHTTPSErrors: true }),
      ...(isFilmed && { recordVideo: { dir: this.#filmDirectory() } }),
      ...options,
    });
    this.#contexts.push(context);
    hangDoor(context, door);
    await letIn(context, entries);
    watchCredentials(context);
    // No screenshots in the trace: they cannot be redacted.
    if (isRecorded) await context.tracing.start({ snapshots: true, screenshots: false, sources: false });
    const tab = await context.newPage().catch(refuseWithoutFilm);
    const addresses = new Set<string>();
    tab.on('request', (request) => {
      if (request.isNavigationRequest() && request.frame() === tab.mainFrame()) addresses.add(request.url());
    });
    return { tab, addresses };
  }

  /** Closes every tab. Videos can be saved from then on, until these tabs are disposed. */
  async close(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
  }

  /** Raw videos are kept in a private temporary folder. */
  #filmDirectory(): string {
    this.#films ??= mkdtempSync(temporaryPrefix('films'));
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
      "smoke.evidence.video is set, and Playwright's ffmpeg is not installed",
      'Run `npx playwright install ffmpeg`, or remove `video` from platforms.smoke.evidence.',
    );
  throw error;
}
