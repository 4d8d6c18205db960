import { check } from '../../support/check/index.ts';
import { commitDates, deliveryFolder, readVersions, withDelivery } from '../../support/families/delivery/index.ts';
import { judgeVersionAgreement } from './version-agreement.judge.ts';

check({
  id: 'delivery/version-agreement',
  title: 'site, backend, Worker and services report versions that belong together',
  platform: 'delivery',
  effect: 'read',
  severity: 'critical',
  why: 'A front end of one commit calls a backend of another: users meet functions that do not exist.',
  remedy: 'Deploy the part that lags behind from the commit of the others.',
  subjects: withDelivery,
  sends: {
    to: ['environment', 'services'],
    requests: 40,
    bound: 'one for each page of the lists of GitHub and Cloudflare',
  },
  async verify({ subject, read, count }) {
    const parts = await readVersions(subject, read);
    const versions = parts.flatMap((part) => part.versions.map(({ version }) => version));
    const dates = await read(commitDates, { folder: deliveryFolder(subject), versions });
    count('versions reported', versions.length);
    const { together = [], silent = [] } = subject.delivery?.versions ?? {};
    count('parts that report no version, as declared', parts.filter(({ part }) => silent.includes(part)).length);
    return judgeVersionAgreement({ parts, together, silent, dates });
  },
});
