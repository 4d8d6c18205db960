import type { Browser, BrowserContextOptions } from '@playwright/test';
import type { Finding } from '../../check/finding.ts';
import type { OriginEntry, SmokePage, SmokeProfile } from '../../profile/index.ts';
import { type OpenedTab, type OpenTab, Tabs } from '../browser/tabs.ts';
import { EvidenceKeeper, type Witness } from '../evidence/evidence-keeper.ts';
import type { Homes } from '../judge/judge-connections.ts';
import { openPage, type PageReading } from './open-page.ts';
import { type SignInReading, signIn } from './sign-in.ts';
import { isTrial, type TrialName, trials } from './trials.ts';

/** Opens a page as a new visitor would, or joins the visit in progress: every check judges the same visit. */
export type OpenPage = (page: SmokePage) => Promise<PageReading>;

export interface PageReadingsOptions {
  /** The origins pages may connect to; everything else is blocked. */
  homes: Homes;
  /** How many pages load side by side. */
  atOnce?: number;
  /** Where evidence of failures is kept; none is kept if left out. */
  evidenceDirectory?: string;
  quietMs?: number;
  /** How requests to an origin are let in. */
  entries?: readonly OriginEntry[];
  /** Options of every browser context. */
  context?: BrowserContextOptions;
  /** Trials that start once every page has settled, while the pages are watched. Other trials start when their check asks for them. */
  begins?: readonly TrialName[];
}

/** The tabs that one check opens for itself, and the evidence for its findings. */
export interface OwnTabs {
  openTab: OpenTab;
  /** Keeps evidence of every tab that a finding names, and adds its folder to the finding's `from`. */
  withEvidence(findings: readonly Finding[]): Promise<Finding[]>;
  close(): Promise<void>;
}

/** The visits of one run: each page is opened once, in a browser context of its own, and stays open until the end. */
export class PageReadings implements AsyncDisposable {
  readonly #smoke: SmokeProfile;
  readonly #options: PageReadingsOptions;
  readonly #tabs: Tabs;
  readonly #evidence: EvidenceKeeper | undefined;
  readonly #visits = new Map<string, Promise<PageReading>>();
  readonly #witnesses: Witness[] = [];
  readonly #lanes: Promise<unknown>[];
  readonly #trials = new Map<TrialName, Promise<Finding[]>>();
  readonly #trialTabs = new Map<TrialName, OpenedTab[]>();
  #signedIn: Promise<SignInReading> | undefined;

  constructor(browser: Browser, smoke: SmokeProfile, options: PageReadingsOptions) {
    const { homes, evidenceDirectory, context, entries } = options;
    this.#smoke = smoke;
    this.#options = options;
    this.#evidence = evidenceDirectory === undefined ? undefined : new EvidenceKeeper(evidenceDirectory);
    this.#tabs = new Tabs(browser, {
      allowed: [...homes.keys()],
      isRecorded: evidenceDirectory !== undefined,
      isFilmed: evidenceDirectory !== undefined && smoke.evidence.video,
      ...(context && { context }),
      ...(entries && { entries }),
    });
    this.#lanes = Array.from({ length: options.atOnce ?? 5 }, () => Promise.resolve());
  }

  readonly open: OpenPage = (page) => {
    const key = JSON.stringify(page);
    const known = this.#visits.get(key);
    if (known) return known;
    const lane = this.#visits.size % this.#lanes.length;
    const settled = Promise.withResolvers<void>();
    const visit = (this.#lanes[lane] ?? Promise.resolve()).then(() => this.#visit(page, settled.resolve));
    // A page that is only watched keeps no other from being opened.
    this.#lanes[lane] = Promise.race([settled.promise, visit.catch(() => undefined)]);
    this.#visits.set(key, visit);
    if (this.#visits.size === this.#smoke.pages.length) void this.#beginTrials();
    return visit;
  };

  /** The findings of a trial. It runs once, in the tabs of the check with the same name. */
  readonly trial = (name: TrialName): Promise<Finding[]> => {
    const known = this.#trials.get(name);
    if (known) return known;
    const tried = trials[name](this.ownTabs(name).openTab, this.#smoke);
    // The check that awaits it gets the error; until then nothing else handles the rejection.
    tried.catch(() => undefined);
    this.#trials.set(name, tried);
    return tried;
  };

  async #beginTrials(): Promise<void> {
    await Promise.all(this.#lanes);
    for (const name of this.#options.begins ?? []) this.trial(name);
  }

  /** Signs in once; every page for signed-in visitors starts from that session. */
  readonly signIn = (): Promise<SignInReading> => {
    this.#signedIn ??= this.#open('sign-in').then((tab) => signIn(tab, this.#smoke));
    return this.#signedIn;
  };

  /** The tabs that one check opens besides the visits; they close with it. @param name the folder name of their evidence */
  ownTabs(name: string): OwnTabs {
    const own: OpenedTab[] = isTrial(name) ? this.#tabsOfTrial(name) : [];
    return {
      openTab: async (options) => {
        const opened = await this.#tabs.open(options);
        own.push(opened);
        return opened.tab;
      },
      withEvidence: async (findings) => {
        if (!this.#evidence) return [...findings];
        const witnesses = own.map((opened, index) => ({
          ...opened,
          name: own.length === 1 ? name : `${name}-${index + 1}`,
        }));
        const only = witnesses.length === 1 ? witnesses[0] : undefined;
        return this.#evidence.add(findings, [...witnesses, ...this.#witnesses], only);
      },
      close: async () => {
        await Promise.all(own.map(({ tab }) => tab.context().close()));
      },
    };
  }

  #tabsOfTrial(name: TrialName): OpenedTab[] {
    const tabs = this.#trialTabs.get(name) ?? [];
    this.#trialTabs.set(name, tabs);
    return tabs;
  }

  async #open(name: string, options?: BrowserContextOptions) {
    const opened = await this.#tabs.open(options);
    this.#witnesses.push({ ...opened, name });
    return opened.tab;
  }

  async #visit(page: SmokePage, onSettled: () => void): Promise<PageReading> {
    const storageState = page.signedIn ? (await this.signIn()).storageState : undefined;
    const tab = await this.#open(page.path, storageState && { storageState });
    const { settleWithinMs, watchMs, expectedFailures, thirdParties } = this.#smoke;
    const { quietMs } = this.#options;
    return openPage(tab, this.#smoke.url.url.origin, page, {
      timeoutMs: settleWithinMs,
      watchMs,
      onSettled,
      ...(quietMs !== undefined && { quietMs }),
      known: { expectedFailures, thirdParties },
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tabs.close();
    await this.#evidence?.saveFilms();
    await this.#tabs[Symbol.asyncDispose]();
  }
}
