import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { CertificateReading } from '../../support/platforms/read-certificate.ts';
import type { ServiceProfile } from '../../support/platforms/services/read-answer.ts';

/** Whether the address of a service is one of TLS; what is asked without it is readable on its way. */
export function judgeAddress({ url, called }: ServiceProfile): Finding[] {
  if (url.url.protocol === 'https:') return [];
  return [
    {
      what: `${called} is reached from outside without TLS`,
      expected: 'an address with `https`',
      received: url.url.origin,
      from: [url.origin],
    },
  ];
}

/** Whether its certificate is trusted and valid. @throws NotVerified where no TLS connection came about */
export function judgeCertificate(
  reading: CertificateReading,
  { called, url }: ServiceProfile,
  nowMs: number,
): Finding[] {
  if ('failure' in reading) throw new NotVerified(`no TLS connection to ${called} came about: ${reading.failure}`);
  const { distrust, subject, issuer, validToMs } = reading.certificate;
  const until = new Date(validToMs).toISOString().slice(0, 10);
  const fault = distrust ?? (validToMs < nowMs ? 'it has expired' : undefined);
  if (fault === undefined) return [];
  return [
    {
      what: `the certificate of ${called} is not trusted`,
      expected: `a trusted certificate for ${url.url.hostname}`,
      received: `${fault}: ${subject}, issued by ${issuer}, until ${until}`,
      from: [url.url.origin, url.origin],
    },
  ];
}
