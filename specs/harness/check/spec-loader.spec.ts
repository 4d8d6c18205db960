import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';

const directory = mkdtempSync(path.join(tmpdir(), 'airlock-specs-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const loader = path.join(import.meta.dirname, '../../../support/check/spec-loader.ts');

/** Runs statements in a process of its own, where Node loads the modules and no test runner does. */
function say(statements: string): string[] {
  const script = `import { writeFileSync } from 'node:fs';
import { SpecLoader } from ${JSON.stringify(loader)};
const spec = ${JSON.stringify(path.join(directory, 'one.spec.ts'))};
globalThis.said = [];
${statements}
console.log(JSON.stringify(globalThis.said));`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as string[];
}

const writes = (text: string) =>
  `writeFileSync(spec, ${JSON.stringify(`(globalThis as any).said.push('${text}' as string);\n`)});`;

test('a spec is evaluated once a round, and as it stands when the round begins', () => {
  const statements = `${writes('first')}
await new SpecLoader().load(spec);
${writes('second')}
await new SpecLoader().load(spec);
await import(spec + '?vitest=1');`;
  expect(say(statements)).toEqual(['first', 'second', 'second']);
});

test('what a spec imports is the very module that others import, whatever links lead to it', () => {
  writeFileSync(
    path.join(directory, 'shared.ts'),
    "(globalThis as any).said.push('shared');\nexport const shared: number = 1;\n",
  );
  writeFileSync(
    path.join(directory, 'two.spec.ts'),
    "import { shared } from './link/shared.ts';\n(globalThis as any).said.push('sees ' + shared);\n",
  );
  const statements = `import { symlinkSync } from 'node:fs';
symlinkSync(${JSON.stringify(directory)}, ${JSON.stringify(path.join(directory, 'link'))});
await import(${JSON.stringify(path.join(directory, 'shared.ts'))});
await new SpecLoader().load(${JSON.stringify(path.join(directory, 'two.spec.ts'))});`;
  expect(say(statements)).toEqual(['shared', 'sees 1']);
});

test('a spec that does not load says why, as Node does', () => {
  writeFileSync(path.join(directory, 'three.spec.ts'), "import './not-there.ts';\n");
  const statements = `await new SpecLoader().load(${JSON.stringify(path.join(directory, 'three.spec.ts'))}).catch((error) => said.push(error.code));`;
  expect(say(statements)).toEqual(['ERR_MODULE_NOT_FOUND']);
});

test('what vitest evaluates anew has the same address in every run, so that its compiled form is found again', () => {
  writeFileSync(
    path.join(directory, 'four.spec.ts'),
    '(globalThis as any).said.push(import.meta.url.split("/").at(-1));\n',
  );
  const statements = `new SpecLoader();
for (const time of [1795242655754, 1795242655756]) await import(${JSON.stringify(path.join(directory, 'four.spec.ts'))} + '?vitest=' + time);`;
  const addresses = ['four.spec.ts?vitest=0000000000001', 'four.spec.ts?vitest=0000000000002'];
  expect([say(statements), say(statements)]).toEqual([addresses, addresses]);
});
