import { check } from '../../support/check/index.ts';
import { judgeLocalFile, localFile } from '../../support/families/config/index.ts';

check({
  id: 'config/local-files-are-development',
  title: 'every local file holds values of development only',
  platform: 'config',
  effect: 'offline',
  severity: 'critical',
  why: 'A local file with a value of production writes into production from a laptop.',
  remedy: 'Run `npm run sync-env -- --mode local`, and change the value that was on the laptop at its provider.',
  subjects(profile) {
    const files = (profile.sync?.targets ?? []).flatMap((target) => target.localFile ?? []);
    return files.length === 0 ? undefined : files;
  },
  async verify({ subject: file, profile, read, count }) {
    const content = await read(localFile, file);
    count(content.there ? 'local files' : 'places where no local file is', 1);
    return judgeLocalFile(profile, file.shown, content);
  },
});
