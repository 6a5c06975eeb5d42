import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { type BotFrameworkAuthentication, PasswordServiceClientCredentialFactory } from 'botframework-connector';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const issuer = 'https://issuer.test';

export interface TokenWishes {
  readonly audience?: string;
  readonly issuer?: string;
  readonly serviceUrl?: string;
  /** Seconds from now. */
  readonly expiresIn?: number;
  readonly algorithm?: 'RS256' | 'HS256' | 'none';
  /** Signed with a key that nobody published, under the published one's id. */
  readonly forged?: boolean;
  readonly keyId?: string;
}

/** Our own Bot Framework token service: metadata and keys over HTTP, and tokens signed with them. */
export class TeamsKeys {
  private readonly pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly forger = generateKeyPairSync('rsa', { modulusLength: 2048 });
  /** Status with which keys are refused. */
  broken: number | undefined;
  private readonly server = createServer((request, response) => {
    if (this.broken) response.writeHead(this.broken).end();
    else response.end(JSON.stringify(request.url === '/keys' ? this.keys() : { issuer, jwks_uri: `${this.url}/keys` }));
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private keys() {
    const { n, e } = this.pair.publicKey.export({ format: 'jwk' });
    return { keys: [{ kty: 'RSA', use: 'sig', kid: 'test-key', n, e, endorsements: ['msteams'] }] };
  }

  /** What goes into the Authorization header. */
  bearer(appId: string, serviceUrl: string, wishes: TokenWishes = {}): string {
    const seconds = Math.floor(Date.now() / 1_000);
    const algorithm = wishes.algorithm ?? 'RS256';
    const header = part({ typ: 'JWT', alg: algorithm, kid: wishes.keyId ?? 'test-key' });
    const claims = part({
      iss: wishes.issuer ?? issuer,
      aud: wishes.audience ?? appId,
      serviceurl: wishes.serviceUrl ?? serviceUrl,
      nbf: seconds - 4_000,
      exp: seconds + (wishes.expiresIn ?? 3_600),
    });
    return `Bearer ${header}.${claims}.${this.signature(`${header}.${claims}`, algorithm, wishes.forged ?? false)}`;
  }

  private signature(text: string, algorithm: 'RS256' | 'HS256' | 'none', forged: boolean): string {
    if (algorithm === 'none') return '';
    // The classic confusion: the public key taken as the secret of an HMAC.
    const publicKey = this.pair.publicKey.export({ type: 'spki', format: 'pem' });
    if (algorithm === 'HS256') return createHmac('sha256', publicKey).update(text).digest('base64url');
    const { privateKey } = forged ? this.forger : this.pair;
    return createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url');
  }

  /** The SDK's own authentication, with every address pointing here. */
  authentication(appId: string, tokens?: () => Promise<string>): BotFrameworkAuthentication {
    return new ConfigurationBotFrameworkAuthentication(
      {
        ValidateAuthority: 'false',
        ToChannelFromBotLoginUrl: `${this.url}/login`,
        ToChannelFromBotOAuthScope: 'https://scope.test',
        ToBotFromChannelTokenIssuer: issuer,
        OAuthUrl: `${this.url}/oauth`,
        ToBotFromChannelOpenIdMetadataUrl: `${this.url}/metadata`,
        ToBotFromEmulatorOpenIdMetadataUrl: `${this.url}/emulator`,
        CallerId: 'urn:botframework:azure',
      },
      new TestCredentials(appId, tokens ?? (async () => 'bot-token')),
    );
  }
}

/** Tokens for the connector without Entra. */
class TestCredentials extends PasswordServiceClientCredentialFactory {
  constructor(
    appId: string,
    private readonly tokens: () => Promise<string>,
  ) {
    super(appId, 'secret', 'tenant');
  }

  override async createCredentials(): ReturnType<PasswordServiceClientCredentialFactory['createCredentials']> {
    const { tokens } = this;
    return {
      async signRequest(request) {
        request.headers.set('authorization', `Bearer ${await tokens()}`);
        return request;
      },
    };
  }
}
