import { check, NotApplicable } from '../../support/check/index.ts';
import { requireSeen, unseenValues } from '../../support/families/config/index.ts';
import { judgePreviewAddresses, placedValues } from './preview-addresses.judge.ts';

check({
  id: 'config/preview-addresses',
  title: 'no address of production has the form of a preview deployment or a tunnel',
  platform: 'config',
  effect: 'offline',
  severity: 'warning',
  why: 'The address of one deployment goes on answering with what was deployed once, whatever is deployed since.',
  remedy: "Put production's own address into the table.",
  subjects(profile) {
    if (profile.class === 'production') return [profile];
    throw new NotApplicable(`${profile.environment} is of the class ${profile.class}`);
  },
  verify({ subject: profile, count }) {
    count('values', placedValues(profile).length);
    count('secrets not known here', unseenValues(profile.table.values).secrets.length);
    const findings = judgePreviewAddresses(profile);
    if (findings.length === 0) requireSeen(profile.table.values);
    return findings;
  },
});
