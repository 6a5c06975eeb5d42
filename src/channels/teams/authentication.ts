import {
  type AuthenticateRequestResult,
  BotFrameworkAuthentication,
  type ClaimsIdentity,
  type ConnectorClient,
  ConnectorFactory,
  type UserTokenClient,
} from 'botframework-connector';
import type { Activity } from 'botframework-schema';
import { z } from 'zod';
import { Unavailable } from '../../kernel/errors.js';
import { inTime } from '../../kernel/timeout.js';
import { NoToken } from './errors.js';
import { limits } from './limits.js';

const Header = z.object({ alg: z.enum(['RS256', 'RS384', 'RS512']), kid: z.string().min(1) });

/** A token that no key in the world could make good. It is refused without asking for keys. */
export class HopelessToken extends Error {
  constructor() {
    super('not a signed token');
    this.name = 'HopelessToken';
  }
}

/** Throws `HopelessToken` for what is not a token signed with somebody's private key: `alg: none`, a shared secret. */
export function refuseHopeless(authorization: string): void {
  const [, head] = /^Bearer ([\w-]+)\.[\w-]+\.[\w-]+$/i.exec(authorization) ?? [];
  if (head === undefined || !Header.safeParse(jsonOf(head)).success) throw new HopelessToken();
}

function jsonOf(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    // Not JSON is no header either: the schema refuses it.
    return undefined;
  }
}

/**
 * The SDK's authentication with connectors that try once: the SDK's own would post a message again whose answer was
 * lost, so that people read it twice. Every call also gets a time-out, which the SDK does not have.
 */
export class SingleAttempts extends BotFrameworkAuthentication {
  constructor(private readonly inner: BotFrameworkAuthentication) {
    super();
  }

  override async authenticateRequest(activity: Activity, header: string): Promise<AuthenticateRequestResult> {
    const checking = this.inner.authenticateRequest(activity, header);
    const result = await inTime(limits.keysMs, checking, () => new Unavailable('keys of the Bot Framework'));
    const { connectorFactory } = result;
    return connectorFactory ? { ...result, connectorFactory: new OnceFactory(connectorFactory) } : result;
  }

  override authenticateStreamingRequest(header: string, channelId: string): Promise<AuthenticateRequestResult> {
    return this.inner.authenticateStreamingRequest(header, channelId);
  }

  override createConnectorFactory(claims: ClaimsIdentity): ConnectorFactory {
    return new OnceFactory(this.inner.createConnectorFactory(claims));
  }

  override createUserTokenClient(claims: ClaimsIdentity): Promise<UserTokenClient> {
    return this.inner.createUserTokenClient(claims);
  }
}

class OnceFactory extends ConnectorFactory {
  constructor(private readonly inner: ConnectorFactory) {
    super();
  }

  override async create(serviceUrl: string, audience?: string): Promise<ConnectorClient> {
    const connector = await this.inner.create(serviceUrl, audience);
    const { pipeline } = pipelineOf(connector);
    pipeline.removePolicy({ name: 'defaultRetryPolicy' });
    pipeline.addPolicy({
      name: 'dorfbote-time-out',
      sendRequest: (request, next) => {
        request.timeout = limits.connectorMs;
        return next(request);
      },
    });
    const { credentials } = connector;
    connector.credentials = {
      async signRequest(request) {
        try {
          return await inTime(limits.connectorMs, credentials.signRequest(request), () => new Unavailable('token'));
        } catch (error) {
          throw new NoToken({ cause: error });
        }
      },
    };
    return connector;
  }
}

interface Pipelined {
  readonly pipeline: {
    removePolicy(which: { readonly name: string }): unknown;
    addPolicy(policy: {
      readonly name: string;
      sendRequest(
        request: { timeout: number },
        next: (request: { timeout: number }) => Promise<unknown>,
      ): Promise<unknown>;
    }): void;
  };
}

/** The SDK keeps the client private that holds the pipeline; without it retries could not be switched off. */
function pipelineOf(connector: ConnectorClient): Pipelined {
  const client: unknown = Reflect.get(connector, 'client');
  if (typeof client === 'object' && client !== null && 'pipeline' in client) return client as Pipelined;
  throw new Error('botframework-connector has changed: its retries cannot be switched off');
}
