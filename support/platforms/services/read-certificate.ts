import { RequestFailure } from '../../http/index.ts';
import { defineReading } from '../../reading/index.ts';
import type { CertificateReading } from '../pages/read-certificate.ts';
import type { ServiceProfile } from './read-answer.ts';

/** The certificate that a service shows, trusted or not. */
export const serviceCertificate = defineReading({
  name: 'services.certificate',
  effect: 'read',
  key: ({ url }: ServiceProfile) => url.url.origin,
  async read({ url }, { readCertificate }): Promise<CertificateReading> {
    try {
      return { certificate: await readCertificate(url.url) };
    } catch (error) {
      if (error instanceof RequestFailure && !error.isRefusal) return { failure: error.message };
      throw error;
    }
  },
});
