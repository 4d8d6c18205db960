import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { NotVerified } from '../../../check/not-verified.ts';
import {
  type BundleFile,
  type BundleReferences,
  type FunctionReference,
  linksOfPage,
  type MappedSource,
  numberedChunks,
  parseSourceMap,
  readBundleReferences,
  scriptsOfPage,
  scriptsOfScript,
  sourceMapAddress,
} from '../../../contract/index.ts';
import { temporaryPrefix } from '../../../files/temporary-folder.ts';
import { RequestFailure } from '../../../http/index.ts';
import type { PagesProfile } from '../../../profile/index.ts';
import { defineReading, type ReadingContext } from '../../../reading/index.ts';
import type { OpenPlace } from '../call-sites.ts';
import { isPlainSite, listedPages } from './listed-pages.ts';
import { openScripts, SiteAnswers, type SiteRoute } from './site-answers.ts';

/** A live site, and the pages that the sources of its front ends have. */
export interface SiteInput {
  pages: PagesProfile;
  routes: readonly SiteRoute[];
}

/** What the scripts of a live site call, and how much of it was read. */
export interface LiveSite extends BundleReferences {
  url: string;
  /** Paths of the pages that were read. */
  pages: readonly string[];
  bytes: number;
  /** Scripts that a page needs and that could not be read. What they call is not known. */
  unread: readonly { url: string; reason: string }[];
  /** Pages and scripts that may call more, and that were not looked at. */
  open: readonly OpenPlace[];
}

export const mostFiles = 600;
const mostBytes = 64 * 1024 * 1024;
export const mostLinkedPages = 200;
export const mostSourcePages = 200;
export const mostListedPages = 200;
const sideBySide = 12;

