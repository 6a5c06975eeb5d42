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
import type { Meeting, SeriesAspect } from '../meetings/model.js';
import { cancellation, changeTo, type Target, targetOf } from './changing.js';
import type { FollowUps } from './following.js';
import type { Scope } from './form.js';
import { dayOf, instantsOf, ruleFor } from './occurrences.js';
import { agendaFrom, type Plan } from './plan.js';
import { answered } from './register.js';
import { type Series, seriesSpec } from './series-model.js';
import { seriesTexts } from './series-texts.js';
import { keptView } from './series-view.js';
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
    const base = { event, from, by: turn.person.id, at: turn.now };
    const pending = { ...base, kind: 'edit' as const, chosen: index, fields: [...fields] };
    const series = await this.intend(seriesId, event, (read) => ({
      $set: { ...this.template(read, plan, fields, index), pending },
    }));
    const count = await this.apply(series);
    const changed = await meetingById(this.context, turn, meeting._id);
    turn.audit('attendance.series-edited', `Nr. ${meeting.number}`);
    const view = await planView(this.context, turn, changed, [seriesTexts[turn.language].applied(count)]);
    const kept = (await this.occurrences(seriesId, from)).filter((each) => isKept(each, pending));
    return answered(turn, keptView(this.context, turn, view, changed, kept));
  }

  /** What was changed of single meetings to come becomes like their series again. */
  async align(turn: Turn, meeting: Meeting): Promise<Reply> {
    const t = seriesTexts[turn.language];
    if (!meeting.series) throw new Refusal(t.alignsNothing(String(meeting.number)), 'attendance.not-series');
    const { seriesId } = this.placeOf(meeting);
    const event = eventMark(turn.inbound);
    const pending = { event, kind: 'align' as const, from: 0, by: turn.person.id, at: turn.now, fields: [] };
    const count = await this.apply(await this.intend(seriesId, event, () => ({ $set: { pending } })));
    const now = await meetingById(this.context, turn, meeting._id);
    turn.audit('attendance.series-edited', `Nr. ${meeting.number}`);
    return answered(turn, await planView(this.context, turn, now, [t.aligned(count)]));
  }

  private async occurrences(seriesId: string, from: number): Promise<readonly Meeting[]> {
    const filter = { 'series.id': seriesId, 'series.index': { $gte: from } };
    const sort = [['series.index', 1]] as const;
    return (await this.context.meetings.find({ filter, sort, limit: mostOccurrences })).items;
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
    let count = 0;
    for (const meeting of await this.occurrences(series._id, pending.from)) {
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
    return (await this.occurrences(_id, 0)).filter((meeting) => meeting.event === event).length;
  }

  private changeFor(series: Series, meeting: Meeting): Change | undefined {
    const { pending } = series;
    if (!pending || meeting.event === pending.event || meeting.state === 'cancelled') return undefined;
    const { by, at, event } = pending;
    const cause = { by, at, event };
    if (pending.kind === 'end') return cancellation(meeting, cause, pending.reason);
    const change = changeTo(meeting, this.targetFor(series, meeting), cause);
    if (!change || !meeting.series) return change;
    const day = pending.fields.includes('day') ? dayOf(series, meeting.series.index) : undefined;
    const own = ownAfter(meeting, pending);
    return {
      ...change,
      $set: {
        ...change.$set,
        ...(day !== undefined && { 'series.at': day }),
        ...(own.length > 0 && { 'series.own': own }),
      },
      $unset: { ...change.$unset, ...(own.length === 0 && meeting.series.own && { 'series.own': true }) },
    };
  }

  /** Only what was changed of the one is taken over by the others. */
  private targetFor(series: Series, meeting: Meeting): Target {
    const { zone, ids } = this.context;
    const { pending } = series;
    const has = (aspect: SeriesAspect) => pending !== undefined && changed(meeting, pending).includes(aspect);
    const own = targetOf(meeting);
    const byRule = pending?.kind === 'align' || pending?.fields.includes('day');
    const day = byRule ? dayOf(series, meeting.series?.index ?? 0) : dayAt(meeting.start, zone);
    const times = has('when') ? instantsOf(series, day, zone) : undefined;
    const now = pending?.at ?? meeting.createdAt;
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

type Pending = NonNullable<Series['pending']>;

const aspectOf: Readonly<Record<string, SeriesAspect>> = {
  title: 'title',
  day: 'when',
  start: 'when',
  end: 'when',
  place: 'place',
  link: 'link',
  agenda: 'agenda',
  maybe: 'maybe',
};

/** What a change is about. */
function aspectsIn({ fields }: Pick<Pending, 'fields'>): readonly SeriesAspect[] {
  return [...new Set(fields.flatMap((field) => aspectOf[field] ?? []))];
}

/** What a change does to this occurrence: what was changed of it alone stays, unless it was the one that was edited. */
function changed({ series }: Meeting, pending: Pending): readonly SeriesAspect[] {
  const own = series?.own ?? [];
  if (pending.kind === 'align') return own;
  if (series?.index === pending.chosen) return aspectsIn(pending);
  return aspectsIn(pending).filter((aspect) => !own.includes(aspect));
}

/** What is of its own after a change: the edited one stays on its own day if only the times were changed. */
function ownAfter(meeting: Meeting, pending: Pending): readonly SeriesAspect[] {
  const gone = changed(meeting, pending);
  const own = meeting.series?.own ?? [];
  if (pending.kind === 'align') return [];
  return own.filter((aspect) => !gone.includes(aspect) || (aspect === 'when' && !pending.fields.includes('day')));
}

/** Whether a change left something of a meeting to come as it was, because it was changed singly. */
function isKept(meeting: Meeting, pending: Pending): boolean {
  const { series, state, start } = meeting;
  if (state === 'cancelled' || start <= pending.at || series?.index === pending.chosen) return false;
  return aspectsIn(pending).some((aspect) => series?.own?.includes(aspect));
}

export const seriesAudits: NonNullable<Part['audits']> = {
  'attendance.series-edited': inAll(seriesTexts, (t) => t.auditEdited),
  'attendance.series-ended': inAll(seriesTexts, (t) => t.auditEnded),
};
