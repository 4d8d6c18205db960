import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { ServiceAnswer, ServiceProfile } from '../../support/platforms/services/read-answer.ts';

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

/** Whether its certificate is accepted. @throws NotVerified where it does not answer for another reason */
export function judgeCertificate(answer: ServiceAnswer, { called }: ServiceProfile): Finding[] {
  if (answer.answers) return [];
  if (!answer.isTls) throw new NotVerified(`${called} does not answer: ${answer.received}`);
  return [
    {
      what: `the certificate of ${called} is refused`,
      expected: 'a certificate that is valid for its host',
      received: answer.received,
      from: [answer.url],
    },
  ];
}
