import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { type PageReading, refuseFront } from '../../support/platforms/pages/read-page.ts';
import type { PagesProfile } from '../../support/profile/index.ts';

/** @throws NotVerified where the site does not answer: `pages/reachable` says so */
export function judgeUnknown(reading: PageReading, pages: PagesProfile): Finding[] {
  if (!reading.answers) throw new NotVerified(`the site does not answer (pages/reachable): ${reading.received}`);
  refuseFront(reading, pages);
  const { status, url, location } = reading;
  const isExpected = pages.unknownPaths === '404' ? status === 404 || status === 410 : status === 200;
  if (isExpected) return [];
  return [
    {
      what: 'a path that does not exist is answered in another way than the config says',
      expected: pages.unknownPaths === '404' ? 'status 404' : 'the page of the app, with status 200',
      received: `status ${status}${location === null ? '' : `, to ${location}`}`,
      from: [url],
    },
  ];
}
