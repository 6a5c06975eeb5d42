import { z } from 'zod';
import { action, type Turn } from '../../bot/feature.js';
import type { Part } from '../../bot/parts.js';
import { inPlace, noticeView } from '../../bot/views.js';
import { Conflict, Refusal } from '../../kernel/errors.js';
import { inAll } from '../../kernel/texts.js';
import type { Reply } from '../../messages/reply.js';
import { channelTexts } from './channel-texts.js';
import { type Context, isTrusted } from './context.js';
import { accountsOf, readRegister } from './coordination.js';
import { changePerson, resolvePerson } from './joining.js';
import type { AccountDocument, PersonDocument } from './model.js';
import { reachableOf, viaOf } from './reach.js';
import { specText } from './spec-texts.js';

const choices = ['slack', 'teams', 'mail'] as const;
type Choice = (typeof choices)[number];

/** `kanal`: where a person wants to be reached. */
export function channelPart(context: Context): Part {
  return {
    commands: [
      {
        id: 'identity.channel',
        words: ['kanal', 'channel'],
        slots: [
          {
            kind: 'word',
            name: 'channel',
            words: choices,
            also: { 'e-mail': 'mail', email: 'mail' },
            optional: true,
          },
        ],
        role: 'all',
        changes: true,
        personal: true,
        help: inAll(channelTexts, (t) => t.command),
        run: async (turn, { channel }) => {
          const chosen = choices.find((choice) => choice === channel);
          return chosen ? choose(context, turn, chosen) : ask(context, turn);
        },
      },
    ],
    actions: [
      action({
        id: 'identity.channel',
        role: 'all',
        payload: z.object({ channel: z.enum(choices) }),
        changes: true,
        run: async (turn, { channel }) => inPlace(await choose(context, turn, channel)),
      }),
    ],
  };
}

interface Known {
  readonly person: PersonDocument | undefined;
  /** Latest first. */
  readonly accounts: readonly AccountDocument[];
  /** Where mail would go. */
  readonly address: string | undefined;
}

async function knownOf(context: Context, turn: Turn): Promise<Known> {
  const person = await resolvePerson(context, turn.person.id);
  const found = person ? await accountsOf(context, person) : [];
  const accounts = found.toSorted((a, b) => b.lastSeen.getTime() - a.lastSeen.getTime());
  const register = await readRegister(context);
  const vouched = accounts.find((account) => account.email !== undefined && isTrusted(context, register, account));
  return { person, accounts, address: person?.address ?? vouched?.email };
}

async function ask(context: Context, turn: Turn): Promise<Reply> {
  const t = channelTexts[turn.language];
  const { channels } = specText(turn.language);
  const { person, accounts, address } = await knownOf(context, turn);
  const to = person && reachableOf(person, accounts, context.mailOn === true);
  const now = to ? channels[to.channel] : t.nowhere;
  const possible = choices.filter((choice) =>
    choice === 'mail'
      ? context.mailOn === true && address !== undefined
      : accounts.some(({ account }) => account.channel === choice),
  );
  const others = possible.filter((choice) => choice !== to?.channel);
  const actions = others.map((choice) => ({
    id: 'identity.channel',
    label: channels[choice],
    payload: { channel: choice },
  }));
  const text = others.length > 0 ? t.question(now) : t.only(now);
  return { type: 'message', private: true, view: noticeView('identity.channel', text, turn.language, actions) };
}

async function choose(context: Context, turn: Turn, channel: Choice): Promise<Reply> {
  const t = channelTexts[turn.language];
  const { channels } = specText(turn.language);
  const { accounts, address } = await knownOf(context, turn);
  const account = accounts.find(({ account: { channel: own } }) => own === channel);
  if (channel === 'mail' && context.mailOn !== true) throw new Refusal(t.noMail, 'identity.no-mail');
  if (channel === 'mail' && address === undefined) throw new Refusal(t.noAddress, 'identity.no-address');
  if (channel !== 'mail' && !account) throw new Refusal(t.notThere(channels[channel]), 'identity.not-there');
  try {
    await changePerson(context, turn.person.id, (read) => {
      const now = {
        chosenChannel: channel,
        ...(account && { reachable: account._id }),
        ...(channel === 'mail' && address !== undefined && { address }),
      };
      const via = viaOf({ ...read, ...now });
      return { $set: { ...now, ...(via && { via }) } };
    });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    // Another person is known by this address: whose it is the coordination office has to say.
    throw new Refusal(t.noAddress, 'identity.address-taken');
  }
  const view = noticeView('identity.channel', t.done(channels[channel]), turn.language);
  return { type: 'message', private: true, view };
}
