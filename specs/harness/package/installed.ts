import path from 'node:path';
import { expect } from 'vitest';
import type { Ran } from './run-in.ts';

export const clone = path.join(import.meta.dirname, '../../..');

/** The file that the package is packed into. */
export const tarball = 'airlock-0.1.0.tgz';

/** The bundled Node must not be what starts a command: a team has one of its own. */
export const ownPath = (process.env.PATH ?? '')
  .split(path.delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(path.delimiter);

/** What an installation is given: the registry may be behind an authority of this network. */
export const installing = {
  PATH: ownPath,
  ...(process.env.NODE_EXTRA_CA_CERTS && { NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS }),
};

/** npm, without what it says of other things. */
export const silent = ['--no-audit', '--no-fund', '--prefer-offline'];

export async function ok(ran: Promise<Ran>): Promise<Ran> {
  const { exitCode, stdout, stderr } = await ran;
  expect(exitCode, `${stdout}\n${stderr}`).toBe(0);
  return { exitCode, stdout, stderr };
}
