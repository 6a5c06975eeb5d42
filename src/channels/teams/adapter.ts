// Not from the package's index, which loads what we do not use, models and tokenizers among it: 20 MB.
import { TeamsAdapter } from '@microsoft/teams-ai/lib/TeamsAdapter.js';
import {
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import {
  AppCredentials,
  type AuthenticateRequestResult,
  AuthenticationConstants,
  type BotFrameworkAuthentication,
} from 'botframework-connector';
import type { Activity, ConversationReference } from 'botframework-schema';
import { refuseHopeless, SingleAttempts } from './authentication.js';
import type { Wire } from './wire.js';

export interface Registration {
  readonly appId?: string;
  readonly appPassword?: string;
  readonly tenantId?: string;
}

export type Logic = (context: TurnContext) => Promise<void>;

/** The SDK's adapter, without its HTTP part, which answers 500 to bad signatures. */
export class Adapter extends TeamsAdapter {
  protected override readonly botFrameworkAuthentication: BotFrameworkAuthentication;
  private readonly appId: string;

  constructor(registration: Registration, authentication: BotFrameworkAuthentication = productionKeys(registration)) {
    super(settingsOf(registration), credentialsOf(registration));
    this.appId = registration.appId ?? '';
    this.botFrameworkAuthentication = new SingleAttempts(authentication);
  }

  /** Who sent this? Rejects where it was not Teams; see `authenticationStatus`. */
  async authenticate(wire: Wire, header: string): Promise<AuthenticateRequestResult> {
    if (this.appId) refuseHopeless(header);
    return this.botFrameworkAuthentication.authenticateRequest(activityOf(wire), header);
  }

  async receive(sender: AuthenticateRequestResult, wire: Wire, logic: Logic): Promise<InvokeResponse | undefined> {
    return this.processActivity(sender, activityOf(wire), logic);
  }

  /** A turn of our own accord in a conversation that exists. */
  async continueIn(reference: Partial<ConversationReference>, logic: Logic): Promise<void> {
    await this.continueConversationAsync(this.appId, reference, logic);
  }

  /** A turn in a new personal chat with somebody; Teams gives the same chat if there is one already. */
  async openChat(
    with_: { readonly serviceUrl: string; readonly bot: string; readonly member: string; readonly tenant?: string },
    logic: Logic,
  ): Promise<void> {
    const { serviceUrl, bot, member, tenant } = with_;
    const parameters = {
      isGroup: false,
      bot: { id: bot, name: '' },
      members: [{ id: member, name: '' }],
      ...(tenant && { tenantId: tenant, channelData: { tenant: { id: tenant } } }),
    };
    const scope = AuthenticationConstants.ToChannelFromBotOAuthScope;
    // The SDK's type demands an activity and a topic, Teams does not.
    await this.createConversationAsync(this.appId, 'msteams', serviceUrl, scope, parameters as never, logic);
  }
}

/** Fetches a token with the registration, for `doctor`. Rejects if Entra refuses it. */
export async function checkRegistration(registration: Registration): Promise<void> {
  const { ToChannelFromBotLoginUrl, ToChannelFromBotOAuthScope } = AuthenticationConstants;
  const { appId, appPassword } = registration;
  if (!appId || !appPassword) throw new Error('TEAMS_APP_ID and TEAMS_APP_PASSWORD are both needed');
  const factory = credentialsOf(registration);
  const credentials = await factory.createCredentials(
    appId,
    ToChannelFromBotOAuthScope,
    ToChannelFromBotLoginUrl,
    true,
  );
  if (!(credentials instanceof AppCredentials)) throw new Error('botbuilder has changed: no token to be had');
  await credentials.getToken(true);
}

/** A copy with the dates that the SDK expects. */
function activityOf(wire: Wire): Activity {
  const date = (value: unknown) => (typeof value === 'string' ? new Date(value) : undefined);
  const activity = { ...wire, timestamp: date(wire.timestamp), localTimestamp: date(wire.localTimestamp) };
  return activity as unknown as Activity;
}

function productionKeys(registration: Registration): BotFrameworkAuthentication {
  return new ConfigurationBotFrameworkAuthentication(settingsOf(registration), credentialsOf(registration));
}

function credentialsOf(registration: Registration): ConfigurationServiceClientCredentialFactory {
  return new ConfigurationServiceClientCredentialFactory(settingsOf(registration));
}

function settingsOf({ appId, appPassword, tenantId }: Registration): Record<string, string> {
  if (!appId) return {};
  return {
    MicrosoftAppId: appId,
    MicrosoftAppPassword: appPassword ?? '',
    ...(tenantId
      ? { MicrosoftAppType: 'SingleTenant', MicrosoftAppTenantId: tenantId }
      : { MicrosoftAppType: 'MultiTenant' }),
  };
}
