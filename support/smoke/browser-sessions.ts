import path from 'node:path';
import type { LaunchOptions } from '@playwright/test';
import { type BrowserName, entriesOf, type Profile } from '../profile/index.ts';
import { browsersOf, browserType } from './browser/other-browsers.ts';
import { homesOf } from './judge/judge-connections.ts';
import { RunFolder } from './run-folder.ts';
import { PageReadings } from './visit/page-readings.ts';
import { trialsOf } from './visit/trials.ts';

/** The pages as one browser shows them. */
export interface Look {
  browser: BrowserName;
  readings: PageReadings;
}

/** The browsers of one run, started by the first check that needs one: a worker that only repeats known outcomes starts none. */
export class Looks implements AsyncDisposable {
  readonly #profile: Profile;
  readonly #chromium: LaunchOptions;
  readonly #opened = new AsyncDisposableStack();
  #looks: Promise<Look[]> | undefined;

  /** @param chromium how the Chromium is started that was found on the machine */
  constructor(profile: Profile, chromium: LaunchOptions) {
    this.#profile = profile;
    this.#chromium = chromium;
  }

  /** One look for each browser in the profile. @throws Error if a browser does not start */
  open(): Promise<Look[]> {
    this.#looks ??= this.#open();
    return this.#looks;
  }

  async #open(): Promise<Look[]> {
    const { smoke, reportsDirectory } = this.#profile;
    if (!smoke) return [];
    const homes = homesOf(this.#profile);
    const directory = path.join(reportsDirectory, 'smoke');
    const begins = trialsOf(RunFolder.ofThisRun()?.plannedFiles() ?? []);
    const names = await browsersOf(smoke.browsers);
    return Promise.all(
      names.map(async (name) => {
        const browser = await browserType(name).launch(name === 'chromium' ? this.#chromium : {});
        const readings = new PageReadings(browser, smoke, {
          homes,
          begins,
          entries: entriesOf(this.#profile),
          evidenceDirectory: name === 'chromium' ? directory : path.join(directory, name),
        });
        // Visits end before their browser does.
        this.#opened.use(browser);
        this.#opened.use(readings);
        return { browser: name, readings };
      }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#looks?.catch(() => undefined);
    await this.#opened.disposeAsync();
  }
}
