/** `npm run matrix`: shows which environments the last audit found separate. */
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { say } from '../../command/print.ts';
import { StopError } from '../../command/stop-error.ts';
import { publishMatrix } from '../formats/publish-matrix.ts';
import { auditProject } from '../runners/projects.ts';
import { verdictProblem } from '../verdict/judge-gate.ts';
import { verdictInForce, verdictOptions } from './verdict-in-force.ts';

await command({
  name: 'matrix',
  usage: {
    does: 'Prints the result of the last audit as a table of environment against environment, and writes `matrix.md` and `matrix.html` beside the verdict.',
    exits: {
      0: 'printed and written, whatever the audit found',
      3: 'there is no verdict of an audit of this deployment and config',
    },
    example: '--max-age 26h',
  },
  options: verdictOptions,
  async run(asked) {
    const { read, question, reportsDirectory } = await verdictInForce({ project: auditProject, ...asked });
    const problem = verdictProblem(read, question);
    if (problem !== undefined || 'unreadable' in read)
      throw new StopError(exitCodes.notVerified, `${problem}. Run \`npx vitest run --project isolation\` first.`);

    say(publishMatrix(read, reportsDirectory).text);
    return exitCodes.done;
  },
});
