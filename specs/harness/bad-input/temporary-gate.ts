import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DeploymentInput } from '../../../support/profile/schema.ts';

/** What the deployment of these specs promises; a case changes a part of it. */
export const goodConfig = {
  name: 'shop',
  table: { file: 'app.table', targets: ['NEXTJS', 'CONVEX'], keys: { LOG_LEVEL: { isolated: true } } },
  environments: {
    dev: { class: 'development' },
    prod: { class: 'production', loopback: true },
  },
  platforms: {},
  limits: { checkMs: 5_000, runMs: 20_000, bodyBytes: 65_536 },
} satisfies DeploymentInput;

export const goodTable = `| TARGET | KEY       | DEV_VALUE | PROD_VALUE |
|--------|-----------|-----------|------------|
| NEXTJS | LOG_LEVEL | debug     | info       |
`;

export interface TemporaryGate extends AsyncDisposable {
  directory: string;
  configFile: string;
  tableFile: string;
}

/**
 * A folder with a config and a table to run the gate on, gone when it is disposed.
 * @param config the config as data, or its text as written; undefined writes none
 * @param table undefined writes none
 */
export async function temporaryGate({
  config = goodConfig,
  table = goodTable,
}: {
  config?: unknown;
  table?: string | undefined;
} = {}): Promise<TemporaryGate> {
  const directory = await mkdtemp(path.join(tmpdir(), 'airlock-gate-'));
  const configFile = path.join(directory, 'deployment.config.ts');
  const tableFile = path.join(directory, 'app.table');
  await writeFile(configFile, typeof config === 'string' ? config : `export default ${JSON.stringify(config)};\n`);
  await writeFile(tableFile, table);
  return {
    directory,
    configFile,
    tableFile,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}
