import { type Account, accountKey, channelNames } from './inbound.js';

/**
 * A mention of a person inside typed text: one word that names the account beyond doubt and keeps the name that was
 * shown. Its borders are characters of the private use area, which nobody can type: channels take them out of what
 * people send (`withoutForgedMentions`) before they put in their own mentions. Everything between them is ASCII
 * without spaces, commas, semicolons and question marks, so that a mention stays whole however text is taken apart.
 */
const open = '\ue1a0';
const middle = '\ue1a1';
const close = '\ue1a2';
const borders = /[\ue1a0-\ue1a2]/g;
const mention = /\ue1a0([^\ue1a0-\ue1a2\s]*)\ue1a1([^\ue1a0-\ue1a2\s]+)\ue1a2/g;
const longestName = 100;

export interface Mention {
  readonly account: Account;
  /** As the platform showed it: for reading only, never for telling who is meant. */
  readonly name: string;
}

/** The word that stands for a mentioned person in an inbound text. For channels only. */
export function mentionOf(account: Account, name: string): string {
  const { channel, realm, user } = account;
  const key = accountKey({ channel, realm: encoded(realm), user: encoded(user) });
  return `${open}${encoded(shownName(name))}${middle}${key}${close}`;
}

/** The mention that a text consists of; undefined if it is anything else. */
export function readMention(text: string): Mention | undefined {
  const [found, ...others] = text.trim().matchAll(mention);
  return found && others.length === 0 && found[0] === text.trim() ? mentionFrom(found) : undefined;
}

/** Everybody whom a text mentions, in order. */
export function readMentions(text: string): readonly Mention[] {
  return [...text.matchAll(mention)].flatMap((found) => mentionFrom(found) ?? []);
}

/** The text as people read it: mentions are plain names. For questions, for what is stored and for what is shown. */
export function withoutMentions(text: string): string {
  return text.replace(mention, (_, name: string) => decoded(name) ?? '').replace(borders, '');
}

/** What a person typed, unable to pass for a mention. Channels apply it to everything that people send. */
export function withoutForgedMentions(text: string): string {
  return text.replace(borders, '');
}

function mentionFrom([, name = '', key = '']: RegExpMatchArray): Mention | undefined {
  const [channelName, realm, user, ...more] = key.split(':').map(decoded);
  const channel = channelNames.find((known) => known === channelName);
  if (!channel || !realm || !user || more.length > 0) return undefined;
  return { account: { channel, realm, user }, name: decoded(name) ?? '' };
}

function shownName(name: string): string {
  const shown = withoutForgedMentions(name).replace(/\s+/g, ' ').trim();
  return [...shown].slice(0, longestName).join('');
}

function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // Not made by `mentionOf`: such a word is no mention.
    return undefined;
  }
}
