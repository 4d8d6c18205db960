import { check } from '../../support/check/index.ts';
import { linkActions } from '../../support/families/isolation/index.ts';
import { judgeLinks } from './links.judge.ts';

check({
  id: 'isolation/links-of-actions',
  title: "links that actions of the backend return point to the environment's own origins",
  platform: 'isolation',
  effect: 'canary',
  severity: 'critical',
  why: 'A development link in a production mail sends people, and their reset codes, to development.',
  remedy: 'Correct the variable that the backend takes its own address from, and send nothing until this check passes.',
  subjects: linkActions,
  sends: { to: ['convex'], requests: 4, bound: 'and whatever the action itself does' },
  async verify({ subject: source, profile, read, count }) {
    const found = await source.links(read);
    count('links', found.links.length);
    return judgeLinks(profile, source, found);
  },
});
