import { RequestFailure, type ServerCertificate } from '../../http/index.ts';
import type { PagesProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';

export type CertificateReading = { certificate: ServerCertificate } | { failure: string };

/** The certificate that the site shows, trusted or not. */
export const siteCertificate = defineReading({
  name: 'pages.certificate',
  effect: 'read',
  key: (pages: PagesProfile) => pages.url.url.origin,
  async read(pages, { readCertificate }): Promise<CertificateReading> {
    try {
      return { certificate: await readCertificate(pages.url.url) };
    } catch (error) {
      if (error instanceof RequestFailure && !error.isRefusal) return { failure: error.message };
      throw error;
    }
  },
});
