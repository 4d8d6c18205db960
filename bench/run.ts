/** `npm run bench`: see measure-all.ts. */
import { command } from '../support/command/command.ts';
import { exitCodes } from '../support/command/exit-code.ts';

await command({
  name: 'bench',
  usage: {
    does: 'Measures tables, checks, distance, Worker, contract, drift, browser and audit for several minutes, prints ratios, and writes reports/bench.json.',
    exits: { 0: 'measured; a slow result does not fail', 3: 'something could not be measured' },
    example: '',
  },
  options: {},
  async run() {
    const { measureAll } = await import('./measure-all.ts');
    await measureAll();
    return exitCodes.done;
  },
});
