import { hash } from 'node:crypto';
import { pageParts } from '../../../contract/bundle/page-parts.ts';
import { numberedChunks } from '../../../contract/index.ts';
import { confirmedImports } from '../../../contract/syntax/confirmed-imports.ts';
import { type Fetch, RequestFailure } from '../../../http/index.ts';
import type { IsolationProfile, PagesProfile } from '../../../profile/index.ts';
import { computedImports } from './computed-imports.ts';
import { decodeFile } from './decode-file.ts';
import { headerLines, headerReferences } from './header-references.ts';
import { ImportPrefixes } from './import-prefixes.ts';
import { harmless } from './script-references.ts';
import { siteReferences } from './site-references.ts';
import { filesBeside, wellKnownFiles } from './well-known-files.ts';

/** One file that a site serves, or the headers of its answers. */
export interface SiteFile {
  url: string;
  contentType: string;
  /** The whole text; of a file that is not text, the texts in it. */
  text: string;
  form: 'text' | 'binary' | 'headers';
}

export interface SiteFiles {
  files: readonly SiteFile[];
  /** Whether any page was answered, and not with an error. */
  hasPage: boolean;
  /** What is named and could not be read: a browser needs it, or it was answered with an error. */
  unread: readonly string[];
  /** Redirects that lead out of the site: where from, where to. */
  leadsAway: readonly { from: string; to: string }[];
  /** There are more files than the profile lets be read. */
  more: number;
  /** Pictures, films and other media that were not looked at, by type. */
  skipped: ReadonlyMap<string, number>;
  /** Files that answered 404 first, and were there a moment later. */
  late: readonly string[];
  /** Imports whose address is computed in a way that was not understood, with their file. */
  notFollowed: readonly string[];
  /** The config lists files, so that what is imported by a computed address is known all the same. */
  filesAreListed: boolean;
  /** Scripts and styles that pages load from other origins: they are not of this site, and not read. */
  elsewhere: readonly string[];
}

/** What is asked for after everything else, and of which not all has to be read. */
const media =
  /\.(?:png|jpe?g|gif|webp|avif|ico|bmp|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|ogg|wav|mov|pdf|zip|gz|tar|dmg|exe)$/i;

type Attempt = 'missing' | 'read';

/** Follows the names of files through one site. */
export class SiteCrawl {
  readonly #root: URL;
  readonly #most: number;
  readonly #hasListed: boolean;
  readonly #fetch: Fetch;
  readonly #code: string[] = [];
  readonly #media: string[] = [];
  /** Asked for when all that is named has been read: they are few, and do not count. */
  readonly #guesses: string[] = [];
  readonly #seen = new Set<string>();
  /** What was only guessed and is refused is served to nobody: some hosts answer 403 for whatever is not there. */
  readonly #guessed = new Set<string>();
  /** What a browser loads, with the file that names it. */
  readonly #required = new Map<string, string>();
  readonly #fetched = new Set<string>();
  readonly #namedIn = new Map<string, string>();
  readonly #missing = new Map<string, string>();
  readonly #tried = new Map<string, number>();
  readonly #numbers = new Set<string>();
  readonly #addressesOfNumbers: ((number: string) => string)[] = [];
  readonly #prefixes = new ImportPrefixes();
  readonly #bases: Set<string>;
  readonly #bodies = new Set<string>();
  readonly #headers = new Set<string>();
  readonly #texts = new Map<string, string>();
  readonly #shells = new Set<string>();
  readonly #skipped = new Map<string, number>();
  readonly #late: string[] = [];
  readonly #notFollowed: string[] = [];
  readonly #elsewhere = new Set<string>();
  readonly #files: SiteFile[] = [];
  readonly #unread: string[] = [];
  readonly #leadsAway: { from: string; to: string }[] = [];
  #askedCode = 0;
  #askedMedia = 0;
  #hasPage = false;

  constructor(site: PagesProfile, { mostFiles, files }: IsolationProfile['site'], fetch: Fetch) {
    this.#root = site.url.url;
    this.#bases = new Set([new URL('/', this.#root).href]);
    this.#most = mostFiles;
    this.#hasListed = files.length > 0;
    this.#fetch = fetch;
    for (const path of ['/', ...site.routes.map(({ path }) => path), ...files])
      this.#add(new URL(path, this.#root).href);
    for (const path of wellKnownFiles) this.#guess(new URL(path, this.#root).href);
  }

  get hasNext(): boolean {
    return this.#hasCode || this.#guesses.length > 0 || (this.#media.length > 0 && this.#askedMedia < this.#most);
  }

