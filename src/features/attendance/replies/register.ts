import type { Change, Filter } from '../../../ports/document-store.js';
import type { Context } from '../context.js';
import type { Invitation, ReplyKind } from '../meetings/invitations.js';

/** Nobody explains themselves at more length. */
export const longestRemark = 300;

/** One reply as it was pressed or typed. */
export interface Answer {
  readonly reply: ReplyKind;
  /** Version of what was asked that it is to. */
  readonly asked: number;
  /** The platform's time of the press. */
  readonly at: Date;
  /** Names the event: the same for each of its deliveries. */
  readonly mark: string;
  /** Who replied on somebody's behalf. */
  readonly by?: string;
  /** Whom they send instead. */
  readonly sends?: string;
  readonly remark?: string;
}

/**
 * Writes a reply unless a later one is there: the last press by the platform's time wins, whatever the order of arrival.
 * Resolves with the row if this reply changed it.
 */
export async function writeReply(context: Context, id: string, answer: Answer): Promise<Invitation | undefined> {
  const { reply, asked, at, mark, by, sends, remark } = answer;
  const change: Change = {
    $set: {
      reply,
      repliedAt: at,
      repliedTo: asked,
      replyMark: mark,
      ...(by !== undefined && { repliedBy: by }),
      ...(sends !== undefined && { sends }),
    },
    ...gone({ repliedBy: by === undefined, sends: sends === undefined }),
  };
  const written = await context.invitations.update(id, change, notLater('repliedAt', 'replyMark', at, mark));
  const noted = remark === undefined ? undefined : await writeRemark(context, id, { ...answer, remark });
  return noted ?? written;
}

/** A remark by itself, or with its reply. An empty one takes it away. */
export async function writeRemark(
  context: Context,
  id: string,
  { remark, at, mark, reply }: Pick<Answer, 'at' | 'mark'> & { readonly remark: string; readonly reply?: ReplyKind },
): Promise<Invitation | undefined> {
  return context.invitations.update(
    id,
    {
      $set: {
        remarkedAt: at,
        remarkMark: mark,
        ...(remark !== '' && { remark }),
        ...(reply !== undefined && { remarkTo: reply }),
      },
      ...gone({ remark: remark === '', remarkTo: reply === undefined }),
    },
    notLater('remarkedAt', 'remarkMark', at, mark),
  );
}

/** The remark as long as it fits the reply. */
export function remarkOf({ remark, remarkTo, reply }: Invitation): string | undefined {
  return remarkTo === undefined || remarkTo === reply ? remark : undefined;
}

/** Takes away the fields that are said to be gone. */
function gone(fields: Readonly<Record<string, boolean>>): Change {
  const names = Object.keys(fields).filter((name) => fields[name]);
  return names.length > 0 ? { $unset: Object.fromEntries(names.map((name) => [name, true as const])) } : {};
}

function notLater(time: 'repliedAt' | 'remarkedAt', by: 'replyMark' | 'remarkMark', at: Date, mark: string): Filter {
  return { $or: [{ [time]: null }, { [time]: { $lt: at } }, { [time]: at, [by]: { $lt: mark } }] };
}
