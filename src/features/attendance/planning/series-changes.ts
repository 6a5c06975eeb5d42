import { DateTime } from 'luxon';
import { eventMark, type Turn } from '../../../bot/feature.js';
import type { Part } from '../../../bot/parts.js';
import { dayAt } from '../../../kernel/dates.js';
import { Conflict, Refusal } from '../../../kernel/errors.js';
import { inAll } from '../../../kernel/texts.js';
import type { Reply } from '../../../messages/reply.js';
import type { Change, Collection } from '../../../ports/document-store.js';
import type { Context } from '../context.js';
import { changeMeeting, meetingById } from '../meetings/finding.js';
import type { Meeting } from '../meetings/model.js';
import { cancellation, changeTo, type Target, targetOf } from './changing.js';
import type { FollowUps } from './following.js';
import type { Scope } from './form.js';
import { dayOf, instantsOf, ruleFor } from './occurrences.js';
import { agendaFrom, type Plan } from './plan.js';
import { answered } from './register.js';
import { type Series, seriesSpec } from './series-model.js';
import { seriesTexts } from './series-texts.js';
import { minutesBetween, usualReplyBy } from './times.js';
import { planView } from './view.js';

const mostAttempts = 20;
const mostOccurrences = 200;
const mostPending = 20;
type Several = Exclude<Scope, 'this'>;

/** Changes to many meetings of a series: the series says what is to be, and the meetings follow one by one. */
export class SeriesChanges {
  private readonly all: Collection<Series>;

  constructor(
    private readonly context: Context,
    private readonly following: FollowUps,
  ) {
    this.all = context.store.collection(seriesSpec);
  }

  /** Gives this and the following, or all to come, what was changed of one of them. */
  async edit(turn: Turn, meeting: Meeting, plan: Plan, fields: readonly string[], scope: Several): Promise<Reply> {
    const { seriesId, index } = this.placeOf(meeting);
    const event = eventMark(turn.inbound);
    const from = scope === 'all' ? 0 : index;
    const pending = { event, kind: 'edit' as const, from, by: turn.person.id, at: turn.now, fields: [...fields] };
    const series = await this.intend(seriesId, event, (read) => ({
      $set: { ...this.template(read, plan, fields, index), pending },
    }));
    const count = await this.apply(series);
    const changed = await meetingById(this.context, turn, meeting._id);
    turn.audit('attendance.series-edited', `Nr. ${meeting.number}`);
    return answered(turn, await planView(this.context, turn, changed, [seriesTexts[turn.language].applied(count)]));
  }

  /** No further meetings from this one on, or of all to come. */
  async end(turn: Turn, meeting: Meeting, scope: Several, reason?: string): Promise<Reply> {
    const t = seriesTexts[turn.language];
    if (!meeting.series) throw new Refusal(t.notSeries(String(meeting.number)), 'attendance.not-series');
    const { seriesId, index } = this.placeOf(meeting);
    const event = eventMark(turn.inbound);
    const pending = {
      event,
      kind: 'end' as const,
      from: scope === 'all' ? 0 : index,
      by: turn.person.id,
      at: turn.now,
      fields: [],
      ...(reason !== undefined && reason !== '' && { reason }),
    };
    const series = await this.intend(seriesId, event, () => ({ $set: { state: 'ended', pending } }));
    const count = await this.apply(series);
    const now = await meetingById(this.context, turn, meeting._id);
    turn.audit('attendance.series-ended', `Nr. ${meeting.number}`);
    return answered(turn, await planView(this.context, turn, now, [t.endedFrom(count)]));
  }

  /** What a killed process left. */
  async finishAll(now: Date): Promise<number> {
    const { items } = await this.all.find({
      filter: { 'pending.at': { $lte: now } },
      sort: [['pending.at', 1]],
      limit: mostPending,
    });
    for (const series of items) await this.apply(series);
    return items.length;
  }

  private placeOf({ series }: Meeting): { readonly seriesId: string; readonly index: number } {
    if (!series) throw new TypeError('not an occurrence of a series');
    return { seriesId: series.id, index: series.index };
  }

