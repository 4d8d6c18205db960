import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { Asset, MissingFile, SiteAssets } from '../../support/platforms/pages/read-assets.ts';

/** Source: MIME Sniffing Standard, section 4.6, "JavaScript MIME type". */
const javascript =
  /^\s*(?:(?:application|text)\/(?:x-)?(?:java|ecma)script|text\/(?:javascript1\.[0-5]|jscript|livescript))\s*(?:;|$)/i;
const json = /^\s*(?:[\w.-]+\/[\w.+-]*json|text\/plain)\b/i;

/** Judges what the pages of a site load: each file is there, with a type that a browser takes, and one that is not there is missing. */
export function judgeAssets({ assets, missing }: Pick<SiteAssets, 'assets' | 'missing'>): Finding[] {
  return [
    ...assets.flatMap((asset) => judgeAsset(asset) ?? []),
    ...missing.flatMap((each) => judgeMissing(each) ?? []),
  ];
}

/** @throws NotVerified where not everything was looked at */
export function requireAssets({ pages, assets, more, missing }: SiteAssets): void {
  if (pages.length === 0)
    throw new NotVerified('no page of the site answered with HTML (pages/reachable, pages/routes)');
  if (more > 0)
    throw new NotVerified(
      `the pages of the site load at least ${more} more files than were asked for`,
      'Raise platforms.pages.mostFiles.',
    );
  const limited = [...assets, ...missing].filter(({ answer }) => 'status' in answer && answer.status === 429);
  if (limited.length > 0)
    throw new NotVerified(
      `the site answers ${limited.length} of these requests with status 429 (too many requests): ${limited[0]?.url}`,
      'Let this runner through the rate limit of the site, and run again.',
    );
  const unknown = missing.find(({ answer }) => 'failure' in answer);
  if (unknown && 'failure' in unknown.answer)
    throw new NotVerified(`the answer for a file that does not exist is not known: ${unknown.answer.failure}`);
}

/** Also where unknown paths are meant to answer with the page of the app: that is for addresses that a visitor opens. */
function judgeMissing({ url, beside, answer }: MissingFile): Finding | undefined {
  if ('failure' in answer || [404, 410, 429].includes(answer.status)) return undefined;
  const { status, isPage, cacheControl, contentType, location } = answer;
  const finding = {
    expected: 'status 404: a browser that has an old page then learns that the file is gone',
    received: `status ${status}${location === null ? '' : `, to ${location}`}, ${contentType || 'no content type'}, ${cacheControl ?? 'no Cache-Control'}`,
    from: [url, beside],
  };
  if (status < 300)
    return {
      ...finding,
      what: `a file that does not exist is answered with ${isPage ? 'the page of the app' : 'success'}`,
    };
  if (status < 400) return { ...finding, what: 'a file that does not exist is answered with a redirect' };
  if (status < 500)
    // A bucket that may not be listed answers 403: browsers learn of the loss, monitors do not.
    return { ...finding, what: 'a file that does not exist is answered with a refusal', severity: 'warning' };
  return { ...finding, what: 'the server fails on a file that does not exist' };
}

export function assetEvidence({ pages, assets, missing, elsewhere, late }: SiteAssets): Record<string, number> {
  return {
    pages: pages.length,
    'files of the site': assets.length,
    'missing files asked for': missing.length,
    'files of other origins, not asked for': elsewhere,
    'files that answered 404 at first': late.length,
  };
}

function judgeAsset({ url, use, from, answer }: Asset): Finding | undefined {
  const places = { from: [url, from] };
  if ('failure' in answer)
    return { ...places, what: 'a file of the site does not load', expected: 'status 200', received: answer.failure };
  // Too many requests of ours: `requireAssets` says so.
  if (answer.status === 429) return undefined;
  if (answer.status !== 200)
    return {
      ...places,
      what: 'a file of the site does not load',
      expected: 'status 200',
      received: `status ${answer.status}${answer.location === null ? '' : `, to ${answer.location}`}`,
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
