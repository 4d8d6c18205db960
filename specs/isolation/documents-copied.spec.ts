import { check } from '../../support/check/index.ts';
import {
  type CopyRules,
  documentReads,
  judgeEveryPair,
  judgeSameContents,
} from '../../support/families/isolation/index.ts';
import { plannedCopies } from '../../support/families/migration/index.ts';

check({
  id: 'isolation/documents-copied',
  title: "no document is a copy of another environment's under a new id",
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  crosses: true,
  why: "Real people's data copied to development can be read by every developer.",
  remedy:
    'Remove what was copied. Tables that are the same everywhere on purpose, as seeds are, belong in platforms.isolation.documents.exclude, by name; what was moved belongs in the plan of `platforms.migration`.',
  needs: ['platforms.convex'],
  subjects: ({ backends }) => backends,
  sends: documentReads,
  verify(context) {
    const { profile, count } = context;
    const classes = new Map([profile, ...profile.others].map((each) => [each.environment, each.class]));
    const isPlanned = plannedCopies(profile);
    const rules: CopyRules = {
      mostUntold: profile.isolation.documents.mostUntold,
      explains(environments, tables) {
        const planned = isPlanned(environments, tables);
        if (planned) count('pairs of tables whose copies the plan of the migration explains', 1);
        return planned;
      },
      isMild: (environments) => environments.every((each) => classes.get(each) === 'development'),
    };
    return judgeEveryPair(context, judgeSameContents(rules));
  },
});
