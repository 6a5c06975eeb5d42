// Not from the package's index, which loads what we do not use, models and tokenizers among it: 20 MB.
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import { TurnState } from '@microsoft/teams-ai/lib/TurnState.js';
import type { TurnContext } from 'botbuilder';
import { executeEvent, formEvent, objectOf } from './inbound.js';
import { refuseInvoke, type Turns, wireOf } from './turns.js';

/** Nothing is kept in turns: the SDK's state loses updates when turns overlap. */
class NoState extends TurnState {
  protected override onComputeStorageKeys(): Promise<Record<string, string>> {
    return Promise.resolve({ conversation: 'none', user: 'none' });
  }
}

/** The SDK's application, without its typing indicator, whose one timer all turns share. */
class QuietApplication extends Application {
  override startTypingTimer(): void {}
}

/** Routes each kind of activity to its turn. */
export function createApplication(turns: Turns): Application {
  const app = new QuietApplication({ removeRecipientMention: false, turnStateFactory: () => new NoState() });
  app.turn('beforeTurn', async (context) => turns.concerns(wireOf(context)));

  app.adaptiveCards.actionExecute(isButton, (context) => turns.button(context));
  app.taskModules.fetch(isInvoke('task/fetch'), (context) => turns.opening(context));
  app.taskModules.submit(isSubmission, (context) => turns.submission(context));
  app.messageExtensions.query(isInvoke('composeExtension/query'), (context) => turns.search(context));
  app.addRoute(isInvoke('fileConsent/invoke'), (context) => turns.consent(context), true);
  app.addRoute(isInvoke('adaptiveCard/action', 'task/submit'), (context) => refuseInvoke(context, 400), true);
  app.addRoute(isInvoke(), (context) => refuseInvoke(context, 501), true);

  app.adaptiveCards.actionSubmit(isCardSubmit, (context) => turns.submit(context));
  app.activity('message', (context) => turns.message(context));
  app.activity(['installationUpdate', 'conversationUpdate'], (context) => turns.presence(context));
  return app;
}

function isInvoke(...names: readonly string[]) {
  return async ({ activity }: TurnContext): Promise<boolean> =>
    activity.type === 'invoke' && (names.length === 0 || names.includes(activity.name ?? ''));
}

async function isButton(context: TurnContext): Promise<boolean> {
  return (await isInvoke('adaptiveCard/action')(context)) && executeEvent(wireOf(context)) !== undefined;
}

/** Only forms are submitted in our dialogs. */
async function isSubmission(context: TurnContext): Promise<boolean> {
  const data = objectOf(objectOf(wireOf(context).value)?.data);
  return (
    (await isInvoke('task/submit')(context)) && data !== undefined && formEvent(wireOf(context), data) !== undefined
  );
}

/** `Action.Submit` outside of dialogs arrives as a message without text. */
async function isCardSubmit({ activity }: TurnContext): Promise<boolean> {
  return activity.type === 'message' && !activity.text && objectOf(activity.value) !== undefined;
}
