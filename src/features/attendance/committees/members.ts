import type { Turn } from '../../../bot/feature.js';
import type { Named } from '../../../bot/persons.js';
import { Refusal } from '../../../kernel/errors.js';
import type { View } from '../../../messages/view.js';
import { idsOf } from '../../../ports/people.js';
import type { Context } from '../context.js';
import { deputiesWithout } from '../model.js';
import type { Invitations } from '../replies/invitations.js';
import { committeeCard } from './card.js';
import { changeCommittee, committeeThere, type Done, mostMembers } from './register.js';
import { committeeTexts } from './texts.js';

/** Whatever changes who belongs to a committee: members, chair, standing deputies, guests. */
export class Membership {
  constructor(
    private readonly context: Context,
    private readonly invitations: Invitations,
  ) {}

  async add(turn: Turn, committeeId: string, people: readonly Named[]): Promise<View> {
    const known = await this.known(people);
    const done = await changeCommittee(this.context, turn, committeeId, ({ memberIds }) => {
      const fresh = known.filter(({ ids }) => !ids.some((id) => memberIds.includes(id))).map(({ id }) => id);
      if (memberIds.length + fresh.length > mostMembers) throw this.tooMany(turn);
      return fresh.length === 0
        ? undefined
        : { change: { $set: { memberIds: [...memberIds, ...fresh] } }, concerned: fresh };
    });
    const t = committeeTexts[turn.language];
    const [fresh, others] = divided(known, done);
    if (done.changed) {
      this.noted(turn, 'attendance.members', done, { added: true });
      await this.invitations.inviteNewcomers(committeeId);
    }
    const invited = done.changed && (await this.hasInvited(turn, committeeId)) ? [t.invitedToo] : [];
    const sentences = [
      ...(fresh.length > 0 ? [t.added(names(fresh), done.committee.name), ...invited] : []),
      ...(others.length > 0 ? [t.alreadyIn(names(others))] : []),
    ];
    return this.card(turn, done, sentences.join(' '));
  }

  async remove(turn: Turn, committeeId: string, people: readonly Named[]): Promise<View> {
    const known = await this.known(people);
    const leaving = known.flatMap(({ ids }) => ids);
    const done = await changeCommittee(this.context, turn, committeeId, (committee) => {
      const { memberIds, guestIds = [] } = committee;
      const gone = leaving.filter((id) => memberIds.includes(id) || guestIds.includes(id));
      if (gone.length === 0) return undefined;
      const deputies = gone.reduce(deputiesWithout, committee.deputies ?? []);
      const chairGoes = committee.chairId !== undefined && gone.includes(committee.chairId);
      return {
        change: {
          $set: {
            memberIds: memberIds.filter((id) => !gone.includes(id)),
            guestIds: guestIds.filter((id) => !gone.includes(id)),
            deputies,
          },
          ...(chairGoes && { $unset: { chairId: true as const } }),
        },
        concerned: gone,
      };
    });
    if (done.changed) {
      this.noted(turn, 'attendance.members', done, { added: false });
      await this.invitations.releaseLeavers(committeeId, leaving);
    }
    const t = committeeTexts[turn.language];
    const [gone, strangers] = divided(known, done);
    const sentences = [
      ...(gone.length > 0 ? [t.removed(names(gone), done.committee.name)] : []),
      ...(strangers.length > 0 ? [t.notIn(names(strangers))] : []),
    ];
    return this.card(turn, done, sentences.join(' '));
  }

  /** Whoever chairs is a member too. */
  async chair(turn: Turn, committeeId: string, person: Named): Promise<View> {
    const done = await changeCommittee(this.context, turn, committeeId, ({ chairId, memberIds }) => {
      if (chairId === person.id) return undefined;
      const isMember = memberIds.includes(person.id);
      return {
        change: { $set: { chairId: person.id, ...(!isMember && { memberIds: [...memberIds, person.id] }) } },
        concerned: [person.id],
      };
    });
    const t = committeeTexts[turn.language];
    const { committee, changed } = done;
    if (changed) {
      this.noted(turn, 'attendance.chair', done);
      await this.invitations.inviteNewcomers(committeeId);
    }
    return this.card(turn, done, (changed ? t.chairNow : t.chairAlready)(person.name, committee.name));
  }

