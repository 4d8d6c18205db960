import type { Finding } from '../../check/finding.ts';
import type { PageReading } from '../visit/open-page.ts';
import { describeCertificate } from '../visit/read-certificate.ts';

/**
 * Judges whether what was opened is the page meant at all. Where it is not, a check that looks for errors has looked at
 * another page, or at none, and its silence says nothing.
 */
export function judgeOpened({ page, url, document }: Pick<PageReading, 'page' | 'url' | 'document'>): Finding[] {
  const { status } = page;
  if ('failure' in document) {
    return [
      {
        what: 'the page does not open',
        expected: `an answer of ${status}`,
        received: document.failure,
        from: [url],
        ...(document.certificate && { cause: describeCertificate(document.certificate) }),
      },
    ];
  }
  if (document.status === status) return [];
  return [
    {
      what: 'the page answers another status',
      expected: String(status),
      received: document.url === url ? String(document.status) : `${document.status} from ${document.url}`,
      from: [url],
    },
  ];
}
