const bundlerFolders = /\/(?:_next\/static\/(?!chunks\/(?:webpack|main)\.js)|_app\/immutable|_nuxt|_astro)\//;
const ending =
  /[.-]([A-Za-z0-9_-]{8,64}?)(?:\.(?:min|module|chunk|bundle|esm|es))*\.(?:m?js|css|woff2?|ttf|otf|png|jpe?g|gif|svg|webp|avif|ico|wasm|mp4|webm|json|map)$/;

/**
 * The hash of its content that the name of a file ends with: `index-DkPXv3Zb.js`, `main.0f3a9c11.css`. The same name then never has
 * another content. Versions (`jquery-3.6.0.min.js`) and words (`page-settings.js`) are none.
 */
export function contentHash(pathname: string): string | undefined {
  const name = pathname.split('/').at(-1) ?? '';
  const whole = /^([\w-]{8,64})\.\w+$/.exec(name)?.[1];
  const isWhole = whole !== undefined && (bundlerFolders.test(pathname) || /^[0-9a-f]{16,}$/.test(whole));
  const found = ending.exec(name)?.[1] ?? (isWhole && isHash(whole) ? whole : undefined);
  if (found === undefined) return undefined;
  // Rollup's and Vite's hashes may contain hyphens: the last eight characters before the ending, where a name ends before them.
  const last = found.length > 8 && !/[-._]/.test(found.at(-9) ?? '') ? '' : found.slice(-8);
  const candidates = [found, last, found.split(/[-.]/).at(-1) ?? ''];
  return (
    candidates.find(isHash) ?? (bundlerFolders.test(pathname) ? candidates.find((each) => each.length >= 8) : undefined)
  );
}

function isHash(text: string): boolean {
  // The date of a photo: 20240115.
  if (/^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(text)) return false;
  if (/^[0-9a-f]{8,64}$/i.test(text) && /\d/.test(text)) return true;
  if (!/^[A-Za-z0-9_-]{8}$/.test(text) || /^[\d-]+$/.test(text)) return false;
  if (/^[A-Z0-9]{8}$/.test(text)) return /\d/.test(text) || /[^AEIOU]{4}/.test(text);
  // Words and camel case: `settings`, `MyWidget`, `sign-in-`.
  const isWords = /^[_-]?(?:[A-Z]?[a-z]+|[a-z]+\d?)(?:[A-Z_-][a-z]*)*[_-]?$/.test(text) && !/[A-Z]{2}/.test(text);
  return !isWords;
}

/**
 * Whether an address may change with the content of the file, so that it may be kept forever: a hash or a version in its name, in a
 * folder or in its query, or a build's own folder, as Next.js has (`/_next/static/<build>/_buildManifest.js`).
 */
export function mayChangeWithContent(url: string): boolean {
  const { pathname, search } = new URL(url);
  if (contentHash(pathname) !== undefined || isVersionQuery(search)) return true;
  const steps = pathname.split('/').slice(1);
  const name = steps.pop() ?? '';
  const isVersion = /(?:^|[-.@_v])\d+\.\d+(?:\.\d+)?(?=[-./]|$)/;
  const hasShortHash = [...name.matchAll(/[-.]([0-9a-f]{4,7})(?=\.)/g)].some(
    ([, text = '']) => /\d/.test(text) && /[a-f]/.test(text),
  );
  return (
    hasShortHash ||
    isVersion.test(name) ||
    /^\/_next\/static\/[^/]+\/_\w+\.js$/.test(pathname) ||
    steps.some((each) => isHash(each) || /^[0-9a-f]{7,64}$/.test(each) || isVersion.test(each))
  );
}

/** `?v=3`, `?ver=6.4.1`, `?dpl=…`, `?0f3a9c11`: what builds and servers add so that an address changes with the file. */
function isVersionQuery(search: string): boolean {
  return (
    /[?&](?:v|ver|vsn|version|hash|h|t|ts|rev|build|dpl|cb|_)=[^&]/.test(search) ||
    /^\?[\w.-]*\d[\w.-]*$/.test(search) ||
    [...new URLSearchParams(search).values()].some((value) => value.length >= 8 && isHash(value))
  );
}

/**
 * The same name with another hash, or with one: a file that no build has ever written. Undefined where an address names no file.
 */
export function missingSibling(url: string): string | undefined {
  const { pathname } = new URL(url);
  const hash = contentHash(pathname);
  const made = '0a1b2c3d';
  if (hash === undefined) {
    const [, stem, end] = /^(.*[^/])(\.\w+)$/.exec(pathname) ?? [];
    return stem === undefined ? undefined : new URL(`${stem}-${made}${end}`, url).href;
  }
  const other = [...hash].map((each, index) => made[index] ?? each).join('');
  const at = pathname.lastIndexOf(hash);
  return new URL(pathname.slice(0, at) + other + pathname.slice(at + hash.length), url).href;
}

/** No site has more kinds of folders than this that are served by rules of their own. */
const mostMissing = 8;

/**
 * Of the files of a site, those beside which a missing one is asked for: one hashed file for each folder and type, since hosts set rules
 * by them; where no name has a hash, one script, else one file.
 */
export function likeMissing(urls: readonly string[]): string[] {
  const isScript = (url: string) => /\.m?js$/.test(new URL(url).pathname);
  const named = urls.filter((url) => missingSibling(url) !== undefined);
  const hashed = named.filter((url) => contentHash(new URL(url).pathname) !== undefined);
  if (hashed.length === 0) return [named.find(isScript) ?? named[0]].filter((url) => url !== undefined);
  const inOrder = [...hashed.filter(isScript), ...hashed.filter((url) => !isScript(url))];
  const byPlace = Map.groupBy(inOrder, (url) => new URL(url).pathname.replace(/[^/]+(\.\w+)$/, '*$1'));
  return [...byPlace.values()].flatMap(([first]) => first ?? []).slice(0, mostMissing);
}
