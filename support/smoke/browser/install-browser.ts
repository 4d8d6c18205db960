/** `npm run browser`: says which browsers the smoke tests would use, and gets a Chromium if there is none. */
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { say } from '../../command/print.ts';

await command({
  name: 'browser',
  usage: {
    does: 'Names the Chromium that the smoke tests would use, one line for each browser, and downloads or installs one if there is none.',
    exits: { 0: 'there is a Chromium' },
    example: '',
  },
  options: {},
  async run() {
    const { findBrowser } = await import('./browser.ts');
    const { describeOthers } = await import('./other-browsers.ts');
    const { executablePath, source } = await findBrowser();
    say(`Chromium: ${executablePath} (${source})`);
    for (const line of await describeOthers()) say(line);
    return exitCodes.done;
  },
});
