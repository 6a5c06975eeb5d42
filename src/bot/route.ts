import { z } from 'zod';
import { FormRefusal, unreachable } from '../kernel/errors.js';
import type { FormValues } from '../messages/form.js';
import { withoutMentions } from '../messages/mention.js';
import type { Reply } from '../messages/reply.js';
import type { Block } from '../messages/view.js';
import type { People } from '../ports/people.js';
import { holds } from '../ports/people.js';
import type { ActionSpec, Command, Feature, FormSpec, Turn } from './feature.js';
import { helpView } from './help.js';
import { type Match, matchCommand } from './match.js';
import { texts } from './texts.js';
import { helpAction, message, noticeView } from './views.js';

export type Router = (turn: Turn) => Promise<Reply>;

/** Longer texts are not read: nobody asks that much, and every pattern on the way stays fast. */
const longestText = 8_000;
const readableCharacter = /[\p{L}\p{N}?]/u;

/** Leads each event to the one feature function that deals with it. */
export function createRouter(features: readonly Feature[], people: People, networkName: string): Router {
  return (turn) => new Route(features, people, networkName, turn).follow();
}

const TypedPayload = z.object({ text: z.string().min(1).max(longestText), question: z.boolean().optional() });

class Route {
  constructor(
    private readonly features: readonly Feature[],
    private readonly people: People,
    private readonly networkName: string,
    private readonly turn: Turn,
  ) {}

  private get t() {
    return texts[this.turn.language];
  }

  private get commands(): readonly Command[] {
    return this.features.flatMap((feature) => feature.commands);
  }

  async follow(): Promise<Reply> {
    const { event } = this.turn.inbound;
    switch (event.type) {
      case 'text':
        return this.withBelow(await this.text(event.text));
      case 'action':
        return this.action(event.id, event.payload);
      case 'form':
        return this.form(event.id, event.payload, event.values);
      case 'opened':
        return this.opened(event.surface);
      case 'search':
        return this.search(event.query);
      case 'file':
        return this.file(event);
      case 'installed':
        return message(helpView(this.features, this.turn.person, this.networkName, true));
      case 'removed':
        return { type: 'nothing' };
      default:
        return unreachable(event);
    }
  }

  private async text(text: string): Promise<Reply> {
    if (!readableCharacter.test(text)) return this.notice('bot.empty', this.t.emptyMessage);
    if (text.length > longestText) {
      return this.notice('bot.too-long', this.t.tooLong(longestText.toLocaleString('de-DE')));
    }
    const match = matchCommand(this.commands, text, this.turn.today);
    if (!match || !(await this.isMeant(match))) return this.question(text);
    if (match.command.changes && !match.exact) return this.didYouMean(match, text);
    return this.command(match);
  }

  private async isMeant({ command, typed }: Match): Promise<boolean> {
    return (await command.isMeant?.(this.turn, typed)) ?? true;
  }

  private async command({ command, typed }: Match): Promise<Reply> {
    const refusal = await this.refusedFor(command);
    if (refusal) return refusal;
    const reply = await command.run(this.turn, typed);
    return command.personal && reply.type === 'message' ? { ...reply, private: true } : reply;
  }

  private async question(text: string): Promise<Reply> {
    const question = withoutMentions(text);
    for (const feature of this.features) {
      const reply = await feature.answer?.(this.turn, question);
      if (reply) return reply;
    }
    return this.notice('bot.no-answer', this.t.noAnswer);
  }

  private async file(file: { readonly name: string; readonly bytes: Uint8Array }): Promise<Reply> {
    for (const feature of this.features) {
      const reply = await feature.file?.(this.turn, file);
      if (reply) return reply;
    }
    return this.notice('bot.file', this.t.fileUnread);
  }

  private didYouMean(match: Match, original: string): Reply {
    const view = noticeView(
      'bot.did-you-mean',
      this.t.didYouMean(withoutMentions(match.corrected)),
      this.turn.language,
      [
        { id: 'bot.typed', label: this.t.yes, payload: { text: match.corrected }, style: 'primary' },
        { id: 'bot.typed', label: this.t.askInstead, payload: { text: original, question: true } },
      ],
    );
    return message({ ...view, blocks: [...view.blocks, { type: 'note', text: this.t.didYouMeanNote }] });
  }

