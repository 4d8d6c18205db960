import type { Finding } from '../../check/finding.ts';
import type { PageReading } from '../visit/open-page.ts';
import { describeCertificate } from '../visit/read-certificate.ts';

/**
 * Judges whether the page that was opened is the intended one. If it is not, a check that found no errors looked at another
 * page or at none, so its silence means nothing.
 */
export function judgeOpened({ page, url, document }: Pick<PageReading, 'page' | 'url' | 'document'>): Finding[] {
  const { status } = page;
  if ('failure' in document) {
    return [
      {
        what: 'the page did not open',
        expected: `status ${status}`,
        received: document.failure,
        from: [url],
        ...(document.certificate && { cause: describeCertificate(document.certificate) }),
      },
    ];
  }
  if (document.status === status) return [];
  return [
    {
      what: 'the page returned another status',
      expected: String(status),
      received: document.url === url ? String(document.status) : `${document.status} from ${document.url}`,
      from: [url],
    },
  ];
}
