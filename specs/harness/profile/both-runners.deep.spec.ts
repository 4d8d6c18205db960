import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, test } from 'vitest';
import { problemsSaid } from '../bad-input/plain-words.ts';
import { runCommand } from '../bad-input/run-command.ts';
import { goodConfig, temporaryGate } from '../bad-input/temporary-gate.ts';
import { inTurn } from '../bad-input/two-at-a-time.ts';
import { commandMs } from '../patience.ts';

const config = `import { title } from './title';
const config: { name: string } = ${JSON.stringify({ ...goodConfig, name: 'shop' })};
export default { ...config, nmae: title };
`;
const wrong = /^\S+deployment\.config\.ts: unknown key `nmae`\. Did you mean `name`\?$/;
const broken =
  /^\S+deployment\.config\.ts:2:9: the deployment config cannot be read: SyntaxError: .+\n {2}→ Correct it there\.$/;

describe.concurrent('vitest and Playwright say the same of a config', () => {
  test.for([
    ['without a package.json', undefined, config, wrong],
    ['beside a package.json without a type', '{}', config, wrong],
    ['beside one of the type commonjs', '{ "type": "commonjs" }', config, wrong],
    ['beside one of the type module', '{ "type": "module" }', config, wrong],
    ['with a mistake of syntax', '{}', "export default {\n  name: = 'x',\n};\n", broken],
  ] as const)('%s', async ([, manifest, text, said], { expect }) => {
    await using gate = await temporaryGate({ config: text });
    await writeFile(path.join(gate.directory, 'title.ts'), "export const title: string = 'x';\n");
    if (manifest !== undefined) await writeFile(path.join(gate.directory, 'package.json'), manifest);
    const options = { configFile: gate.configFile, variables: {}, timeoutMs: commandMs };
    for (const [command, args] of [
      ['vitest', ['run', '--project', 'prod']],
      ['playwright', ['test', '--project', 'prod']],
    ] as const) {
      const run = await inTurn(() => runCommand(command, args, options));
      expect(run.exitCode, run.stderr).toBe(78);
      expect(problemsSaid(run)).toMatch(said);
    }
  });
});
