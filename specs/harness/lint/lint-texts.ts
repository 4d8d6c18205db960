import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '../../..');
const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

/** What keeps sockets in one place; other rules may have their own opinion of a planted text. */
const socketRules = ['lint/style/noRestrictedGlobals', 'lint/style/noRestrictedImports', 'plugin'];

interface Report {
  summary: { changed: number; unchanged: number };
  diagnostics: { category: string; severity: string; location: { path: string } }[];
}

/**
 * Lints texts under the repository's own configuration, as if they stood at these paths.
 * @returns for each path, the socket rules that object with the severity of an error
 * @throws Error where the linter does not run, or does not look at every text
 */
export async function lintTexts(texts: Readonly<Record<string, string>>): Promise<Record<string, string[]>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'airlock-lint-'));
  try {
    await cp(path.join(root, 'biome.json'), path.join(folder, 'biome.json'));
    await mkdir(path.join(folder, 'support/http'), { recursive: true });
    await cp(path.join(root, 'support/http/only-door.grit'), path.join(folder, 'support/http/only-door.grit'));
    for (const [file, text] of Object.entries(texts)) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), `${text}\n`);
    }
    const { summary, diagnostics } = await lint(folder, Object.keys(texts));
    const lintedFiles = summary.changed + summary.unchanged;
    if (lintedFiles !== Object.keys(texts).length)
      throw new Error(`${Object.keys(texts).length} texts were planted, but ${lintedFiles} were linted`);
    return Object.fromEntries(
      Object.keys(texts).map((file) => [
        file,
        diagnostics
          .filter(({ location, severity }) => location.path === file && severity === 'error')
          .map(({ category }) => category)
          .filter((category) => socketRules.includes(category)),
      ]),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function lint(folder: string, files: readonly string[]): Promise<Report> {
  const options = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', ...files];
  const { promise, resolve, reject } = Promise.withResolvers<Report>();
  execFile(
    process.execPath,
    [biome, ...options],
    { cwd: folder, maxBuffer: 16 * 1024 * 1024 },
    (_error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout) as Report);
      } catch {
        reject(new Error(`the linter gave no report: ${stdout.slice(0, 500)} ${stderr.slice(0, 2_000)}`));
      }
    },
  );
  return promise;
}
