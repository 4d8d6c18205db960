const bundlerFolders = /\/(?:_next\/static\/(?!chunks\/(?:webpack|main)\.js)|_app\/immutable|_nuxt|_astro)\//;
const ending =
  /[.-]([A-Za-z0-9_-]{8,64}?)(?:\.(?:min|module|chunk|bundle|esm|es))*\.(?:m?js|css|woff2?|ttf|otf|png|jpe?g|gif|svg|webp|avif|ico|wasm|mp4|webm|json|map)$/;

/**
 * The hash of its content that the name of a file ends with: `index-DkPXv3Zb.js`, `main.0f3a9c11.css`. The same name then never has
 * another content. Versions (`jquery-3.6.0.min.js`) and words (`page-settings.js`) are none.
 */
export function contentHash(pathname: string): string | undefined {
  const name = pathname.split('/').at(-1) ?? '';
  const found = ending.exec(name)?.[1] ?? /^([0-9a-f]{16,64})\.\w+$/.exec(name)?.[1];
  if (found === undefined) return undefined;
  // Rollup's and Vite's hashes may contain hyphens: the last eight characters before the ending.
  const candidates = [found, found.slice(-8), found.split(/[-.]/).at(-1) ?? ''];
  return (
    candidates.find(isHash) ?? (bundlerFolders.test(pathname) ? candidates.find((each) => each.length >= 8) : undefined)
  );
}

function isHash(text: string): boolean {
  if (/^[0-9a-f]{8,64}$/i.test(text) && /\d/.test(text)) return true;
  if (!/^[A-Za-z0-9_-]{8}$/.test(text) || /^[\d-]+$/.test(text)) return false;
  if (/^[A-Z0-9]{8}$/.test(text)) return /\d/.test(text) || /[^AEIOU]{4}/.test(text);
  // Words and camel case: `settings`, `MyWidget`, `sign-in-`.
  const isWords = /^[_-]?(?:[A-Z]?[a-z]+|[a-z]+\d?)(?:[A-Z_-][a-z]*)*[_-]?$/.test(text) && !/[A-Z]{2}/.test(text);
  return !isWords;
}

/** The same name with another hash: a file that no build has ever written. */
export function missingSibling(url: string): string | undefined {
  const { pathname } = new URL(url);
  const hash = contentHash(pathname);
  if (hash === undefined) return undefined;
  const other = [...hash].map((each, index) => (index < 8 ? '0a1b2c3d'[index % 8] : each)).join('');
  const at = pathname.lastIndexOf(hash);
  return new URL(pathname.slice(0, at) + other + pathname.slice(at + hash.length), url).href;
}
