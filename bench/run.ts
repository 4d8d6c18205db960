/** `npm run bench`: see measure-all.ts. */
import { command } from '../support/command/command.ts';
import { exitCodes } from '../support/command/exit-code.ts';
import { flag, text } from '../support/command/option.ts';
import { StopError, UsageError } from '../support/command/stop-error.ts';
import { allFigures, figureFamilies, figuresNamed, ownFamilies } from './figure-families.ts';
import { highestLoad, isTooMuch } from './quiet-machine.ts';

await command({
  name: 'bench',
  usage: {
    does: 'Measures tables, checks, distance, Worker, contract, drift, browser and audit for several minutes, prints ratios, and writes reports/bench.json.',
    exits: { 0: 'measured; a slow result does not fail', 3: 'something could not be measured' },
    example: 'worker',
  },
  options: {
    anyway: flag('measures whatever else the machine is doing; the figures then say little'),
    only: text({
      value: 'NAME',
      help: `measures the ratios of one family alone, and writes no file: ${figureFamilies.join(', ')}; or one ratio: ${allFigures.join(', ')}`,
    }),
  },
  positionals: {
    value: 'FAMILY',
    isOptional: true,
    help: `measures these alone, and writes no file: ${ownFamilies.join(', ')}`,
  },
  async run({ anyway, only }, { positionals }) {
    const own = ownFamilies.filter((name) => positionals.includes(name));
    const stray = positionals.find((name) => !ownFamilies.some((each) => each === name));
    if (stray !== undefined)
      throw new UsageError(`Unexpected argument '${stray}'. Expected one of ${ownFamilies.join(', ')}.`);
    if (own.length > 0 && only !== undefined)
      throw new UsageError(
        '--only measures ratios, and a family that is named alone its own figures: give one of both.',
      );
    const ratios = only === undefined ? [] : figuresNamed(only);
    if (only !== undefined && ratios.length === 0)
      throw new StopError(
        exitCodes.configuration,
        `--only takes ${[...figureFamilies, ...allFigures].join(', ')}; received ${only}`,
      );
    const load = anyway ? 0 : await highestLoad();
    if (isTooMuch(load)) {
      throw new StopError(
        exitCodes.notVerified,
        `The load of this machine is ${load.toFixed(2)}: figures are worth something where it stays below 0.5 for a minute. Try again later, or measure with --anyway.`,
      );
    }
    const { measureAll, measureOwn, measureRatios } = await import('./measure-all.ts');
    if (own.length > 0) return (await measureOwn(own)) === 0 ? exitCodes.done : exitCodes.notVerified;
    const unmeasured = ratios.length > 0 ? await measureRatios(ratios) : await measureAll();
    return unmeasured === 0 ? exitCodes.done : exitCodes.notVerified;
  },
});
