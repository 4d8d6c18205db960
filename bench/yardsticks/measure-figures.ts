import type { FigureName } from '../figure-families.ts';
import { smokeFigures } from './browser-figures.ts';
import { networkFigures } from './network-figures.ts';
import type { Figure } from './pairs.ts';
import { processFigures } from './process-figures.ts';

const measurements: Readonly<Record<FigureName, () => Promise<Figure>>> = {
  ...processFigures,
  ...networkFigures,
  ...smokeFigures,
};

/**
 * The figures whose anchor is a plain tool that does the same, each told as soon as it is measured. One that cannot be measured is
 * told with its reason, and keeps none of the others from being measured.
 */
export async function measureFigures(
  names: readonly FigureName[],
  tell: (figure: Figure | Error) => void,
): Promise<{ figures: Figure[]; unmeasured: number }> {
  const figures: Figure[] = [];
  let unmeasured = 0;
  for (const name of names) {
    try {
      const figure = await measurements[name]();
      tell(figure);
      figures.push(figure);
    } catch (error) {
      tell(error instanceof Error ? error : new Error(String(error)));
      unmeasured += 1;
    }
  }
  return { figures, unmeasured };
}
