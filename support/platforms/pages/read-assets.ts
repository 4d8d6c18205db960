import { setTimeout as delay } from 'node:timers/promises';
import { type Fetch, RequestFailure } from '../../http/index.ts';
import type { PagesProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { likeMissing, missingSibling } from './asset-name.ts';
import {
  type AssetReference,
  type AssetUse,
  assetsOfManifest,
  assetsOfPage,
  assetsOfScript,
  assetsOfStyle,
} from './asset-references.ts';
import { refuseFront, sitePage } from './read-page.ts';

/** The answer for one file that a page loads. */
export interface Asset {
  url: string;
  use: AssetUse;
  /** The page or file that names it. */
  from: string;
  answer: AssetAnswer;
}

export type AssetAnswer =
  | {
      status: number;
      contentType: string;
      cacheControl: string | null;
      expires: string | null;
      date: string | null;
      nosniff: boolean;
      /** It is a page, whatever its type says: an app shell. */
      isPage: boolean;
    }
  | { failure: string };

export interface SiteAssets {
  /** The pages that were looked at, with their headers. */
  pages: readonly { url: string; headers: Headers }[];
  assets: readonly Asset[];
  /** A file that no build has written, named as one of the site is, and its answer; undefined where the pages load no file. */
  missing?: { url: string; beside: string; answer: AssetAnswer };
  /** Files of other origins: they are not asked for. */
  elsewhere: number;
  /** Files that were not asked for, because there are too many. */
  more: number;
  /** Files that answered 404 first, and were there a moment later. */
  late: readonly string[];
}

const atOnce = 16;
const repeatAfterMs = 800;

/** Every file that the pages of the site load, followed through styles, scripts and manifests. */
export const siteAssets = defineReading({
  name: 'pages.assets',
  effect: 'read',
  key: (pages: PagesProfile) => pages.url.url.origin,
  async read(pages, { fetch, read }): Promise<SiteAssets> {
    const walk = new AssetWalk(pages.url.url.origin, pages.mostFiles, fetch);
    const opened: { url: string; headers: Headers }[] = [];
    const paths = ['/', ...pages.routes.filter(({ status }) => status === 200).map(({ path }) => path)];
    for (const path of new Set(paths)) {
      const page = await read(sitePage, { pages, path });
      refuseFront(page, pages);
      if (!page.answers || page.status !== 200 || !/html/.test(page.contentType)) continue;
      opened.push({ url: page.url, headers: page.headers });
      walk.add(assetsOfPage(page.body, page.url), page.url);
    }
    await walk.toTheEnd();
    await walk.askAgain();
    const { assets, elsewhere, more, late } = walk;
    const beside = likeMissing(assets.map(({ url }) => url));
    const missing = beside === undefined ? undefined : missingSibling(beside);
    return {
      pages: opened,
      assets,
      elsewhere,
      more,
      late,
      ...(beside !== undefined &&
        missing !== undefined && {
          missing: { url: missing, beside, answer: (await answerOf(missing, fetch)).answer },
        }),
    };
  },
});

class AssetWalk {
  readonly assets: Asset[] = [];
  readonly late: string[] = [];
  readonly #origin: string;
  readonly #most: number;
  readonly #fetch: Fetch;
  readonly #seen = new Map<string, Asset>();
  readonly #others = new Set<string>();
  #queue: Asset[] = [];

  constructor(origin: string, most: number, fetch: Fetch) {
    this.#origin = origin;
    this.#most = most;
    this.#fetch = fetch;
  }

  get elsewhere(): number {
    return this.#others.size;
  }

  get more(): number {
    return this.#queue.length;
  }

  add(references: readonly AssetReference[], from: string): void {
    for (const { url, use } of references) {
      if (new URL(url).origin !== this.#origin) this.#others.add(url);
      else if (!this.#seen.has(url)) {
        const asset: Asset = { url, use, from, answer: { failure: 'it was not asked for' } };
        this.#seen.set(url, asset);
        this.#queue.push(asset);
      }
    }
  }

  async toTheEnd(): Promise<void> {
    while (this.#queue.length > 0 && this.assets.length < this.#most) {
      const batch = this.#queue.splice(0, atOnce);
      await Promise.all(batch.map((asset) => this.#ask(asset)));
    }
  }

  /** A new deployment reaches the edges one after another: what is missing is asked for once more. */
  async askAgain(): Promise<void> {
    const missing = this.assets.filter(({ answer }) => 'status' in answer && answer.status === 404);
    if (missing.length === 0) return;
    await delay(repeatAfterMs);
    for (const asset of missing) {
      this.assets.splice(this.assets.indexOf(asset), 1);
      await this.#ask(asset);
      if ('status' in asset.answer && asset.answer.status === 200) this.late.push(asset.url);
    }
    await this.toTheEnd();
  }

  async #ask(asset: Asset): Promise<void> {
    const { answer, text } = await answerOf(asset.url, this.#fetch);
    asset.answer = answer;
    this.assets.push(asset);
    if ('failure' in answer || answer.status !== 200 || answer.isPage) return;
    if (asset.use === 'style') this.add(assetsOfStyle(text, asset.url), asset.url);
    if (asset.use === 'script' || asset.use === 'module') this.add(assetsOfScript(text, asset.url), asset.url);
    if (asset.use === 'manifest') this.add(assetsOfManifest(text, asset.url), asset.url);
  }
}

async function answerOf(url: string, fetch: Fetch): Promise<{ answer: AssetAnswer; text: string }> {
  try {
    const response = await fetch(url);
    const { status, headers } = response;
    const text = await response.text();
    const answer = {
      status,
      contentType: headers.get('content-type') ?? '',
      cacheControl: headers.get('cache-control'),
      expires: headers.get('expires'),
      date: headers.get('date'),
      nosniff: /^\s*nosniff/i.test(headers.get('x-content-type-options') ?? ''),
      isPage: /^\s*(?:<!doctype html|<html)/i.test(text),
    };
    return { answer, text };
  } catch (error) {
    if (error instanceof RequestFailure && !error.isRefusal) return { answer: { failure: error.seen }, text: '' };
    throw error;
  }
}
