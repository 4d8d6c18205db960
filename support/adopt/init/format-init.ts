import { usualFolder } from '../../profile/index.ts';
import { countWords } from '../../text/count-words.ts';
import type { Draft } from './draft.ts';
import { type Placing, tableName } from './write-config.ts';
import type { WrittenFile } from './write-files.ts';

/** What was written, and where. */
interface Told extends Placing {
  config: string;
}

/**
 * What `init` found, did not find, wrote and proposes, and what to type next.
 * @param config the config that it wrote, as a person at this prompt would type it
 */
export function formatInit(draft: Draft, files: readonly WrittenFile[], { folder, isPackage, config }: Told): string {
  const { repository, rows, open, secrets, leftOut, notFound } = draft;
  const { apps, workers, convex, workflows } = repository;
  const table = `${folder}/${tableName(repository.name)}`;
  const of = (kind: WrittenFile['kind']) => files.filter((each) => each.kind === kind);
  const inFolder = (each: string) => (each === '' ? 'the repository itself' : each);
  return [
    'Found',
    ...apps.map(({ framework, folder: place }) => `  ${framework} in ${inFolder(place)}`),
    ...(convex ? [`  Convex functions in ${convex.functions}`] : []),
    ...workers.map(
      ({ name, file, health, isSite }) =>
        `  the Worker ${name} (${file})${health ? `, which answers ${health}` : ''}${isSite ? ', which serves the site' : ''}`,
    ),
    `  ${countWords(rows.length, 'key')} for the table, ${secrets.length} of them secrets, written as references`,
    ...(workflows.length === 0 ? [] : [`  ${countWords(workflows.length, 'workflow')}`]),
    ...section('Not found', notFound),
    ...section(
      'Left out: they have a value in one environment alone, or one of several lines. Add rows to have them checked',
      leftOut.length === 0 ? [] : [leftOut.join(', ')],
    ),
    ...section(
      'Written',
      of('written').map(({ file }) => file),
    ),
    ...section(
      'Unchanged',
      of('unchanged').map(({ file }) => file),
    ),
    ...of('proposed').flatMap(({ file, diff }) => [
      '',
      `Proposed for ${file}, which is left as it is`,
      ...diff.map((line) => `  ${line}`),
    ]),
    ...section(
      `Only you know: ${countWords(open.length, 'cell')} of ${table}`,
      open.map(({ what, reference }) => `${what}: replace ${reference}`),
    ),
    ...section('Next', [
      ...(rows.length === 0
        ? [`add rows to ${table}: nothing was found for it, and a table without rows closes the gate`]
        : []),
      ...(secrets.length === 0
        ? []
        : [`give a run its secrets as variables: ${secrets.map((key) => `PROD_${key}`).join(', ')}`]),
      ...nextCommands({ folder, isPackage, config }),
    ]),
  ].join('\n');
}

/** What a run needs, what it will send, and the first verdict: each as it is typed in this folder. */
function nextCommands({ folder, isPackage, config }: Told): string[] {
  // A config in the usual folder is found; a clone of Airlock has one of its own.
  const naming = isPackage && ['.', usualFolder].includes(folder) ? '' : `DEPLOYMENT_CONFIG=${config} `;
  const tool = (name: string) => `${naming}${isPackage ? `npx airlock ${name}` : `npm run ${name} --`} --env prod`;
  const run = `${naming}${isPackage ? 'npx airlock run prod' : 'npx vitest run --project prod'}`;
  return [
    `${tool('doctor')} says what is missing, and sends reads only`,
    `${tool('plan')} says what a run will send, and sends nothing itself`,
    `${run} is the first verdict`,
  ];
}

function section(head: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', head, ...lines.map((line) => `  ${line}`)];
}
