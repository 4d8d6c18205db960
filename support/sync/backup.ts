import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeAtomically } from '../files/write-atomically.ts';

/**
 * Backs up a text as `<name>-<hash of its path>.<timestamp>.bak` in the backup folder, mode 0600, and keeps no more than
 * `keep` of them. The folder has a `.gitignore` of its own.
 * @param name what the backup is of: a local file's path, or `deploy-prod`
 * @returns the backup's path
 */
export async function writeBackup(
  directory: string,
  name: string,
  text: string,
  { keep, now }: { keep: number; now: Date },
): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(path.join(directory, '.gitignore'), '*\n');
  const stem = stemOf(name);
  const file = path.join(directory, `${stem}.${now.toISOString().replaceAll(/[:.]/g, '-')}.bak`);
  writeAtomically(file, text);
  const all = (await readdir(directory)).filter((each) => each.startsWith(`${stem}.`) && each.endsWith('.bak')).sort();
  // Timestamps in ISO 8601 sort by time; the newest is the one just written.
  await Promise.all(all.slice(0, Math.max(0, all.length - keep)).map((each) => rm(path.join(directory, each))));
  return file;
}

/** Files of the same name in different folders have separate backups. */
function stemOf(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${path.basename(name).replace(/^\./, '')}-${hash}`;
}