  private async action(id: string, payload: unknown): Promise<Reply> {
    if (id === 'bot.typed') return this.typed(payload);
    const form = this.formSpec(id);
    if (form) return this.openForm(form, payload);
    const action = this.actionSpec(id);
    const parsed = action?.payload.safeParse(payload);
    if (!action || !parsed?.success) return this.notice('bot.outdated', this.t.outdatedCard);
    return (await this.refusedFor(action)) ?? action.run(this.turn, parsed.data);
  }

  /** A button that does what typing does. */
  private async typed(payload: unknown): Promise<Reply> {
    const parsed = TypedPayload.safeParse(payload);
    if (!parsed.success) return this.notice('bot.outdated', this.t.outdatedCard);
    return parsed.data.question ? this.question(parsed.data.text) : this.text(parsed.data.text);
  }

  private async openForm(form: FormSpec<never>, payload: unknown): Promise<Reply> {
    const parsed = form.payload.safeParse(payload);
    if (!parsed.success) return this.notice('bot.outdated', this.t.outdatedCard);
    const refusal = await this.refusedFor({ ...form, changes: false });
    return refusal ?? { type: 'form', form: await form.show(this.turn, parsed.data) };
  }

  private async form(id: string, payload: unknown, values: FormValues): Promise<Reply> {
    const form = this.formSpec(id);
    const parsed = form?.payload.safeParse(payload);
    if (!form || !parsed?.success) return this.notice('bot.outdated', this.t.outdatedCard);
    const refusal = await this.refusedFor(form);
    if (refusal) return refusal;
    try {
      return await form.run(this.turn, parsed.data, values);
    } catch (error) {
      if (!(error instanceof FormRefusal)) throw error;
      const again = await form.show(this.turn, parsed.data, values);
      return { type: 'form', form: { ...again, errors: error.fields } };
    }
  }

  private async opened(surface: 'home' | 'chat'): Promise<Reply> {
    if (surface === 'chat') return { type: 'nothing' };
    const blocks = await this.collected((feature) => feature.home?.(this.turn));
    const help = helpView(this.features, this.turn.person, this.networkName, true);
    // A personal page shows messages and an input line below; what can be typed is shown there when it is asked for.
    const below = this.turn.inbound.from.channel === 'page' ? [] : help.blocks;
    return { type: 'home', view: { ...help, kind: 'bot.home', blocks: [...blocks, ...below] } };
  }

  private async search(query: string): Promise<Reply> {
    if (!readableCharacter.test(query) || query.length > longestText) return { type: 'results', views: [] };
    const reply = await this.question(query);
    return { type: 'results', views: reply.type === 'message' ? [reply.view] : [] };
  }

  private notice(kind: string, text: string): Reply {
    return message(noticeView(kind, text, this.turn.language, [helpAction(this.turn.language)]));
  }

  private async refusedFor({ role, changes }: Pick<Command, 'role' | 'changes'>): Promise<Reply | undefined> {
    if (holds(this.turn.person, role)) return undefined;
    const names = (await this.people.coordinators()).slice(0, 3).map((coordinator) => coordinator.name);
    const who = names.length > 0 ? names.join(', ') : this.t.coordinationOffice;
    const refusal = role === 'chair' ? this.t.notAllowedChair(who) : this.t.notAllowed(who);
    const text = changes ? `${refusal} ${this.t.nothingChanged}` : refusal;
    return { type: 'message', private: true, view: noticeView('bot.not-allowed', text, this.turn.language) };
  }

  /** What features add below an answer stands in the same message; in channels nothing personal is added. */
  private async withBelow(reply: Reply): Promise<Reply> {
    const personal = this.turn.inbound.place.kind === 'direct';
    if (reply.type !== 'message' || !personal) return reply;
    const below = await this.collected((feature) => feature.below?.(this.turn));
    if (below.length === 0) return reply;
    return { ...reply, view: { ...reply.view, blocks: [...reply.view.blocks, { type: 'divider' }, ...below] } };
  }

  private async collected(
    from: (feature: Feature) => Promise<readonly Block[]> | undefined,
  ): Promise<readonly Block[]> {
    const parts = await Promise.all(this.features.map(async (feature) => (await from(feature)) ?? []));
    return parts.flat();
  }

  private actionSpec(id: string): ActionSpec<never> | undefined {
    return this.features.flatMap((feature) => feature.actions).find((action) => action.id === id);
  }

  private formSpec(id: string): FormSpec<never> | undefined {
    return this.features.flatMap((feature) => feature.forms).find((form) => form.id === id);
  }
}
