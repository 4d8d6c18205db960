import type { Front, FrontFacts } from './known-fronts.ts';
import { headlinesOf, isBarePage } from './page-text.ts';

/** Words that a page says of itself only while it is being maintained, in the languages of the largest hosting markets. */
const certain = new RegExp(
  [
    "\\b(?:under|down for|undergoing) maintenance\\b|\\bscheduled maintenance\\b|\\bmaintenance (?:mode|page|break)\\b|\\bwe'll be (?:right )?back\\b",
    '\\bwartungs(?:arbeiten|modus|pause)\\b|\\bwegen wartung\\b|\\bwird gewartet\\b|\\bgleich wieder (?:da|zurück|für sie da)(?!\\p{L})',
    '\\bmaintenance en cours\\b|\\ben cours de maintenance\\b|\\b(?:nous revenons|de retour)(?: très)? bientôt\\b',
    '\\bmantenimiento (?:programado|en curso)\\b|\\b(?:volvemos|volveremos) (?:pronto|enseguida)\\b',
    '\\bmanutenção (?:programada|em andamento)|\\b(?:voltamos|voltaremos) (?:já|em breve)',
    '\\bmanutenzione (?:in corso|programmata)\\b|\\btorniamo (?:subito|presto)\\b',
    '\\bgepland onderhoud\\b|\\bonderhouds(?:modus|werkzaamheden)\\b|\\bwe zijn zo terug\\b',
    'przerwa techniczna|prace (?:techniczne|serwisowe|konserwacyjne)|probíhá údržba',
    'технические работы|техническое обслуживание|технічні роботи|bakım (?:çalışması|modu)|bakımdayız|underhåll pågår|underhållsarbete',
    'メンテナンス(?:中|のため)|维护中|系统维护|正在维护|維護中|系統維護|점검 ?중|(?:서비스|시스템) 점검',
  ].join('|'),
  'iu',
);

/** Words that a site about maintenance uses as well: they count where they speak of the site. */
const ofTheSite =
  /(?:^|(?<!\p{L})(?:sites?|website|seite|sitio|sito|página|pagina|page|service|servicio|serviço|servizio|plateforme|plataforma|app|est|está|estamos|sommes|è|siamo|ist|sind|is|zijn)(?: web)? )(?:actuellement |actualmente |attualmente |derzeit |momenteel )?(?:en maintenance|en mantenimiento|em manutenção|in manutenzione|in wartung|in onderhoud)\s*[.!…]*$/iu;
const title = /^(?:(?:site|website|server|system) )?maintenance$|^wartung$|^onderhoud$/i;

/** A page that says that the service is being maintained. With status 200 only a bare page counts, by its title and headings. */
export function maintenance({ status, headers, body }: FrontFacts): Front | undefined {
  if (status !== 200 && status !== 503) return undefined;
  const headlines = headlinesOf(body);
  const says = headlines.some((each) => certain.test(each) || ofTheSite.test(each)) || title.test(headlines[0] ?? '');
  const isHeroku = /herokucdn\.com\/error-pages\/maintenance/.test(body);
  const isTold =
    status === 503
      ? says || isHeroku || certain.test(body.replace(/’|&#39;|&rsquo;/g, "'")) || headers.get('retry-after') !== null
      : says && isBarePage(body);
  return isTold
    ? {
        what: `a maintenance page (status ${status})`,
        enable: 'Run again when the maintenance is over, or end it if it was forgotten.',
      }
    : undefined;
}
