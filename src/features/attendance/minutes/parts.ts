import type { Part } from '../../../bot/parts.js';
import type { Context } from '../context.js';
import { decisionListPart } from './decision-list-part.js';
import { decisionPart } from './decision-part.js';
import { minutesQuestionsPart } from './questions-part.js';
import { sendingPart } from './sending-part.js';
import { taskListPart } from './task-list-part.js';
import { taskPart } from './task-part.js';
import { writingPart } from './writing-part.js';

/** Minutes, decisions and tasks. */
export function minutesParts(context: Context): readonly Part[] {
  return [
    writingPart(context),
    decisionPart(context),
    taskPart(context),
    sendingPart(context),
    taskListPart(context),
    decisionListPart(context),
    minutesQuestionsPart(context),
  ];
}
