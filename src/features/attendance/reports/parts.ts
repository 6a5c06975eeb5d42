import type { Part } from '../../../bot/parts.js';
import type { Context } from '../context.js';
import { closingJob } from './closing.js';
import { ownPart } from './own-part.js';
import { reportsPart } from './part.js';

/** Reports of meetings and committees, a person's own attendance, and the end of data by person. */
export function reportParts(context: Context): readonly Part[] {
  return [reportsPart(context), ownPart(context), { jobs: [closingJob(context)] }];
}
