import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import type { Finding } from '../check/finding.ts';
import type { SmokePage, SmokeProfile } from '../profile/index.ts';
import { keepEvidence } from './evidence/keep-evidence.ts';
import { watchCredentials } from './evidence/watch-credentials.ts';
import { openPage, type PageReading } from './open-page.ts';
import { type SignInReading, signIn } from './sign-in.ts';

/** Opens a page as a first visitor would, or joins the visit under way: every check judges the same one. */
export type OpenPage = (page: SmokePage) => Promise<PageReading>;

/** Opens an empty tab in a context of its own, recorded and watched for credentials like every visit. */
export type OpenTab = (options?: BrowserContextOptions) => Promise<Page>;

export interface PageReadingsOptions {
  /** How many pages load side by side. */
  atOnce?: number;
  /** Where evidence of what fails is kept; none is where left out. */
  evidenceDirectory?: string;
  quietMs?: number;
}

/** The visits of one run: each page is opened once, in a browser context of its own, and stays open until the end. */
export class PageReadings implements AsyncDisposable {
  readonly #browser: Browser;
  readonly #smoke: SmokeProfile;
  readonly #options: PageReadingsOptions;
  readonly #visits = new Map<string, Promise<PageReading>>();
  readonly #kept = new Map<Page, Promise<string[]>>();
  readonly #contexts: BrowserContext[] = [];
  readonly #lanes: Promise<unknown>[];
  #signedIn: Promise<SignInReading> | undefined;

  constructor(browser: Browser, smoke: SmokeProfile, options: PageReadingsOptions = {}) {
    this.#browser = browser;
    this.#smoke = smoke;
    this.#options = options;
    this.#lanes = Array.from({ length: options.atOnce ?? 5 }, () => Promise.resolve());
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

  /** The sign-in journey, gone once; every page that is for signed-in visitors starts from where it ended. */
  readonly signIn = (): Promise<SignInReading> => {
    this.#signedIn ??= this.openTab().then((tab) => signIn(tab, this.#smoke));
    return this.#signedIn;
  };

  readonly openTab: OpenTab = async (options = {}) => {
    const context = await this.#browser.newContext(options);
    this.#contexts.push(context);
    watchCredentials(context);
    if (this.#options.evidenceDirectory !== undefined) await record(context);
    return context.newPage();
  };

  /** Keeps evidence of every page that findings name, and adds the files to where those come from. */
  async withEvidence(findings: readonly Finding[]): Promise<Finding[]> {
    const { evidenceDirectory } = this.#options;
    if (evidenceDirectory === undefined || findings.length === 0) return [...findings];
    const readings = (await Promise.allSettled(this.#visits.values())).flatMap((visit) =>
      visit.status === 'fulfilled' ? visit.value : [],
    );
    return Promise.all(
      findings.map(async (finding) => {
        const reading = readings.find(({ url }) =>
          finding.from.some((place) => place === url || place.endsWith(` ${url}`)),
        );
        if (!reading) return finding;
        return { ...finding, from: [...finding.from, ...(await this.#keep(reading, evidenceDirectory))] };
      }),
    );
  }

  async #keep({ tab, page }: PageReading, directory: string): Promise<string[]> {
    const folder = path.join(directory, page.path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'start');
    const known = this.#kept.get(tab);
    if (known) return known;
    const kept = keepEvidence(tab, folder).then(
      (files) => (files.length > 0 ? [path.relative(process.cwd(), folder)] : []),
      (error: unknown) => [`no evidence is kept: ${error instanceof Error ? error.message : String(error)}`],
    );
    this.#kept.set(tab, kept);
    return kept;
  }

  async #visit(page: SmokePage): Promise<PageReading> {
    const storageState = page.signedIn ? (await this.signIn()).storageState : undefined;
    const tab = await this.openTab(storageState && { storageState });
    const { settleWithinMs, expectedFailures, thirdParties } = this.#smoke;
    const { quietMs } = this.#options;
    return openPage(tab, this.#smoke.url.url.origin, page, {
      timeoutMs: settleWithinMs,
      ...(quietMs !== undefined && { quietMs }),
      known: { expectedFailures, thirdParties },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
  }
}

/** Network, console and actions; not the page's frames, which no redaction reaches. */
async function record(context: BrowserContext): Promise<void> {
  await context.tracing.start({ snapshots: false, screenshots: false, sources: false });
}
