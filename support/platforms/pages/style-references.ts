import { withoutBetween } from '../../text/markup-tags.ts';

/** An address in a style sheet, as it is written there. */
export interface StyleReference {
  written: string;
  isImported: boolean;
}

const text = String.raw`"((?:[^"\\\n]|\\[\s\S])*)"|'((?:[^'\\\n]|\\[\s\S])*)'`;
const named = new RegExp(
  String.raw`(@import\s+)(?:${text})|(@import\s+)?\burl\(\s*(?:${text}|((?:[^"'()\s\\]|\\[\s\S])+))\s*\)|\bimage-set\(([^;{}]*)`,
  'gi',
);
const ofSet = new RegExp(
  String.raw`(?<!url\(\s*)(?:${text})(?=\s+[\d.]+(?:x|dpi|dpcm|dppx)\b|\s*[,)]|\s+type\()`,
  'gi',
);

/** What a style sheet names: imports, and addresses of images and fonts. What stands within a text is part of that text. Pure. */
export function styleReferences(css: string): StyleReference[] {
  const bare = withoutBetween(css, '/*', '*/');
  return [...bare.matchAll(named)].flatMap((found) => {
    const [, imported, one, other, importedUrl, double, single, plain, set] = found;
    if (set !== undefined) return [...styleReferences(set), ...textsOfSet(set)];
    const written = one ?? other ?? double ?? single ?? plain ?? '';
    return [{ written: unescaped(written), isImported: (imported ?? importedUrl) !== undefined }];
  });
}

/** `image-set("a.avif" type("image/avif"), "a.png" 1x)`: texts without `url()`. */
function textsOfSet(set: string): StyleReference[] {
  return [...set.replace(/\btype\([^)]*\)/gi, '').matchAll(ofSet)].map(([, double, single]) => ({
    written: unescaped(double ?? single ?? ''),
    isImported: false,
  }));
}

/** Source: CSS Syntax Module Level 3, section 4.3.7. */
function unescaped(written: string): string {
  return written.replace(/\\(?:([0-9a-f]{1,6})\s?|([\s\S]))/gi, (_, code?: string, character?: string) =>
    code === undefined ? (character ?? '') : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
