import { RequestFailure, type ServerCertificate } from '../http/index.ts';
import { defineReading } from '../reading/index.ts';
import type { Setting } from '../settings/index.ts';

export type CertificateReading = { certificate: ServerCertificate } | { failure: string };

/** The certificate that an address shows, trusted or not. */
export const shownCertificate = defineReading({
  name: 'platforms.certificate',
  effect: 'read',
  key: ({ url }: { url: Setting }) => url.url.origin,
  async read({ url }, { readCertificate }): Promise<CertificateReading> {
    try {
      return { certificate: await readCertificate(url.url) };
    } catch (error) {
      if (error instanceof RequestFailure && !error.isRefusal) return { failure: error.message };
      throw error;
    }
  },
});
