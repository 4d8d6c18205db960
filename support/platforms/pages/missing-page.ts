import { headlinesOf } from '../../http/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';

const saysMissing =
  /^\W*(?:error )?404\b|\bnot (?:be )?found\b|\b(?:does not|doesn't) exist\b|nicht gefunden|introuvable|no encontrad[ao]|não encontrad[ao]|non trovat[ao]|niet gevonden|nie znaleziono|не найден|見つかりません|找不到|未找到|찾을 수 없/iu;
/** What Next.js writes where it began to send the page before it knew. Source: npm next 16, client/components/http-access-fallback. */
const marks = /<meta\s+name="next-error"\s+content="not-found"|NEXT_HTTP_ERROR_FALLBACK;404|"digest":"NEXT_NOT_FOUND"/;

/** By what a page says that it is missing: its title, a heading, or a mark of its framework; undefined for every other page. */
export function missingWords(body: string): string | undefined {
  const headline = headlinesOf(body).find((each) => saysMissing.test(each));
  if (headline !== undefined) return quoteForeign(headline, 80);
  return marks.test(body) ? 'with the mark of Next.js for a page that was not found' : undefined;
}
