import { check } from '../../support/check/index.ts';
import { flagsOf, judgeFlag, judgeNamedFlags } from './feature-flags.judge.ts';

check({
  id: 'config/feature-flags',
  title: "flags obey the environment's policy",
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'A debug endpoint or a mock in production works quietly until someone finds it.',
  remedy: 'Correct the cell, or the policy in `table.flags` of the deployment config.',
  // An environment without a policy and without a flag that production's own rules know has nothing to obey.
  subjects: (profile) =>
    flagsOf(profile).length === 0 && Object.keys(profile.table.flags).length === 0 ? undefined : [profile],
  verify({ subject: profile, count }) {
    const flags = flagsOf(profile);
    const seen = flags.filter(({ value }) => value.setting.isSet);
    count('flags', seen.length);
    const findings = [...judgeNamedFlags(profile), ...seen.flatMap(judgeFlag)];
    // An empty cell is for config/required-keys; a reference that nothing fills in is a flag that cannot be seen.
    const hidden = flags.find(({ value }) => !value.setting.isSet && value.written !== '');
    if (findings.length === 0 && hidden?.value.setting.absence) throw hidden.value.setting.absence;
    return findings;
  },
});
