import { check } from '../../support/check/index.ts';
import { declaredForGithub, judgeDelivery, withDelivery } from '../../support/families/delivery/index.ts';
import { judgeSecretsDeclared } from './secrets-declared.judge.ts';

check({
  id: 'delivery/secrets-declared',
  title: 'the table has every secret and variable that a workflow uses',
  platform: 'delivery',
  effect: 'offline',
  severity: 'critical',
  why: 'A secret that nobody set is an empty text: the workflow runs, and its deploy does not.',
  remedy: 'Add a row with the target GITHUB to the table.',
  subjects: withDelivery,
  async verify(context) {
    return judgeDelivery(context, (delivery) => {
      const { references, findings } = judgeSecretsDeclared(delivery, declaredForGithub(context.subject));
      context.count('secrets and variables used', references);
      return findings;
    });
  },
});
