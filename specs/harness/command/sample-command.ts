/** A tool that does as its `--act` says. For the spec that runs it. */
import { setTimeout as delay } from 'node:timers/promises';
import { NotVerified } from '../../../support/check/not-verified.ts';
import { command } from '../../../support/command/command.ts';
import { exitCodes } from '../../../support/command/exit-code.ts';
import { requiredText } from '../../../support/command/option.ts';
import { say } from '../../../support/command/print.ts';
import { StopError } from '../../../support/command/stop-error.ts';
import { configurationError } from '../../../support/profile/configuration-error.ts';

await command({
  name: 'sample',
  usage: { does: 'Does as it is told.', exits: { 0: 'done' }, example: '--act end' },
  options: { act: requiredText({ value: 'WHAT', help: 'what happens' }) },
  interrupted: () => 'it ends at its next step.',
  async run({ act }, { signal }) {
    if (act === 'break') throw new TypeError('x is not a function');
    if (act === 'mistake') throw configurationError('sample.config.ts', 'it is wrong', 'Correct it.');
    if (act === 'unread') throw new NotVerified('the platform did not answer', 'Set TOKEN.');
    if (act === 'stop') throw new StopError(exitCodes.failed, 'Found something.');
    if (act === 'flood') for (let line = 0; line < 20_000; line += 1) say(`line ${line} ${'x'.repeat(100)}`);
    if (act === 'wait') {
      say('begun');
      await delay(40_000, undefined, { signal }).catch(() => undefined);
      return exitCodes.failed;
    }
    if (act === 'hang') {
      say('begun');
      await delay(40_000);
    }
    return exitCodes.done;
  },
});
