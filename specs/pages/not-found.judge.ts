import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { missingWords } from '../../support/platforms/pages/missing-page.ts';
import { type PageReading, refuseFront } from '../../support/platforms/pages/read-page.ts';
import type { PagesProfile } from '../../support/profile/index.ts';

/**
 * Whether an unknown path answers with the status that the config says, and is not a page that says "not found" with success.
 * @throws NotVerified where the site does not answer: `pages/reachable` says so
 */
export function judgeUnknown(reading: PageReading, pages: PagesProfile): Finding[] {
  if (!reading.answers) throw new NotVerified(`the site does not answer (pages/reachable): ${reading.received}`);
  refuseFront(reading, pages);
  const { status, url, location, body } = reading;
  const expected = pages.unknownPaths === '404' ? 'status 404' : 'the page of the app, with status 200';
  const words = status === 200 ? missingWords(body) : undefined;
  if (words !== undefined)
    return [
      {
        what: 'a path that does not exist is answered with a page that says so, and with success',
        expected: 'status 404 for the page that says so',
        received: `status 200, ${words}`,
        from: [url],
        remedy:
          'Let the server set the status: `notFound()` before a Suspense boundary or loading.tsx begins to stream in Next.js, `createError({ statusCode: 404, fatal: true })` in Nuxt.',
      },
    ];

  const isExpected = pages.unknownPaths === '404' ? status === 404 || status === 410 : status === 200;
  if (isExpected) return [];
  return [
    {
      what: 'a path that does not exist is answered in another way than the config says',
      expected,
      received: `status ${status}${location === null ? '' : `, to ${location}`}`,
      from: [url],
    },
  ];
}
