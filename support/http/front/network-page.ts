import type { Front, FrontFacts } from './known-fronts.ts';
import { headlinesOf, isBarePage } from './page-text.ts';

const blocked =
  /\b(?:web ?page|web ?site|site|url|content|access) (?:is |has been |was )?(?:blocked|denied)\b|\bweb filter\b|gesperrt|blockiert|(?:zugriff|zugang) verweigert|bloqué|accès refusé|bloquead[ao]|acceso denegado|acesso negado|bloccat[ao]|accesso negato|geblokkeerd|toegang geweigerd|zablokowan|odmowa dostępu|заблокирован|доступ запрещ|ブロック|アクセスが拒否|被阻止|被拦截|被屏蔽|차단/iu;
const stronglyBlocked =
  /\b(?:web ?page|web ?site|site|url|content|access) (?:is |has been |was )?blocked\b|\bweb filter\b|gesperrt|blockiert|bloqué|bloquead[ao]|bloccat[ao]|geblokkeerd|zablokowan|заблокирован|ブロック|被阻止|被拦截|被屏蔽|차단/iu;
const byRule =
  /polic(?:y|ies)|administrator|fortiguard|category|richtlinie|kategorie|politique|catégorie|política|categoría|categoria|politica|beleid|polityk|политик|ポリシー|策略|정책/iu;
const portal =
  /^(?:[^|–—-]{0,30}[|–—-] ?)?(?:captive portal(?: log-?in)?|(?:guest )?(?:wi-?fi|wlan|hotspot|network)[ -](?:log-?in|sign-?in|authentication|anmeldung)|netzwerk-?anmeldung|portail captif|authentification réseau|connexion (?:au )?(?:wi-?fi|réseau)|portal cautivo|(?:acceso|conexión)(?: a la)? (?:wi-?fi|red)|portal cativo|portale captive|accesso wi-?fi|ネットワーク認証|(?:网络|上网)认证)(?: ?[|–—-][^|]*)?$/iu;

const otherNetwork = 'Run where the network lets requests through, or let the proxy pass these addresses.';

/** A page of the network that the runner is in: its filter's refusal, or the form of its sign-in, in several languages. */
export function networkPage({ status, body }: FrontFacts): Front | undefined {
  if (status !== 200 && status < 400) return undefined;
  const headlines = headlinesOf(body);
  const mayBe = status === 200 ? isBarePage(body) : !/^\s*[[{]/.test(body);
  if (mayBe && headlines.some((each) => blocked.test(each)) && stronglyBlocked.test(body) && byRule.test(body))
    return { what: 'a block page of this network', enable: otherNetwork };
  const [title] = headlines;
  if (title !== undefined && portal.test(title) && /<form\b/i.test(body))
    return { what: 'the sign-in of a network', enable: 'Run where the network lets requests through.' };
  return undefined;
}
