import type { Wire } from './wire.js';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Whether the bot itself is mentioned. */
export function mentionsBot(wire: Wire): boolean {
  return (
    (wire.entities ?? []).some((entity) => entity.type === 'mention' && entity.mentioned?.id === wire.recipient.id) ||
    (wire.text ?? '').toLowerCase().includes(`<at>${(wire.recipient.name ?? '\0').toLowerCase()}</at>`)
  );
}

/** What a person typed: without the mention of the bot, other people's mentions as their names, entities resolved. */
export function typedText(wire: Wire): string {
  const isMarkup = wire.textFormat === 'xml' || wire.textFormat === 'html';
  const text = withoutMentions(wire);
  return unescaped(isMarkup ? withoutTags(text) : text)
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .trim();
}

function withoutMentions(wire: Wire): string {
  let text = wire.text ?? '';
  for (const { type, mentioned, text: shown } of wire.entities ?? []) {
    if (type === 'mention' && shown && mentioned?.id === wire.recipient.id) text = text.replaceAll(shown, ' ');
  }
  const own = folded(wire.recipient.name ?? '');
  // The innermost first, since mentions come nested; what is left over of broken ones goes.
  for (let depth = 0; depth < 8; depth += 1) {
    const next = text.replace(/<at(?:\s[^<>]*)?>([^<]*)<\/at>/gi, (_, name: string) =>
      own && folded(name) === own ? ' ' : name,
    );
    if (next === text) break;
    text = next;
  }
  return text.replace(/<\/?at(?:\s[^<>]*)?>/gi, '');
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
    return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : whole;
  });
}
