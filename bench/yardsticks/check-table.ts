/**
 * Parses a table, and runs every check of its values on it, in a process that does nothing else. Prints both times, as JSON.
 * What has no value in this run is not verified, which takes as long.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { enterSession, Session } from '../../support/check/session.ts';
import { loadDeployment, resolveProfile } from '../../support/profile/index.ts';
import { parseTable } from '../../support/table/index.ts';

const root = path.join(import.meta.dirname, '../..');
const [file = ''] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const directory = path.dirname(file);
writeFileSync(path.join(directory, 'package.json'), '{ "type": "module" }\n');
const configFile = path.join(directory, 'deployment.config.ts');
writeFileSync(
  configFile,
  `import { defineDeployment } from ${JSON.stringify(path.join(root, 'support/profile/index.ts'))};

export default defineDeployment({
  name: 'wide',
  table: { file: ${JSON.stringify(path.basename(file))}, targets: ['NEXTJS', 'CONVEX', 'GITHUB', 'LOG_WORKER'] },
  environments: { dev: { class: 'development' }, prod: { class: 'production' } },
  platforms: {},
});
`,
);

const files = globSync('specs/config/*.spec.ts', { cwd: root }).map((each) => path.join(root, each));
const profile = resolveProfile(await loadDeployment(configFile), 'prod', { variables: {} });
const limits = { ...profile.limits, checkMs: 600_000, runMs: 600_000 };
await using session = new Session({ profiles: [{ ...profile, limits }], files, audit: false });
enterSession(session);
await session.collect();
enterSession(undefined);

const parsing = performance.now();
const { table } = parseTable(text, { file });
const parseMs = performance.now() - parsing;

// The specs are loaded already: a check starts when its outcome is asked for.
const checking = performance.now();
const outcomes = await Promise.all(session.checks.map(({ definition }) => session.outcome(definition, 'prod')));
const checksMs = performance.now() - checking;

const ran = outcomes.filter(({ kind }) => kind !== 'not applicable');
process.stdout.write(JSON.stringify({ parseMs, checksMs, rows: table.rows.length, checks: ran.length }));
