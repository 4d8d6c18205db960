import { setTimeout as delay } from 'node:timers/promises';
import { type Fetch, RequestFailure } from '../../http/index.ts';
import type { PagesProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { likeMissing, missingSibling } from './asset-name.ts';
import {
  type AssetReference,
  type AssetUse,
  assetsOfLinks,
  assetsOfManifest,
  assetsOfPage,
  assetsOfScript,
  assetsOfStyle,
} from './asset-references.ts';
import { filesOfBuild } from './build-manifest.ts';
import { edgeControl } from './cache-lifetime.ts';
import { refuseFront, sitePage } from './read-page.ts';
import { type RuntimeReference, runtimeReferences } from './runtime-references.ts';

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
      /** What is meant for the cache before the site alone. */
      edgeControl: string | null;
      expires: string | null;
      date: string | null;
      /** Where a redirect leads that was not followed. */
      location: string | null;
      nosniff: boolean;
      /** It is a page, whatever its type says: an app shell. */
      isPage: boolean;
    }
  | { failure: string };

/** A file that no build has written, named as one of the site is, and its answer. */
export interface MissingFile {
  url: string;
  beside: string;
  answer: AssetAnswer;
}

export interface SiteAssets {
  /** The pages that were looked at, with their headers. */
  pages: readonly { url: string; headers: Headers }[];
  assets: readonly Asset[];
  /** One for each folder and type of the site's files; none where the pages load no file. */
  missing: readonly MissingFile[];
  /** Service workers that the site's scripts register, and run-time configuration that they fetch. */
  runtime: readonly RuntimeReference[];
  /** Pages and scripts that register a service worker whose address is computed. */
  computed: readonly string[];
  /** Files of other origins: they are not asked for. */
  elsewhere: number;
  /** Files that were not asked for, because there are too many. */
  more: number;
  /** Files that answered 404 first, and were there a moment later. */
  late: readonly string[];
}

const atOnce = 16;
const mostSteps = 5;
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
      walk.add(assetsOfLinks(page.headers.get('link'), page.url), page.url);
      walk.add(assetsOfPage(page.body, page.url), page.url);
      walk.look(page.body, page.url);
    }
    for (const path of buildManifests) {
      const page = await read(sitePage, { pages, path });
      if (page.answers && page.status === 200) walk.add(filesOfBuild(page.body, page.url), page.url);
    }
    await walk.toTheEnd();
    await walk.askAgain();
    const { assets, runtime, computed, elsewhere, more, late } = walk;
    const missing = await Promise.all(
      likeMissing(assets.map(({ url }) => url)).map(async (beside) => {
        const url = missingSibling(beside) ?? beside;
        return { url, beside, answer: (await answerOf(url, fetch)).answer };
      }),
    );
    return { pages: opened, assets, missing, runtime, computed, elsewhere, more, late };
  },
});

/** Relative to the root: what Vite and Create React App write of their builds, where it is served. */
const buildManifests = ['/.vite/manifest.json', '/asset-manifest.json'];

class AssetWalk {
  readonly assets: Asset[] = [];
  readonly late: string[] = [];
  readonly computed: string[] = [];
  readonly #origin: string;
  readonly #most: number;
  readonly #fetch: Fetch;
  readonly #seen = new Map<string, Asset>();
  readonly #others = new Set<string>();
  readonly #runtime = new Map<string, RuntimeReference>();
  #queue: Asset[] = [];

  constructor(origin: string, most: number, fetch: Fetch) {
    this.#origin = origin;
    this.#most = most;
    this.#fetch = fetch;
  }

  get elsewhere(): number {
    return this.#others.size;
  }

  get runtime(): RuntimeReference[] {
    return [...this.#runtime.values()];
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

  /** Looks in a page or a script for what it registers and fetches at run time. */
  look(text: string, url: string): void {
    const { named, isComputed } = runtimeReferences(text, url);
    for (const each of named) if (new URL(each.url).origin === this.#origin) this.#runtime.set(each.url, each);
    if (isComputed) this.computed.push(url);
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
    let { answer, text } = await answerOf(asset.url, this.#fetch);
    let { url } = asset;
    for (let step = 0; step < mostSteps && 'status' in answer && answer.location !== null; step += 1) {
      const target = URL.parse(answer.location, url);
      if (target === null) break;
      // A file that another host serves is not of this site; a browser goes there.
      if (target.origin !== this.#origin) {
        this.#others.add(target.href);
        return;
      }
      url = target.href;
      ({ answer, text } = await answerOf(url, this.#fetch));
    }

    asset.answer = answer;
    this.assets.push(asset);
    if ('failure' in answer || answer.status !== 200 || answer.isPage) return;
    if (asset.use === 'style') this.add(assetsOfStyle(text, url), asset.url);
    if (asset.use === 'script' || asset.use === 'module') {
      this.add(assetsOfScript(text, url), asset.url);
      this.look(text, url);
    }
    if (asset.use === 'manifest') this.add(assetsOfManifest(text, url), asset.url);
  }
}

/** @throws RequestFailure where the profile does not allow the request, or something in front of the site answered it */
async function answerOf(url: string, fetch: Fetch): Promise<{ answer: AssetAnswer; text: string }> {
  try {
    const response = await fetch(url, { redirect: 'manual' });
    const { status, headers } = response;
    const text = await response.text();
    const answer = {
      status,
      contentType: headers.get('content-type') ?? '',
      cacheControl: headers.get('cache-control'),
      edgeControl: edgeControl(headers),
      expires: headers.get('expires'),
      date: headers.get('date'),
      location: status >= 300 && status <= 399 ? headers.get('location') : null,
      nosniff: /^\s*nosniff/i.test(headers.get('x-content-type-options') ?? ''),
      isPage: /^\s*(?:<!--[\s\S]*?-->\s*)*(?:<!doctype html|<html)/i.test(text),
    };
    return { answer, text };
  } catch (error) {
    if (error instanceof RequestFailure && !error.isRefusal) return { answer: { failure: error.seen }, text: '' };
    throw error;
  }
}