  get #hasCode(): boolean {
    return this.#code.length > 0 && this.#askedCode < this.#most;
  }

  /** The next address to be asked for; undefined where there is none at the moment. */
  next(): string | undefined {
    if (this.#hasCode) {
      this.#askedCode += 1;
      return this.#code.shift();
    }
    if (this.#guesses.length > 0) return this.#guesses.shift();
    if (this.#media.length === 0 || this.#askedMedia >= this.#most) return undefined;
    this.#askedMedia += 1;
    return this.#media.shift();
  }

  /** Asks for one address and looks for further names in the answer. @throws RequestFailure where the site itself does not answer */
  async visit(url: string): Promise<void> {
    try {
      const attempt = await this.#read(url);
      const tried = (this.#tried.get(url) ?? 0) + 1;
      this.#tried.set(url, tried);
      if (attempt === 'missing') return;
      if (this.#missing.delete(url) && tried > 1) this.#late.push(url);
    } catch (error) {
      if (!(error instanceof RequestFailure) || error.isRefusal || url === new URL('/', this.#root).href) throw error;
      if (error.kind === 'body-too-large' && media.test(new URL(url).pathname)) this.#skip(url);
      else this.#unread.push(error.message);
    }
  }

  /** Puts what is named and was not there back into the queue. @returns how many */
  askAgain(): number {
    const again = [...this.#missing.keys()].filter((url) => this.#isWorthAsking(url));
    this.#askedCode -= again.length;
    this.#code.push(...again);
    return again.length;
  }

  result(): SiteFiles {
    for (const url of this.#media) this.#skip(url);
    return {
      files: this.#files,
      hasPage: this.#hasPage,
      unread: [...this.#unread, ...this.#lost()],
      leadsAway: this.#leadsAway,
      more: this.#code.length,
      skipped: this.#skipped,
      late: this.#late,
      notFollowed: this.#notFollowed,
      filesAreListed: this.#hasListed,
      elsewhere: [...this.#elsewhere],
    };
  }

  async #read(url: string): Promise<Attempt> {
    const response = await this.#fetch(url, { redirect: 'manual' });
    const { status, headers } = response;
    if (this.#redirected(url, response)) return 'read';
    this.#readHeaders(url, headers);
    const isGuess = this.#guessed.has(url);
    const isRefused = status === 401 || status === 403;
    if (status >= 500 || status === 429 || (isRefused && !isGuess)) this.#unread.push(`${url} (status ${status})`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const contentType = headers.get('content-type') ?? '';
    const { form, text } = decodeFile(bytes, contentType);
    const digest = hash('sha256', bytes);
    if (isShell(url, text)) this.#shells.add(url);
    if (status === 404 || status === 410 || (this.#shells.has(url) && this.#required.has(url))) {
      if (!isGuess) this.#missing.set(url, `status ${status}${this.#shells.has(url) ? ', with a page of HTML' : ''}`);
      if (status === 404) this.#keep({ url, contentType, text, form }, digest);
      return 'missing';
    }
    this.#hasPage ||= status < 400 && /^\s*</.test(text);
    this.#keep({ url, contentType, text, form }, digest);
    return 'read';
  }

  /** An app shell answers every path: it is looked at once. */
  #keep(file: SiteFile, digest: string): void {
    if (file.text === '' || this.#bodies.has(digest)) return;
    this.#bodies.add(digest);
    this.#files.push(file);
    if (file.form === 'text') this.#follow(file);
  }

  #follow({ url, contentType, text }: SiteFile): void {
    const { named, elsewhere, guessed, base } = siteReferences({ url, contentType, text, bases: [...this.#bases] });
    if (base !== undefined) this.#bases.add(base);
    for (const each of guessed) if (URL.parse(each)?.origin === this.#root.origin) this.#guess(each);
    for (const each of this.#prefixes.add(text, base ?? url)) this.#name(each, url);
    for (const each of elsewhere) this.#elsewhere.add(each);
    for (const { url: reference, isRequired, isFetched } of named) {
      this.#name(reference, url, isRequired);
      if (isFetched) this.#fetched.add(reference);
    }
    const isMarkup = /^\s*</.test(text);
    if (!isMarkup && (/\.[cm]?js$/.test(new URL(url).pathname) || /script/.test(contentType))) {
      this.#texts.set(url, text);
      this.#followComputed(url, text);
    }
    if (isMarkup) for (const { body } of codeOfPage(text)) this.#followComputed(url, body);
    const { ids, addressOf, notUnderstood } = numberedChunks(text, url);
    this.#notFollowed.push(...notUnderstood.map((source) => `${source.slice(0, 80)} (${url})`));
    for (const id of ids) this.#numbers.add(id);
    this.#addressesOfNumbers.push(...addressOf);
    if (ids.length + addressOf.length > 0)
      for (const address of this.#addressesOfNumbers)
        for (const number of this.#numbers) this.#name(address(number), url);
    if (/\.(m?js|css)$/.test(new URL(url).pathname)) this.#guess(`${url.split('?')[0]}.map`);
    for (const path of filesBeside(url, text)) this.#guess(new URL(path, this.#root).href);
  }

  #followComputed(url: string, text: string): void {
    const { addresses, fetched, notFollowed } = computedImports(text);
    for (const address of harmless(fetched))
      for (const base of [url, ...this.#bases]) this.#name(URL.parse(address, base)?.href, url);
    for (const address of addresses) {
      this.#name(URL.parse(address, url)?.href, url);
      if (!/^(?:\.{0,2}\/|https?:)/.test(address)) this.#name(URL.parse(address, this.#root)?.href, url);
    }
    this.#notFollowed.push(...notFollowed.map((source) => `${source.slice(0, 80)} (${url})`));
  }

  #readHeaders(url: string, headers: Headers): void {
    for (const each of headerReferences(headers)) this.#name(URL.parse(each, url)?.href, url);
    const lines = headerLines(headers).filter((line) => !this.#headers.has(line));
    for (const line of lines) this.#headers.add(line);
    if (lines.length > 0)
      this.#files.push({ url: `${url} (response headers)`, contentType: '', text: lines.join('\n'), form: 'headers' });
  }

  #redirected(url: string, { status, headers }: Response): boolean {
    const location = headers.get('location');
    if (status < 300 || status > 399 || location === null) return false;
    const target = URL.parse(location, url);
    if (target?.origin === this.#root.origin) this.#name(target.href, url);
    else if (target) this.#leadsAway.push({ from: url, to: target.href });
    return true;
  }

  #name(url: string | undefined, from: string, isRequired = false): void {
    if (url === undefined || URL.parse(url)?.origin !== this.#root.origin) return;
    this.#guessed.delete(url);
    if (isRequired && !this.#required.has(url)) this.#required.set(url, from);
    if (!this.#namedIn.has(url)) this.#namedIn.set(url, from);
    this.#add(url);
  }

  #guess(url: string): void {
    if (this.#seen.has(url)) return;
    this.#guessed.add(url);
    this.#seen.add(url);
    this.#guesses.push(url);
  }

  #add(url: string): void {
    if (this.#seen.has(url)) return;
    this.#seen.add(url);
    if (media.test(new URL(url).pathname)) this.#media.push(url);
    else this.#code.push(url);
  }

  #skip(url: string): void {
    const type = /\.(\w+)$/.exec(new URL(url).pathname)?.[1]?.toLowerCase() ?? 'file';
    this.#skipped.set(type, (this.#skipped.get(type) ?? 0) + 1);
  }

  /** A name in a text is often no address: it is worth another try where other files of the site have its folder. */
  #isWorthAsking(url: string): boolean {
    if (this.#required.has(url) || this.#fetched.has(url)) return true;
    if (!/\.(?:m?js|css|json)$/.test(new URL(url).pathname)) return false;
    const folder = new URL('.', url).href;
    return (
      folder !== new URL('/', this.#root).href &&
      [...this.#texts.keys()].some((each) => new URL('.', each).href === folder)
    );
  }

  /** What a browser loads and nobody serves. */
  #lost(): string[] {
    return [...this.#missing].flatMap(([url, seen]) => {
      const from = this.#required.get(url);
      if (from === undefined) return [];
      const text = this.#texts.get(from);
      // In a text of documentation, `import x from "./y.js"` is none: the syntax tree tells.
      if (text !== undefined && !confirmedImports(text, from).has(url)) return [];
      return [`${url} (${seen}; named in ${from})`];
    });
  }
}

/** The scripts that a page contains itself: no data, which has a type of its own. */
function codeOfPage(html: string) {
  return [...pageParts(html)].filter(
    ({ name, attributes, body }) =>
      name === 'script' &&
      body.trim() !== '' &&
      !/\btype\s*=\s*["']?(?!module\b|text\/javascript|application\/javascript)/i.test(attributes),
  );
}

/** A page that answers in the place of a script or a style. */
function isShell(url: string, text: string): boolean {
  return /\.(?:[cm]?js|css|json|map|wasm)$/.test(new URL(url).pathname) && /^\s*(?:<!doctype html|<html)/i.test(text);
}