/** Reads a site as a browser would, with every script that it may load later, and finds the functions that they call. */
export const liveSite = defineReading({
  name: 'convex.live-site',
  effect: 'read',
  key: ({ pages, routes }: SiteInput) => JSON.stringify([pages.url.url.href, routes]),
  async read({ pages, routes }, context): Promise<LiveSite> {
    const folder = await mkdtemp(temporaryPrefix('site'));
    try {
      const crawl = new Crawl(pages, context, folder);
      await crawl.run(routes);
      const bundle = await readBundleReferences(crawl.files);
      return { ...bundle, references: await crawl.withSources(bundle.references), ...crawl.result(routes) };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

class Crawl {
  readonly files: BundleFile[] = [];
  readonly #pages: PagesProfile;
  readonly #context: ReadingContext;
  readonly #folder: string;
  readonly #wanted = new Map<string, boolean>();
  readonly #seenPages = new Set<string>();
  readonly #links = new Set<string>();
  /** Pages that a sitemap lists, or the manifest of the build. */
  readonly #listed = new Set<string>();
  readonly #answers = new SiteAnswers();
  readonly #numbers = new Set<string>();
  readonly #addresses: ((id: string) => string)[] = [];
  readonly #maps = new Map<string, string>();
  readonly #queue: string[] = [];
  readonly #unread: { url: string; reason: string }[] = [];
  #bytes = 0;
  /** Scripts of other origins that a page needs. */
  readonly #elsewhere = new Set<string>();

  constructor(pages: PagesProfile, context: ReadingContext, folder: string) {
    this.#pages = pages;
    this.#context = context;
    this.#folder = folder;
  }

  result(routes: readonly SiteRoute[]): Pick<LiveSite, 'url' | 'pages' | 'bytes' | 'unread' | 'open'> {
    const { value: url } = this.#pages.url;
    const open = [...this.#answers.openRoutes(routes, url), ...this.#openLinks(), ...openScripts(this.#elsewhere)];
    return { url, pages: this.#answers.pages, bytes: this.#bytes, unread: this.#unread, open };
  }

  async run(routes: readonly SiteRoute[]): Promise<void> {
    const named = this.#pages.routes.filter(({ status }) => status === 200).map((route) => route.path);
    await this.#readPages(new Set([this.#first, '/', ...named]));
    await this.#readPages(this.#answers.wanted(routes).slice(0, mostSourcePages));
    await this.#readListed();
    // Pages that are linked from these are read too, but not those that they link to in turn.
    await this.#readPages([...this.#links].slice(0, mostLinkedPages));
    await this.#readPages(this.#answers.wanted(routes).slice(0, mostSourcePages));
    while (this.#queue.length > 0)
      await Promise.all(this.#queue.splice(0, sideBySide).map((url) => this.#readScript(url)));
  }

  /** The page that the address of the site names. */
  get #first(): string {
    return this.#pages.url.url.pathname;
  }

  async #readListed(): Promise<void> {
    if (!isPlainSite(this.#answers.texts)) return;
    const ask = async (list: string) => {
      const answer = await this.#fetch(new URL(list, this.#pages.url.url).href, '*/*');
      return 'text' in answer && answer.status === 200 ? answer.text : undefined;
    };
    for (const page of await listedPages(ask, this.#pages.url.url.href, this.#first)) this.#listed.add(page);
    await this.#readPages([...this.#listed].slice(0, mostListedPages));
  }

  async #readPages(paths: Iterable<string>): Promise<void> {
    const left = [...paths];
    while (left.length > 0) await Promise.all(left.splice(0, sideBySide).map((path) => this.#readPage(path)));
  }

  async #readPage(route: string): Promise<void> {
    const url = new URL(route, this.#pages.url.url).href;
    if (this.#seenPages.has(url)) return;
    this.#seenPages.add(url);
    const answer = await this.#fetch(url, 'text/html,*/*;q=0.8');
    this.#answers.add(url, answer);
    if ('reason' in answer) {
      if (route === this.#first) throw new NotVerified(`the site does not answer (pages/reachable): ${answer.reason}`);
      this.#unread.push({ url, reason: answer.reason });
      return;
    }
    if (answer.status !== 200 || !/html/i.test(answer.type)) {
      if (route === this.#first)
        throw new NotVerified(
          `${url} does not answer with a page (pages/reachable): status ${answer.status}, ${answer.type}`,
        );
      return;
    }
    for (const link of linksOfPage(answer.text, answer.url)) this.#links.add(link);
    const { named, inline } = scriptsOfPage(answer.text, answer.url);
    for (const [index, text] of inline.entries()) await this.#keep(`${answer.url}#inline-${index + 1}`, text);
    for (const { url: script, isRequired } of named) this.#want(script, isRequired);
  }

  async #readScript(url: string): Promise<void> {
    const isRequired = this.#wanted.get(url) === true;
    const fail = (reason: string) => {
      if (isRequired) this.#unread.push({ url, reason });
    };
    if (this.files.length >= mostFiles || this.#bytes >= mostBytes) {
      this.#unread.push({ url, reason: `reading stopped at ${this.files.length} scripts and ${this.#bytes} bytes` });
      this.#queue.length = 0;
      return;
    }
    const answer = await this.#fetch(url, '*/*');
    if ('reason' in answer) {
      fail(answer.reason);
      return;
    }
    // A single-page application answers unknown paths with its page.
    const isPage = /html/i.test(answer.type) || answer.text.trimStart().startsWith('<');
    if (answer.status === 200 && !isPage) await this.#keep(url, answer.text);
    else fail(`status ${answer.status}, ${answer.type}`);
  }

  async #keep(url: string, text: string): Promise<void> {
    const file = path.join(this.#folder, `${this.files.length}.js`);
    this.files.push({ url, read: () => readFile(file, 'utf8') });
    this.#bytes += text.length;
    const map = sourceMapAddress(text, url);
    if (map) this.#maps.set(url, map);
    for (const named of scriptsOfScript(text, url)) this.#want(named.url, named.isRequired);
    const { ids, addressOf } = numberedChunks(text, url);
    for (const id of ids) this.#numbers.add(id);
    this.#addresses.push(...addressOf);
    if (ids.length > 0 || addressOf.length > 0)
      for (const address of this.#addresses)
        for (const id of this.#numbers)
          if (!new URL(address(id)).pathname.endsWith('.css')) this.#want(address(id), false);
    await writeFile(file, text);
  }

  #openLinks(): OpenPlace[] {
    const place = this.#pages.url.value;
    const [more, moreListed] = [this.#links.size - mostLinkedPages, this.#listed.size - mostListedPages];
    const reason = `the site links to more pages than the ${mostLinkedPages} that are read`;
    const ofLists = `the site lists more pages than the ${mostListedPages} that are read`;
    return [
      ...(more > 0 ? [{ place, text: `${more} linked pages`, reason }] : []),
      ...(moreListed > 0 ? [{ place, text: `${moreListed} pages of its sitemap`, reason: ofLists }] : []),
    ];
  }

  /** The references with their positions in the source, where the site serves source maps. */
  async withSources(references: readonly FunctionReference[]): Promise<FunctionReference[]> {
    const found: FunctionReference[] = [];
    for (const [url, own] of Map.groupBy(references, ({ file }) => file)) {
      const map = await this.#readMap(this.#maps.get(url));
      for (const reference of own) {
        const source = map?.positionOf(reference);
        found.push(source ? { ...reference, source } : reference);
      }
    }
    return found;
  }

  async #readMap(address: string | undefined): Promise<MappedSource | undefined> {
    if (address === undefined) return undefined;
    if (address.startsWith('data:')) {
      const [, isBase64, data = ''] = /^data:[^,]*?(;base64)?,(.*)$/s.exec(address) ?? [];
      return parseSourceMap(isBase64 ? Buffer.from(data, 'base64').toString() : decodeURIComponent(data));
    }
    if (new URL(address).origin !== this.#pages.url.url.origin || this.#bytes >= mostBytes) return undefined;
    const answer = await this.#fetch(address, 'application/json,*/*;q=0.8');
    if ('reason' in answer || answer.status !== 200) return undefined;
    this.#bytes += answer.text.length;
    return parseSourceMap(answer.text);
  }

  #want(url: string, isRequired: boolean): void {
    // Scripts of another origin are not the site's own, and the door refuses to request them.
    if (new URL(url).origin !== this.#pages.url.url.origin) {
      if (isRequired) this.#elsewhere.add(url);
      return;
    }
    const before = this.#wanted.get(url);
    this.#wanted.set(url, before === true || isRequired);
    if (before === undefined) this.#queue.push(url);
  }

  async #fetch(
    url: string,
    accept: string,
  ): Promise<{ url: string; status: number; type: string; text: string } | { reason: string }> {
    try {
      const response = await this.#context.fetch(url, { headers: { accept } });
      const type = response.headers.get('content-type') ?? 'no content type';
      return { url: response.url || url, status: response.status, type, text: await response.text() };
    } catch (error) {
      if (error instanceof RequestFailure) return { reason: error.message };
      throw error;
    }
  }
}
