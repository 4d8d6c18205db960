import { check } from '../../support/check/index.ts';
import { linkSources } from '../../support/families/isolation/index.ts';
import { judgeLinks } from './links.judge.ts';

check({
  id: 'isolation/links',
  title: "links that the backend generates lead to the environment's own origins",
  platform: 'isolation',
  effect: 'read',
  severity: 'critical',
  why: 'A link in a mail of production that leads to development sends people, and their reset codes, there.',
  remedy: 'Correct the variable from which the backend takes its own address, then send nothing until this holds.',
  subjects: linkSources,
  async verify({ subject: source, profile, read, count }) {
    const found = await source.links(read);
    count('links', found.links.length);
    count('mails', found.mails ?? 0);
    return judgeLinks(profile, source, found);
  },
});