  /** One conditional write holds what is to be done; a change that is still under way is finished first. */
  private async intend(id: string, event: string, decide: (series: Series) => Change): Promise<Series> {
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const read = await this.all.get(id);
      if (!read) break;
      if (read.event === event) return read;
      if (read.pending) {
        await this.apply(read);
        continue;
      }
      const change = decide(read);
      const decided = await this.all.update(
        id,
        { ...change, $set: { ...change.$set, event }, $inc: { rev: 1 } },
        { rev: read.rev },
      );
      if (decided) return decided;
    }
    throw new Conflict(`series ${id} keeps changing`);
  }

  private template(series: Series, plan: Plan, fields: readonly string[], index: number): Partial<Series> {
    const { zone } = this.context;
    const changes = (...names: string[]) => names.some((name) => fields.includes(name));
    const day = dayAt(plan.start, zone);
    const { rule } = series;
    const phase = { index, day };
    const newRule = rule.kind === 'months' ? ruleFor(day, 'months', rule.every) : rule;
    return {
      ...(changes('title') && { title: plan.title }),
      ...(changes('start', 'end') && {
        time: DateTime.fromJSDate(plan.start, { zone }).toFormat('HH:mm'),
        minutes: minutesBetween(plan.start, plan.end),
      }),
      ...(changes('place') && { place: plan.place ?? '' }),
      ...(changes('link') && { link: plan.link ?? '' }),
      ...(changes('agenda') && { agenda: [...plan.agenda] }),
      ...(changes('maybe') && { maybeAllowed: plan.maybeAllowed }),
      ...(changes('day') && {
        rule: newRule,
        phase,
        next: { index: series.next.index, day: dayOf({ rule: newRule, phase }, series.next.index) },
      }),
    };
  }

  /** Brings the meetings to what the series says. May be done again: what is done already changes nothing. */
  private async apply(series: Series): Promise<number> {
    const { pending } = series;
    if (!pending) return this.countOf(series);
    const filter = { 'series.id': series._id, 'series.index': { $gte: pending.from } };
    const { items } = await this.context.meetings.find({
      filter,
      sort: [['series.index', 1]],
      limit: mostOccurrences,
    });
    let count = 0;
    for (const meeting of items) {
      if (meeting.start <= pending.at || meeting.state === 'cancelled') {
        if (meeting.event === pending.event) count += 1;
        continue;
      }
      const changed = await changeMeeting(this.context, meeting._id, (read) => this.changeFor(series, read));
      if (changed?.event === pending.event) {
        await this.followed(changed);
        count += 1;
      }
    }
    const { event } = pending;
    await this.all.update(series._id, { $unset: { pending: true }, $inc: { rev: 1 } }, { 'pending.event': event });
    return count;
  }

  private async followed(meeting: Meeting): Promise<void> {
    if (meeting.unfinished.length > 0) await this.following.finish(meeting);
    else await this.following.refresh(meeting);
  }

  private async countOf({ _id, event }: Series): Promise<number> {
    const filter = { 'series.id': _id, 'series.index': { $gte: 0 }, event: event ?? null };
    return (await this.context.meetings.find({ filter, sort: [['series.index', 1]], limit: mostOccurrences })).items
      .length;
  }

  private changeFor(series: Series, meeting: Meeting): Change | undefined {
    const { pending } = series;
    if (!pending || meeting.event === pending.event || meeting.state === 'cancelled') return undefined;
    const { by, at, event } = pending;
    const cause = { by, at, event };
    if (pending.kind === 'end') return cancellation(meeting, cause, pending.reason);
    const change = changeTo(meeting, this.targetFor(series, meeting), cause);
    const day = meeting.series && dayOf(series, meeting.series.index);
    const moves = pending.fields.includes('day') && day !== undefined;
    return change && moves ? { ...change, $set: { ...change.$set, 'series.at': day } } : change;
  }

  /** Only what was changed of the one is taken over by the others. */
  private targetFor(series: Series, meeting: Meeting): Target {
    const { zone, ids } = this.context;
    const fields = series.pending?.fields ?? [];
    const has = (...names: string[]) => names.some((name) => fields.includes(name));
    const own = targetOf(meeting);
    const index = meeting.series?.index ?? 0;
    const day = has('day') ? dayOf(series, index) : dayAt(meeting.start, zone);
    const times = has('day', 'start', 'end') ? instantsOf(series, day, zone) : undefined;
    const now = series.pending?.at ?? meeting.createdAt;
    return {
      ...own,
      ...(times && times.start > now && { ...times, replyBy: usualReplyBy(times.start, now, zone) }),
      ...(has('title') && { title: series.title }),
      ...(has('place') && { place: series.place || undefined }),
      ...(has('link') && { link: series.link || undefined }),
      ...(has('agenda') && { agenda: agendaFrom(series.agenda, meeting.agenda, () => ids.next()) }),
      ...(has('maybe') && { maybeAllowed: series.maybeAllowed }),
    };
  }
}

export const seriesAudits: NonNullable<Part['audits']> = {
  'attendance.series-edited': inAll(seriesTexts, (t) => t.auditEdited),
  'attendance.series-ended': inAll(seriesTexts, (t) => t.auditEnded),
};
