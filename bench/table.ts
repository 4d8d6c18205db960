import { parseTable } from '../support/table/index.ts';

const SIZES = [1_000, 10_000, 100_000];
const WARM_UP_RUNS = 3;
const RUNS = 7;

/**
 * Measures `parseTable` on wide, realistic rows (about 330 characters).
 * @returns for each size the median time of seven runs after three warm-ups, in total and per row
 * @throws Error if a run does not read every row, because the time of a wrong result is meaningless
 */
export async function benchTable(): Promise<{ rows: number; milliseconds: number; nanosecondsPerRow: number }[]> {
  return SIZES.map((rows) => {
    const text = writeWideTable(rows);
    for (let run = 0; run < WARM_UP_RUNS; run += 1) measure(text, rows);
    const times = Array.from({ length: RUNS }, () => measure(text, rows)).sort((one, other) => one - other);
    const milliseconds = times[Math.floor(RUNS / 2)] ?? Number.NaN;
    return { rows, milliseconds, nanosecondsPerRow: (milliseconds * 1e6) / rows };
  });
}

/** A table without problems: five columns, padding, comments, several targets, references, escapes and empty cells. */
export function writeWideTable(rows: number, { padded = true }: { padded?: boolean } = {}): string {
  const pad = (cell: string, width: number) => (padded ? cell.padEnd(width) : cell);
  const lines = ['| GROUP | TARGET | KEY | DEV_VALUE | PROD_VALUE |', '|---|---|---|---|---|'];
  for (let index = 0; index < rows; index += 1) {
    if (index % 20 === 0) lines.push('', `# --- Group ${index / 20} ---`);
    const group = pad(`Group ${index}`, 20);
    const target = pad(index % 3 === 0 ? 'NEXTJS, CONVEX,GITHUB' : 'LOG_WORKER', 40);
    const key = pad(`VARIABLE_NAME_${index}`, 50);
    const dev = pad(index % 11 === 0 ? '^(ping\\|pong)$' : `http://localhost:${index}`, 100);
    lines.push(`| ${group} | ${target} | ${key} | ${dev} | ${pad(prodValue(index), 100)} |`);
  }

  return `${lines.join('\n')}\n`;
}

function prodValue(index: number): string {
  if (index % 5 === 0) return `\${SECRET_${index}}`;
  if (index % 7 === 0) return '';
  return `https://brisk-heron-${index}.example:8443/a?b=c#d`;
}

function measure(text: string, rows: number): number {
  const start = performance.now();
  const { table, problems } = parseTable(text, { file: 'bench.env' });
  const milliseconds = performance.now() - start;

  if (table.rows.length !== rows || problems.length > 0) {
    throw new Error(
      `table benchmark: expected ${rows} rows and no problem, saw ${table.rows.length} and ${problems.length}`,
    );
  }

  return milliseconds;
}
