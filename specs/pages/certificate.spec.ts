import { check, NotApplicable } from '../../support/check/index.ts';
import { shownCertificate } from '../../support/platforms/pages/index.ts';
import { judgeCertificate } from './certificate.judge.ts';

check({
  id: 'pages/certificate',
  title: 'the certificate of the site is trusted, for its host, and valid long enough',
  platform: 'pages',
  effect: 'read',
  severity: 'critical',
  why: 'On the day that a certificate ends, every browser refuses the site.',
  remedy: 'Renew the certificate; on Cloudflare, look at the custom domain of the Pages project.',
  subjects: ({ sites }) => {
    const secure = sites.filter(({ url }) => url.url.protocol === 'https:');
    if (secure.length === 0 && sites.length > 0) throw new NotApplicable('the site is served over plain HTTP');
    return secure;
  },
  sends: { to: ['pages'], requests: 1 },
  async verify({ subject: pages, read }) {
    return judgeCertificate(await read(shownCertificate, pages), pages, Date.now());
  },
});
