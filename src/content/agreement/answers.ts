import { cooperation } from './answers/cooperation.js';
import { goals } from './answers/goals.js';
import { mission } from './answers/mission.js';
import { preamble } from './answers/preamble.js';

/**
 * What the shipped agreement answers, matter by matter: the words in it that say so, and one sentence that puts it plainly.
 * A matter counts only while the passage still holds its words to the letter, so that no sentence outlives a changed text; of a
 * long passage the sentence with these words is quoted, or all from the first to the second words. `topic` names the matter in
 * summaries, and carries it on where a question refers back to it; `why` is the matter that says the reason, where the text gives one.
 * The ids are `<passage>.<matter>`, as those of the files under `questions/answered/`.
 */
export const answers = [...preamble, ...mission, ...goals, ...cooperation] as const;
