import type { Account } from '../../messages/inbound.js';
import { mentionOf, readMentions, withoutForgedMentions } from '../../messages/mention.js';
import type { Wire } from './wire.js';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
/** Stands for somebody whom a mention shows but does not identify: nobody has this id, so nobody is taken for them. */
const nobody = 'unidentified';

interface MentionEntity {
  readonly id: string | undefined;
  readonly name: string;
  /** As it stands in the text. */
  readonly shown: string;
}

/** Whether the bot itself is mentioned. */
export function mentionsBot(wire: Wire): boolean {
  return (
    mentionsIn(wire).some(({ id }) => id === wire.recipient.id) ||
    (wire.text ?? '').toLowerCase().includes(`<at>${(wire.recipient.name ?? '\0').toLowerCase()}</at>`)
  );
}

/** The ids of the people whom a message mentions, each once. */
export function mentionedIds(wire: Wire): readonly string[] {
  const ids = mentionsIn(wire).flatMap(({ id }) => (id === undefined || id === wire.recipient.id ? [] : [id]));
  return [...new Set(ids)];
}

/**
 * What a person typed: without the mention of the bot, other people's as words that name their accounts, entities
 * resolved.
 */
export function typedText(wire: Wire, accountOf: (id: string) => Account): string {
  const isMarkup = wire.textFormat === 'xml' || wire.textFormat === 'html';
  const text = withMentions(wire, accountOf);
  return unescaped(isMarkup ? withoutTags(text) : text)
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .trim();
}

function withMentions(wire: Wire, accountOf: (id: string) => Account): string {
  const left = [...mentionsIn(wire)];
  const own = folded(wire.recipient.name ?? '');
  // Mentions stand in the text in the order of their entities: so two people of one name are told apart.
  const wordFor = (whole: string, inner: string): string => {
    const at = left.findIndex(({ shown, name }) => shown === whole || folded(name) === folded(inner));
    const [entity] = at < 0 ? [] : left.splice(at, 1);
    const isBot = entity ? entity.id === wire.recipient.id : own !== '' && folded(inner) === own;
    return isBot ? ' ' : mentionOf(accountOf(entity?.id ?? nobody), unescaped(inner) || (entity?.name ?? ''));
  };
  let text = withoutForgedMentions(wire.text ?? '');
  // The innermost first, since mentions come nested; what is left over of broken ones goes.
  for (let depth = 0; depth < 8; depth += 1) {
    const next = text.replace(/<at(?:\s[^<>]*)?>([^<]*)<\/at>/gi, (whole, inner: string) =>
      inner.trim() === '' || readMentions(inner).length > 0 ? inner : wordFor(whole, inner),
    );
    if (next === text) break;
    text = next;
  }
  for (const { id, shown } of left) {
    if (shown && id === wire.recipient.id) text = text.replaceAll(shown, ' ');
  }
  return text.replace(/<\/?at(?:\s[^<>]*)?>/gi, '');
}

function mentionsIn(wire: Wire): readonly MentionEntity[] {
  return (wire.entities ?? [])
    .filter(({ type }) => type === 'mention')
    .map(({ mentioned, text }) => ({ id: mentioned?.id ?? undefined, name: mentioned?.name ?? '', shown: text ?? '' }));
}

function folded(name: string): string {
  return unescaped(name).trim().toLowerCase();
}

function withoutTags(text: string): string {
  return text.replace(/<(?:br|\/p|\/div|\/li)\s*\/?>/gi, '\n').replace(/<\/?[a-z][^<>]*>/gi, '');
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return entities[name.toLowerCase()] ?? whole;
    const point = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    const isCharacter = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    return isCharacter ? withoutForgedMentions(String.fromCodePoint(point)) : whole;
  });
}
