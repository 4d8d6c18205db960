import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { cacheLifetime } from '../../support/platforms/pages/cache-lifetime.ts';
import type { Asset, SiteAssets } from '../../support/platforms/pages/read-assets.ts';
import type { PagesProfile } from '../../support/profile/index.ts';

/** Source: MIME Sniffing Standard, section 4.6, "JavaScript MIME type". */
const javascript =
  /^\s*(?:(?:application|text)\/(?:x-)?(?:java|ecma)script|text\/(?:javascript1\.[0-5]|jscript|livescript))\s*(?:;|$)/i;
const json = /^\s*(?:[\w.-]+\/[\w.+-]*json|text\/plain)\b/i;

/** Judges what the pages of a site load: each file is there, with a type that a browser takes. */
export function judgeAssets(
  { assets, missing }: SiteAssets,
  { unknownPaths }: Pick<PagesProfile, 'unknownPaths'>,
): Finding[] {
  const findings = assets.flatMap((asset) => judgeAsset(asset) ?? []);
  if (missing && 'status' in missing.answer) {
    const { status, isPage, cacheControl, expires, date, contentType } = missing.answer;
    const isKept = cacheLifetime(cacheControl, expires, date).freshSeconds > 0;
    if (status < 300 && (unknownPaths === '404' || isKept))
      findings.push({
        what: `a file that does not exist is answered with ${isPage ? 'the page of the app' : 'success'}`,
        expected: 'status 404: a browser that has an old page then learns that the file is gone',
        received: `status ${status}, ${contentType || 'no content type'}, ${cacheControl ?? 'no Cache-Control'}`,
        from: [missing.url, missing.beside],
      });
  }
  return findings;
}

/** @throws NotVerified where not everything was looked at */
export function requireAssets({ pages, more, missing }: SiteAssets): void {
  if (pages.length === 0)
    throw new NotVerified('no page of the site answered with HTML (pages/reachable, pages/routes)');
  if (more > 0)
    throw new NotVerified(
      `the pages of the site load at least ${more} more files than were asked for`,
      'Raise platforms.pages.mostFiles.',
    );
  if (missing && 'failure' in missing.answer)
    throw new NotVerified(`the answer for a file that does not exist is not known: ${missing.answer.failure}`);
}

export function assetEvidence({ pages, assets, elsewhere, late }: SiteAssets): Record<string, number> {
  return {
    pages: pages.length,
    'files of the site': assets.length,
    'files of other origins, not asked for': elsewhere,
    'files that answered 404 at first': late.length,
  };
}

function judgeAsset({ url, use, from, answer }: Asset): Finding | undefined {
  const places = { from: [url, from] };
  if ('failure' in answer)
    return { ...places, what: 'a file of the site does not load', expected: 'status 200', received: answer.failure };
  if (answer.status !== 200)
    return {
      ...places,
      what: 'a file of the site does not load',
      expected: 'status 200',
      received: `status ${answer.status}`,
    };
  const expected = expectedType(use, answer);
  const received = `${answer.contentType || 'no content type'}${answer.isPage ? ', and the text of an HTML page' : ''}${answer.nosniff ? ', with nosniff' : ''}`;
  if (answer.isPage && use !== 'other')
    return {
      ...places,
      what: 'a page is served in the place of a file',
      expected: expected ?? `a file used as ${use}`,
      received,
    };
  return expected === undefined
    ? undefined
    : { ...places, what: 'a file has a type that browsers refuse', expected, received };
}

/** What a browser demands of the type; undefined where it takes this one. Source: Fetch Standard, sections 2.9 and 4.1 (nosniff, MIME types). */
function expectedType(
  use: Asset['use'],
  { contentType, nosniff }: { contentType: string; nosniff: boolean },
): string | undefined {
  if (use === 'module')
    return javascript.test(contentType) ? undefined : 'a JavaScript type: modules are refused with any other';
  if (use === 'script') {
    const isOther = /^\s*(?:image|audio|video)\/|^\s*text\/csv\b/i.test(contentType);
    const isRefused = isOther || (nosniff && !javascript.test(contentType));
    return isRefused ? 'a JavaScript type' : undefined;
  }
  if (use === 'style') return /^\s*text\/css\b/i.test(contentType) ? undefined : 'text/css';
  if (use === 'manifest') return json.test(contentType) ? undefined : 'a JSON type';
  if (use === 'image')
    return /^\s*(?:text\/html|text\/javascript|application\/json)\b/i.test(contentType) ? 'an image type' : undefined;
  return undefined;
}
