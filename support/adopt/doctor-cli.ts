/** `npm run doctor`: whether a run has what it needs, and what each missing thing would enable. Sends reads only. */
import { command } from '../command/command.ts';
import { text } from '../command/option.ts';
import { say } from '../command/print.ts';
import { examine } from './doctor/examine.ts';
import { exitCodeOf, formatDoctor } from './doctor/format-doctor.ts';

await command({
  name: 'doctor',
  usage: {
    does: 'Looks whether a run has what it needs: Node, browser, commit, config, table, addresses, the clock, and each credential, which it tries with requests that change nothing. For what is missing it says how many checks that would enable.',
    exits: {
      0: 'a gate run has what it needs',
      3: 'something critical could not be verified: a credential, an address, the browser',
    },
    example: '--env prod',
  },
  options: {
    env: text({ value: 'ENVIRONMENT', help: 'the environment that is looked at', fallback: 'every one' }),
  },
  async run({ env }, { variables }) {
    const wards = await examine({ environment: env, variables });
    say(formatDoctor(wards));
    return exitCodeOf(wards);
  },
});
