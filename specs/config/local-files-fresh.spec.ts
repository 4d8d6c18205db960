import { check, NotVerified } from '../../support/check/index.ts';
import { judgeFreshness, localFile, sidesOf } from '../../support/families/config/index.ts';

check({
  id: 'config/local-files-fresh',
  title: 'local files match what the table would generate now',
  platform: 'config',
  effect: 'offline',
  severity: 'warning',
  why: 'A stale local file is why something works on one machine only.',
  remedy: 'Run `npm run sync-env -- --mode local`.',
  subjects(profile) {
    const targets = (profile.sync?.targets ?? []).filter(({ localFile: file }) => file !== undefined);
    return targets.length === 0 ? undefined : targets;
  },
  async verify({ subject: target, profile, read, count }) {
    const { development } = sidesOf(profile);
    if (!development || !target.localFile)
      throw new NotVerified('no environment has the class `development`', "Set `class: 'development'` for one.");
    const content = await read(localFile, target.localFile);
    count(content.there ? 'local files' : 'local files that do not exist', 1);
    return content.there ? judgeFreshness(development, target, target.localFile.shown, content) : [];
  },
});
