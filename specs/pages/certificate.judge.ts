import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { CertificateReading } from '../../support/platforms/read-certificate.ts';
import type { PagesProfile } from '../../support/profile/index.ts';
import { dayMs } from '../../support/text/duration.ts';

/** @throws NotVerified where no TLS connection came about: `pages/reachable` says so */
export function judgeCertificate(
  reading: CertificateReading,
  { url, certificateDays }: Pick<PagesProfile, 'url' | 'certificateDays'>,
  nowMs: number,
): Finding[] {
  if ('failure' in reading) throw new NotVerified(`no TLS connection to the site came about: ${reading.failure}`);
  const { subject, issuer, names, validToMs, distrust } = reading.certificate;
  const from = [url.url.origin, url.origin];
  const until = new Date(validToMs).toISOString().slice(0, 10);
  const shown = `${subject}, issued by ${issuer}, for ${names || 'no name'}, until ${until}`;
  if (distrust !== undefined)
    return [
      {
        what: 'the certificate of the site is not trusted',
        expected: `a trusted certificate for ${url.url.hostname}`,
        received: `${distrust}: ${shown}`,
        from,
      },
    ];
  const days = Math.floor((validToMs - nowMs) / dayMs);
  if (days >= certificateDays) return [];
  return [
    {
      what: 'the certificate of the site ends soon',
      expected: `valid for ${certificateDays} days more (\`certificateDays\`)`,
      received: `${days} days: ${shown}`,
      from,
    },
  ];
}
