import { check } from '../../support/check/index.ts';
import {
  addressesBeyondTable,
  judgeForeignHosts,
  judgeForeignReferences,
  judgeSwappedHosts,
  marksOf,
  ownValues,
  requireSeen,
  unseenValues,
  withSwappedCells,
} from '../../support/families/config/index.ts';

check({
  id: 'config/no-foreign-hosts',
  title:
    'no value contains a host, deployment, database or bucket of another environment, an address of this machine outside development, or a reference or an address that is named after another environment',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'One development address inside a production value is enough to write to the wrong database.',
  remedy: "Put the environment's own address into the table, then sync it to the platforms.",
  subjects: (profile) => [profile],
  verify({ subject: profile, count }) {
    const marks = profile.others.flatMap((other) => marksOf(other, profile));
    const settings = addressesBeyondTable(profile);
    const present = [...ownValues(profile), ...settings];
    count('values', present.length);
    if (settings.length > 0) count('of them addresses that stand in no row', settings.length);
    count('secrets not known here', unseenValues(profile.table.values).secrets.length);
    const unknown = profile.others.flatMap((other) => unseenValues(other.table.values).plain);
    count('values of other environments not known here', unknown.length);
    const findings = present.flatMap((value) =>
      withSwappedCells(
        judgeForeignHosts(value, profile.environment, marks, profile.loopback),
        profile,
        'line' in value ? value.line : undefined,
      ),
    );
    if (findings.length === 0) requireSeen(profile.table.values);
    return [...findings, ...judgeForeignReferences(profile), ...judgeSwappedHosts(profile)];
  },
});
