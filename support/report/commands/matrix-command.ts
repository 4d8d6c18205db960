/** `npm run matrix`: shows which environments the last audit found separate. */
import path from 'node:path';
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { textWithDefault } from '../../command/option.ts';
import { say } from '../../command/print.ts';
import { StopError } from '../../command/stop-error.ts';
import { loadDeployment } from '../../profile/index.ts';
import { publishMatrix } from '../formats/publish-matrix.ts';
import { auditProject } from '../runners/projects.ts';
import { judgeGate } from '../verdict/judge-gate.ts';
import { readVerdict, verdictFileName } from '../verdict/verdict-file.ts';

await command({
  name: 'matrix',
  usage: {
    does: 'Prints the result of the last audit as a table of environment against environment, and writes `matrix.md` and `matrix.html` beside the verdict.',
    exits: {
      0: 'printed and written, whatever the audit found',
      3: 'there is no complete verdict of an audit of this deployment',
    },
    example: '--reports reports',
  },
  options: { reports: textWithDefault({ value: 'FOLDER', help: 'where the verdict is', fallback: 'reports' }) },
  async run({ reports }) {
    const { deployment } = await loadDeployment();
    const verdict = readVerdict(path.join(reports, verdictFileName));
    const question = { deployment: deployment.name, project: auditProject, now: new Date() };
    const { counts, sentence } = judgeGate(verdict, question);
    if ('unreadable' in verdict || !counts)
      throw new StopError(exitCodes.notVerified, sentence.replace(/^Gate closed: /, 'There is no audit to show: '));

    say(publishMatrix(verdict, reports).text);
    return exitCodes.done;
  },
});
