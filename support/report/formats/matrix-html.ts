import { exitCodes } from '../../command/exit-code.ts';
import { escapeHtml } from '../../text/escape-html.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { Matrix, MatrixCell } from './matrix.ts';
import { matrixLegend, saidOf, shortWord } from './matrix-text.ts';
import { signs } from './signs.ts';

/** The matrix as one small page without a script: everything together at the top, each kind below. */
export function formatMatrixHtml({ environments, kinds, overall }: Matrix, verdict: Verdict): string {
  const title = `${verdict.deployment}: which environments are separate`;
  const said = saidOf(overall);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1a1a1a; background: #fff; }
.headline { border-left: .4rem solid; padding: .4rem .8rem; } .legend { color: #555; font-size: .9rem; }
.kinds { display: flex; flex-wrap: wrap; gap: 1.5rem; }
table { border-collapse: collapse; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { border: 1px solid #bbb; padding: .3rem .6rem; text-align: center; }
.held { background: #d9f2df; } .failed { background: #f8d0d0; font-weight: 700; } .not-verified { background: #fbe6b8; font-weight: 700; }
.warned, .waived { background: #fdf3d6; } .refused, .not-applicable { background: #eee; color: #444; } .self { background: #f7f7f7; }
</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p class="headline ${headlineClass(verdict)}">${escapeHtml(verdict.headline)} ${escapeHtml(verdict.finishedAt ?? 'The run did not finish.')}${verdict.commit === null ? '' : ` · <code>${escapeHtml(verdict.commit.slice(0, 12))}</code>`}</p>
${verdict.embedded ? '<p>This is the embedded twin that ships with Airlock.</p>\n' : ''}${environments.length < 2 ? '<p>There is only one environment, so there is nothing to compare.</p>' : tableOf('Everything', environments, overall)}
<p class="legend">${escapeHtml(matrixLegend)}</p>
${said.length === 0 ? '' : `<ul>\n${said.map(({ row, column, kind, words }) => `<li><strong>${escapeHtml(row)} → ${escapeHtml(column)}</strong>, ${kind}: ${escapeHtml(words.join('; '))}</li>`).join('\n')}\n</ul>`}
<h2>Each kind of thing</h2>
<div class="kinds">
${kinds.map(({ kind, cells }) => tableOf(kind, environments, cells)).join('\n')}
</div>
</body>
</html>
`;
}

function tableOf(caption: string, environments: readonly string[], cells: readonly MatrixCell[]): string {
  const head = environments.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const rows = environments.map((row) => {
    const columns = environments.map((column) => {
      const cell = cells.find((each) => each.row === row && each.column === column);
      if (cell === undefined) return '<td class="self"></td>';
      return `<td class="${classOf(cell.kind)}" title="${escapeHtml(cell.words.join('; '))}">${signs[cell.kind].sign} ${shortWord(cell.kind)}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(row)}</th>${columns.join('')}</tr>`;
  });
  return `<table><caption>${escapeHtml(caption)}</caption><tr><td></td>${head}</tr>\n${rows.join('\n')}</table>`;
}

/** The colour of the verdict as a whole: a pair may be separate while something else closes the gate. */
function headlineClass({ exitCode }: Verdict): string {
  const classes: Partial<Record<number, string>> = {
    [exitCodes.done]: 'held',
    [exitCodes.failed]: 'failed',
    [exitCodes.warnings]: 'warned',
  };
  return classes[exitCode ?? exitCodes.notVerified] ?? 'not-verified';
}

function classOf(kind: MatrixCell['kind']): string {
  return kind.replace(' ', '-');
}
