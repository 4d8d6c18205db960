import { check } from '../../support/check/index.ts';
import {
  declaredForGithub,
  judgeDelivery,
  readHeldNamesOf,
  unmanagedOnGithub,
  withDelivery,
} from '../../support/families/delivery/index.ts';
import { judgeSecretsDeclared } from './secrets-declared.judge.ts';

check({
  id: 'delivery/secrets-declared',
  title: 'the table has every secret and variable that a workflow uses, and GitHub has it where the job finds it',
  platform: 'delivery',
  effect: 'read',
  severity: 'critical',
  why: 'A secret that nobody set is an empty text: the workflow runs, and its deploy does not.',
  remedy: 'Add a row with the target GITHUB to the table, and set it on GitHub: npm run sync-env.',
  subjects: withDelivery,
  sends: { to: ['environment'], requests: 40, bound: 'one for each page of the lists of GitHub and Cloudflare' },
  async verify(context) {
    const { subject, read, count } = context;
    const held = await readHeldNamesOf(subject, read);
    if (held) count('levels of GitHub', 2 + held.environments.size);
    return judgeDelivery(context, (delivery) => {
      const input = { declared: declaredForGithub(subject), unmanaged: unmanagedOnGithub(subject), held };
      const { references, findings } = judgeSecretsDeclared(delivery, input);
      count('secrets and variables used', references);
      return findings;
    });
  },
});