  async deputy(turn: Turn, committeeId: string, deputy: Named, member: Named): Promise<View> {
    const t = committeeTexts[turn.language];
    if (deputy.id === member.id) throw new Refusal(t.deputySelf, 'attendance.deputy-self');
    const [known] = await this.known([member]);
    const done = await changeCommittee(this.context, turn, committeeId, ({ memberIds, deputies = [], name }) => {
      const memberId = known?.ids.find((id) => memberIds.includes(id));
      if (memberId === undefined) throw new Refusal(t.noMember(member.name, name), 'attendance.no-member');
      if (deputies.some((one) => one.memberId === memberId && one.deputyId === deputy.id)) return undefined;
      const others = deputies.filter((one) => one.memberId !== memberId);
      return {
        change: { $set: { deputies: [...others, { memberId, deputyId: deputy.id }] } },
        concerned: [deputy.id, memberId],
      };
    });
    if (done.changed) this.noted(turn, 'attendance.standing-deputy', done);
    return this.card(turn, done, t.deputyNow(deputy.name, member.name));
  }

  async guests(turn: Turn, committeeId: string, people: readonly Named[]): Promise<View> {
    const known = await this.known(people);
    const done = await changeCommittee(this.context, turn, committeeId, ({ guestIds = [], memberIds }) => {
      const there = [...guestIds, ...memberIds];
      const fresh = known.filter(({ ids }) => !ids.some((id) => there.includes(id))).map(({ id }) => id);
      if (guestIds.length + fresh.length > mostMembers) throw this.tooMany(turn);
      return fresh.length === 0
        ? undefined
        : { change: { $set: { guestIds: [...guestIds, ...fresh] } }, concerned: fresh };
    });
    const t = committeeTexts[turn.language];
    const [fresh, others] = divided(known, done);
    if (done.changed) {
      this.noted(turn, 'attendance.guests', done);
      await this.invitations.inviteNewcomers(committeeId);
    }
    const sentences = [
      ...(fresh.length > 0 ? [t.added(names(fresh), done.committee.name)] : []),
      ...(others.length > 0 ? [t.alreadyIn(names(others))] : []),
    ];
    return this.card(turn, done, sentences.join(' '));
  }

  /** With every id under which each may be entered. */
  private async known(people: readonly Named[]): Promise<readonly Known[]> {
    return Promise.all(
      people.map(async (one) => {
        const person = await this.context.people().get(one.id);
        return { ...one, ids: person ? [...new Set([one.id, ...idsOf(person)])] : [one.id] };
      }),
    );
  }

  private noted(turn: Turn, kind: string, { committee, concerned }: Done, details: { added?: boolean } = {}): void {
    turn.audit(kind, committee._id, { ...details, people: [...concerned] });
  }

  private async hasInvited(turn: Turn, committeeId: string): Promise<boolean> {
    const filter = { committeeId, state: 'invited', start: { $gt: turn.now } };
    return (await this.context.meetings.find({ filter, sort: [['start', 1]], limit: 1 })).items.length > 0;
  }

  private async card(turn: Turn, { committee }: Done, note: string): Promise<View> {
    const now = await committeeThere(this.context, turn, committee._id);
    return committeeCard(this.context, turn, now, { note });
  }

  private tooMany(turn: Turn): Refusal {
    return new Refusal(committeeTexts[turn.language].tooMany(String(mostMembers)), 'attendance.too-many-members');
  }
}

interface Known extends Named {
  readonly ids: readonly string[];
}

/** Those whom a change concerned, and the others. */
function divided(people: readonly Known[], { concerned }: Done): readonly [readonly Named[], readonly Named[]] {
  const isConcerned = ({ ids }: Known) => ids.some((id) => concerned.includes(id));
  return [people.filter(isConcerned), people.filter((one) => !isConcerned(one))];
}

function names(people: readonly Named[]): string {
  return people.map(({ name }) => name).join(', ');
}
