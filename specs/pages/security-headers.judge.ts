import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { allowsConnection, policiesOf } from '../../support/platforms/pages/content-policy.ts';
import type { PageReading } from '../../support/platforms/pages/read-page.ts';
import type { PagesProfile } from '../../support/profile/index.ts';

type AnsweredPage = Extract<PageReading, { answers: true }>;

/** Whether a page was answered, and no file or mistake. */
export function isPage(reading: PageReading): reading is AnsweredPage {
  return reading.answers && reading.status === 200 && /html/.test(reading.contentType);
}

/** @param connections the origins that pages connect to, as they stand in a policy: `https://…`, `wss://…` */
export function judgeSecurityHeaders(
  readings: readonly PageReading[],
  { securityHeaders: demanded }: Pick<PagesProfile, 'securityHeaders'>,
  connections: readonly string[],
): Finding[] {
  const pages = readings.filter(isPage);
  if (pages.length === 0)
    throw new NotVerified('no page of the site answered with HTML (pages/reachable, pages/routes)');
  const found = pages.flatMap((page) => [
    ...(demanded.hstsSeconds > 0 ? judgeTransport(page, demanded.hstsSeconds) : []),
    ...(demanded.nosniff ? judgeSniffing(page) : []),
    ...(demanded.framing ? judgeFraming(page) : []),
    ...(demanded.referrer ? judgeReferrer(page) : []),
    ...(demanded.csp ? judgeScripts(page) : []),
    ...judgeConnections(page, connections),
  ]);
  // One header is set for all pages: what is missing on each of them is told once.
  const byFault = Map.groupBy(found, ({ what, expected, received }) => JSON.stringify([what, expected, received]));
  return [...byFault.values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, from: [...first.from, ...others.flatMap(({ from }) => from).slice(0, 4)] }] : [],
  );
}

function judgeTransport({ url, headers }: AnsweredPage, least: number): Finding[] {
  // Browsers ignore the header over plain HTTP. Source: RFC 6797, section 8.1.
  if (!url.startsWith('https:')) return [];
  const said = headers.get('strict-transport-security');
  const seconds = Number(/max-age\s*=\s*"?(\d+)/i.exec(said ?? '')?.[1] ?? 0);
  return seconds >= least ? [] : [fault(url, 'Strict-Transport-Security', `max-age of at least ${least}`, said)];
}

function judgeSniffing({ url, headers }: AnsweredPage): Finding[] {
  const said = headers.get('x-content-type-options');
  return /^\s*nosniff\s*(?:,|$)/i.test(said ?? '') ? [] : [fault(url, 'X-Content-Type-Options', 'nosniff', said)];
}

function judgeFraming({ url, headers }: AnsweredPage): Finding[] {
  const ancestors = policiesOf(headers.get('content-security-policy')).flatMap(
    (policy) => policy.get('frame-ancestors') ?? [],
  );
  const frames = headers.get('x-frame-options');
  const isRestricted =
    ancestors.length > 0
      ? !ancestors.some((each) => /^(?:\*|https?:)$/.test(each))
      : /^\s*(?:deny|sameorigin)\s*$/i.test(frames ?? '');
  return isRestricted
    ? []
    : [
        fault(
          url,
          'frame-ancestors or X-Frame-Options',
          "frame-ancestors 'none' or 'self'",
          ancestors.join(' ') || frames,
        ),
      ];
}

function judgeReferrer({ url, headers, body }: AnsweredPage): Finding[] {
  const meta = /<meta\s[^>]*name\s*=\s*["']?referrer["']?[^>]*content\s*=\s*["']?([\w-]+)/i.exec(body)?.[1];
  const said = headers.get('referrer-policy') ?? meta ?? null;
  const last = said?.split(',').at(-1)?.trim().toLowerCase();
  const isGood = last !== undefined && last !== '' && !/^(?:unsafe-url|no-referrer-when-downgrade)$/.test(last);
  return isGood ? [] : [fault(url, 'Referrer-Policy', 'strict-origin-when-cross-origin, or stricter', said)];
}

function judgeScripts({ url, headers }: AnsweredPage): Finding[] {
  const policies = policiesOf(headers.get('content-security-policy'));
  const restricts = policies.some((policy) => {
    const sources = policy.get('script-src') ?? policy.get('default-src');
    const isStrict = sources?.some((each) => /^'(?:nonce|sha\d+)-|^'strict-dynamic'$/.test(each)) ?? false;
    return sources !== undefined && !sources.includes('*') && (isStrict || !sources.includes("'unsafe-inline'"));
  });
  return restricts
    ? []
    : [
        fault(
          url,
          'Content-Security-Policy',
          "a script-src without * and 'unsafe-inline'",
          headers.get('content-security-policy'),
        ),
      ];
}

function judgeConnections({ url, headers, body }: AnsweredPage, connections: readonly string[]): Finding[] {
  const inPage = [
    ...body.matchAll(/<meta\s[^>]*http-equiv\s*=\s*["']?content-security-policy["']?[^>]*content\s*=\s*"([^"]*)"/gi),
  ].map(([, said = '']) => said);
  const policies = [headers.get('content-security-policy'), ...inPage].flatMap((said) => policiesOf(said));
  return connections
    .filter((origin) => policies.some((policy) => !allowsConnection(policy, origin, url)))
    .map((origin) => ({
      what: 'the content security policy blocks a connection of the page itself',
      expected: `connect-src allows ${origin}`,
      received: policies
        .map((policy) => `connect-src ${(policy.get('connect-src') ?? policy.get('default-src') ?? []).join(' ')}`)
        .join('; '),
      from: [url],
    }));
}

function fault(url: string, header: string, expected: string, received: string | null): Finding {
  return {
    what: `a page lacks a sufficient ${header}`,
    expected,
    received: received === null || received === '' ? 'no such header' : received,
    from: [url],
  };
}
