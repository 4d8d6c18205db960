import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { siblingsOf } from '../../support/platforms/pages/platform.ts';
import type { PageReading } from '../../support/platforms/pages/read-page.ts';
import type { RedirectReading } from '../../support/platforms/pages/read-redirect.ts';
import { type PagesProfile, type Profile, pageOrigins } from '../../support/profile/index.ts';

/**
 * @param named answers of addresses that the config names: each has to lead to the site
 * @param guessed answers of addresses that follow from the site's own: one where nothing answers is none
 * @param home the first page of the site: while it does not answer, the silence of another address means nothing
 * @throws NotVerified where neither the site nor another address answers
 */
export function judgeRedirects(
  named: readonly RedirectReading[],
  guessed: readonly RedirectReading[],
  home: PageReading,
  { url, environment }: Pick<PagesProfile, 'url' | 'environment'>,
  { others }: Pick<Profile, 'others'>,
): Finding[] {
  const site = url.url;
  const silent = named.flatMap((reading) =>
    reading.answers
      ? []
      : [
          {
            what: 'an address that leads to the site does not answer',
            expected: `a redirect to ${site.origin}`,
            received: reading.received,
            from: [reading.url],
          },
        ],
  );
  if (silent.length === 0 && !home.answers && guessed.every(({ answers }) => !answers))
    throw new NotVerified(`neither the site nor another address of it answers: ${home.received}`);
  return [
    ...silent,
    ...[...named, ...guessed].flatMap((reading) => judgeAnswer(reading, site, environment, others) ?? []),
  ];
}

function judgeAnswer(
  reading: RedirectReading,
  site: URL,
  environment: string,
  others: Profile['others'],
): Finding | undefined {
  if (!reading.answers) return undefined;
  const { url, status, location } = reading;
  const asked = new URL(url);
  const expected = `301 or 308 to ${new URL(asked.pathname + asked.search, site).href}`;
  const target = status >= 300 && status <= 399 && location !== null ? URL.parse(location, url) : null;
  if (target === null) return { what: notRedirected(asked, site), expected, received: `status ${status}`, from: [url] };
  const received = `status ${status} to ${target.href}`;
  const owner = others.find((other) => pageOrigins(other).has(target.origin));
  if (owner)
    return { what: `an address of ${environment} leads to ${owner.environment}`, expected, received, from: [url] };
  if (target.origin !== site.origin) {
    const isOwn = siblingsOf(site).some(({ origin }) => origin === target.origin);
    return {
      what: isOwn ? 'an address leads to the site in more than one step' : 'an address leads out of the site',
      expected,
      received,
      from: [url],
    };
  }
  if (target.search !== asked.search) return { what: 'a redirect loses the query', expected, received, from: [url] };
  return undefined;
}

function notRedirected(asked: URL, site: URL): string {
  if (asked.protocol === 'http:' && site.protocol === 'https:' && asked.hostname === site.hostname)
    return 'the site is served over plain HTTP';
  return 'an address of the site does not lead to it';
}
