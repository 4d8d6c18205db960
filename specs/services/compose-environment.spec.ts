import { check, NotApplicable } from '../../support/check/index.ts';
import {
  composeProject,
  composeSubjects,
  otherProjects,
  requireReaders,
  startedServices,
} from '../../support/platforms/compose/index.ts';
import { policyOf } from '../config/feature-flags.judge.ts';
import { compareFlags, concludeFlags } from './compose-environment.judge.ts';

check({
  id: 'services/compose-environment',
  title: "the flags that containers are given, and those they are not given, obey the environment's policy",
  platform: 'services',
  effect: 'offline',
  severity: 'critical',
  why: 'A flag that is right in the table and is not passed on leaves the code with its own default.',
  remedy: 'Set the flag under `environment` of the service, with the value that the table has.',
  needs: ['platforms.compose'],
  subjects: composeSubjects,
  async verify({ subject: profile, read, count }) {
    const own = await read(composeProject, profile);
    const input = {
      own,
      others: await otherProjects(profile, read),
      flags: profile.compose?.flags ?? {},
      named: Object.keys(profile.table.flags),
      policyOf: (flag: string) => policyOf(flag, profile),
    };
    startedServices(own, count);
    requireReaders(input.flags, [own, ...input.others]);
    const { findings, open, counted } = compareFlags(input);
    if (counted['flags of services'] === 0 && open.length === 0)
      throw new NotApplicable(`no container of ${profile.environment} is given a flag that has a policy`);
    for (const [what, number] of Object.entries(counted)) count(what, number);
    return concludeFlags({ findings, open });
  },
});
