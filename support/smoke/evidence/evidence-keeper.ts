import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Finding } from '../../check/finding.ts';
import { redact } from '../../redaction/redact.ts';
import { errorText } from '../../text/error-text.ts';
import type { OpenedTab } from '../browser/tabs.ts';
import { keepEvidence } from './keep-evidence.ts';

/** A tab that findings may be about, and the folder name of its evidence. */
export interface Witness extends OpenedTab {
  name: string;
}

/** Keeps evidence of the tabs that findings are about, each tab once. */
export class EvidenceKeeper {
  readonly #directory: string;
  readonly #kept = new Map<Page, Promise<{ folder: string; isKept: boolean; place: string }>>();

  /** @param directory each tab gets a folder in it */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Adds the folder of its tab's evidence to each finding.
   * @param witnesses likeliest first
   * @param only the only tab of the check: taken if a finding names no address of any witness
   */
  async add(findings: readonly Finding[], witnesses: readonly Witness[], only?: Witness): Promise<Finding[]> {
    return Promise.all(
      findings.map(async (finding) => {
        const witness = witnesses.find(({ addresses }) => names(finding, addresses)) ?? only;
        if (!witness) return finding;
        return { ...finding, from: [...finding.from, (await this.#keep(witness)).place] };
      }),
    );
  }

  /** Saves the videos of the tabs whose evidence is kept. Call it when they are closed: a video ends with its tab. */
  async saveFilms(): Promise<void> {
    for (const [tab, kept] of this.#kept) {
      const { folder, isKept } = await kept;
      // A page that shows a secret got no screenshot, so its video is not kept either.
      if (isKept) await tab.video()?.saveAs(path.join(folder, 'video.webm'));
    }
  }

  #keep({ tab, name }: Witness): Promise<{ folder: string; isKept: boolean; place: string }> {
    const known = this.#kept.get(tab);
    if (known) return known;
    const folder = path.join(this.#directory, folderName(redact(name)));
    mkdirSync(this.#directory, { recursive: true });
    const kept = keepEvidence(tab, folder).then(
      (files) => ({
        folder,
        isKept: files.some((file) => file.endsWith('screenshot.png')),
        place: path.relative(process.cwd(), folder),
      }),
      (error: unknown) => ({
        folder,
        isKept: false,
        place: `no evidence was kept: ${errorText(error)}`,
      }),
    );
    this.#kept.set(tab, kept);
    return kept;
  }
}

/** A place in `from` is an address or a request: `GET https://…`. */
function names({ from }: Finding, addresses: ReadonlySet<string>): boolean {
  return from.some((place) => addresses.has(place) || addresses.has(place.replace(/^[A-Z]+ /, '')));
}

function folderName(name: string): string {
  return name.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'start';
}
