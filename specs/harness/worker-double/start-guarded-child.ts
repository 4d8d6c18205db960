/** Starts a child that would keep running, guarded by the program in the first argument. */
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endWithParent, type GuardMeans } from '../../../fixtures/twin/worker/end-with-parent.ts';

const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 60_000)'], { stdio: 'ignore', detached: true });
const directory = await mkdtemp(path.join(tmpdir(), 'guarded-'));
endWithParent(child, { directory, means: process.argv[2] as GuardMeans });
process.stdout.write(`${JSON.stringify({ processIds: [child.pid], directory })}\n`);
setInterval(() => {}, 60_000);
