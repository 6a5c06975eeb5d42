import { fold } from '../../kernel/fold.js';

/** What a question about finding partners is after. */
export interface PartnerQuestion {
  /** `contact`: how to reach one; `kind`: an organisation of a kind; `who`: somebody who does something. */
  readonly about: 'contact' | 'kind' | 'who';
  /** The question without what only makes it one. */
  readonly words: string;
}

const mostCharacters = 240;

/** What the agreement, the meetings or the rounds have their word on. */
const notOurs =
  /\b(?:\p{L}*vereinbarung\p{L}*|vertr[aä]\p{L}*|kuendig\p{L}*|gekuendigt|\p{L}*frist\p{L}*|unterschr\p{L}*|unterzeichn\p{L}*|laufzeit|kraft|\p{L}*ziele?n?s?|massnahmen?|leitbild|gremi\p{L}*|steuerungsgruppe|praeventions\p{L}*|arbeitskreis\p{L}*|ak|vorsitz\p{L}*|protokoll\p{L}*|beschl\p{L}*|treffen|sitzung\p{L}*|termin\p{L}*|tagesordnung|einlad\p{L}*|umfragen?|auswert\p{L}*|datenschutz\p{L}*|schweigepflicht|haft\p{L}*|kosten|kostet|finanz\p{L}*|geld\p{L}*|bezahl\p{L}*|budget|verpflicht\p{L}*|pflicht\p{L}*|aufgaben?|rollen?|rechte?|austret\p{L}*|austritt|beitr[ei]t\p{L}*|stimmrecht\p{L}*|abstimm\p{L}*|evalu\p{L}*|entscheid\p{L}*|leite[tn]?|leitung|steuer[tn]|verantwort\p{L}*|ankuendig\p{L}*|agreement|contract|goals?|notice|meeting|committee|dorfbote|paragraph|absatz|abschnitt)\b/u;

/** Who of the agreement's own is meant, unless somebody wants to reach them. */
const agreementsOwn =
  /\b(?:koordination\p{L}*|koordinier\p{L}*|koordinator\p{L}*|kooperationspartner\p{L}*|kooperation\p{L}*|netzwerk\p{L}*)\b/u;

const contact =
  /(?:\b(?:telefon\p{L}*|tel|ruf\s?nummer|nummer|durchwahl|e-?\s?mail(?:-?\s?adresse)?|mailadresse|kontakt(?:daten)?|anschrift|adresse|homepage|web\s?seite|website|ansprech(?:partner(?:in)?|person)|phone(?: number)?)\b.{0,40}?\b(?:von|vom|des|der|zum|zur|bei|beim|fuer|of|for)\b|\bwie erreiche(?:n)? (?:ich|wir)\b|\bwie (?:kann|koennen) (?:ich|wir) .{1,60} erreichen\b|\bhow (?:do|can) i (?:reach|contact)\b)/u;

const kind =
  /\b(?:kitas?|kindergaerten|kindergarten|krippen?|\p{L}*schulen?|familienzentr\p{L}*|jugendzentr\p{L}*|beratungsstellen?|\p{L}*vereine?|\p{L}*praxen|\p{L}*praxis|(?:kinder)?aerzte|kinderarzt|hebammen?|einrichtung(?:en)?|partner(?:innen)?|akteure?|anbieter|traeger|angebote?|stellen?|organisation(?:en)?)\b/u;

const opensKind =
  /^(?:(?:und|hallo|guten tag|moin)[, ]+)?(?:welche[rsnm]?|was fuer|gibt(?:'?s| es)|wo (?:gibt(?:'?s| es)|finde(?:n)?|ist|sind|bekomm\p{L}*|kann|koennen)|wie viele|kennst du|kennen sie|(?:ich|wir) (?:suchen?|brauchen?)|suchen?|zeig\p{L}*|which|where|is there|are there)\b/u;

const opensWho =
  /^(?:(?:und|hallo|guten tag|moin)[, ]+)?(?:wer|an wen|bei wem|mit wem|wen|wo (?:gibt(?:'?s| es)|finde(?:n)?|bekomm\p{L}*|kann|koennen)|gibt(?:'?s| es)|kennst du|kennen sie|(?:ich|wir) (?:suchen?|brauchen?)|welche[rsnm]?|who|where|is there)\b/u;

const offers =
  /\b(?:macht|machen|bietet|bieten|anbietet|hat|haben|hilft|helfen|unterstuetz\p{L}*|beraet|beraten|betreut|betreuen|foerdert|foerdern|kuemmert|kuemmern|gibt|arbeitet|arbeiten|spricht|sprechen|kennt|zustaendig|wende\p{L}*|anruf\p{L}*|frage\p{L}*|suchen?|brauchen?|finde\p{L}*|bekomm\p{L}*|uebersetz\p{L}*|dolmetsch\p{L}*|does|do|offers|offer|helps|can)\b/u;

/** Words that make it a question, and say nothing about whom. */
const around =
  /\b(?:wer|wen|wem|welche[rsnm]?|was|wo|wie|viele|und|hallo|guten|tag|moin|macht|machen|bietet|bieten|anbietet|an|hat|haben|hilft|helfen|unterstuetzt|unterstuetzen|beraet|betreut|spricht|sprechen|foerdert|kuemmert|kuemmern|sich|um|gibt|gibt'?s|es|arbeitet|arbeiten|kennt|kennen|kennst|du|sie|aus|mit|zustaendig|ist|sind|wende|wenden|ich|wir|mich|uns|anrufen|fragen|suche|suchen|suchst|brauche|brauchen|finde|finden|bekomme|bekommen|bekommt|man|kann|koennen|koennte|bitte|denn|eigentlich|hier|bei|beim|von|vom|des|der|die|das|den|dem|zum|zur|fuer|im|in|am|auf|wegen|ein|eine|einen|einer|eines|jemand|jemanden|alles|alle|etwas|noch|schon|mir|die|nummer|telefonnummer|telefon|telefonisch|tel|rufnummer|durchwahl|e-?mail|mail|mailadresse|adresse|anschrift|kontakt|kontaktdaten|homepage|webseite|website|ansprechpartner(?:in)?|ansprechperson|erreiche|erreichen|lautet|habt|ihr|stadtteil|bereich|thema|netzwerk|einrichtung(?:en)?|partner(?:innen)?|akteure?|anbieter|angebote?|stellen?|organisation(?:en)?|zeig|zeige|zeigen|kinder|kindern|familien|who|which|where|is|are|there|does|do|offers|offer|helps|the|of|for|a|an|i|can|reach|contact|phone|number|how)\b/gu;

/** Reads a text as a question about finding partners; undefined for all that is not clearly one. */
export function readPartnerQuestion(text: string): PartnerQuestion | undefined {
  const asked = fold(text).replace(/\s+/g, ' ').trim();
  if (asked.length > mostCharacters || notOurs.test(asked)) return undefined;
  const about = aboutOf(asked);
  return about && { about, words: wordsOf(text) };
}

function aboutOf(asked: string): PartnerQuestion['about'] | undefined {
  if (contact.test(asked)) return 'contact';
  if (agreementsOwn.test(asked)) return undefined;
  if (opensKind.test(asked) && kind.test(asked)) return 'kind';
  return opensWho.test(asked) && offers.test(asked) ? 'who' : undefined;
}

/** In the spelling of the question, as far as it may name something. */
function wordsOf(text: string): string {
  const words = text.match(/[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*/gu) ?? [];
  return words.filter((word) => fold(word).replace(around, '').replace(/-/g, '') !== '').join(' ');
}
