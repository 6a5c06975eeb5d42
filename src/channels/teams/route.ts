import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { errorName, httpStatusOf, messageOf, Unavailable } from '../../kernel/errors.js';
import type { Logger } from '../../ports/logger.js';
import type { Adapter, Logic } from './adapter.js';
import { authenticationStatus } from './errors.js';
import { isFromThisMachine, isLoopbackUrl } from './local.js';
import { carry } from './turns.js';
import { readActivity, tenantsOf, type Wire } from './wire.js';

export const path = '/api/messages';

export interface RouteOptions {
  readonly adapter: Adapter;
  readonly logic: Logic;
  readonly local: boolean;
  readonly allowedTenants: readonly string[];
  readonly bodyLimit: number;
  readonly logger: Logger;
  /** Runs what is let in, unless the channel is stopping. */
  readonly admit: (work: () => Promise<void>) => Promise<boolean>;
}

/** `POST /api/messages`: who may come in, and with what. Nothing unverified gets beyond this file. */
export function mountRoute(web: Express, options: RouteOptions): void {
  const json = express.json({ limit: options.bodyLimit, type: 'application/json', strict: true });
  web.post(path, onlyJson, options.local ? onlyThisMachine : pass, json, async (request, response) => {
    const admitted = await options.admit(() => receive(request, response, options));
    if (!admitted) refuse(response, 503, 'stopping');
  });
  web.all(path, (_, response) => {
    response.set('Allow', 'POST');
    refuse(response, 405, 'method-not-allowed');
  });
  web.use(path, unreadable(options.logger));
}

async function receive(request: Request, response: Response, options: RouteOptions): Promise<void> {
  const wire = readActivity(request.body);
  if (!wire) return refuse(response, 400, 'not-an-activity');
  if (options.local && !isLoopbackUrl(wire.serviceUrl)) return refuse(response, 403, 'service-url-not-local');
  const sender = await verified(request, wire, options);
  if (typeof sender === 'number') return refuse(response, sender, sender === 401 ? 'unauthorized' : 'keys-unavailable');
  if (!options.local && !isAllowed(wire, options.allowedTenants)) return refuse(response, 403, 'tenant-not-allowed');
  try {
    const answer = await options.adapter.receive(sender, wire, async (context) => {
      carry(context, wire);
      await options.logic(context);
    });
    if (!answer) response.status(200).end();
    else if (answer.body === undefined) refuse(response, 501, 'not-answered');
    else response.status(answer.status).json(answer.body);
  } catch (error) {
    const isUnavailable = error instanceof Unavailable;
    options.logger.error(
      { type: wire.type, error: isUnavailable ? messageOf(error) : errorName(error) },
      'activity failed',
    );
    refuse(response, isUnavailable ? 503 : 500, isUnavailable ? 'unavailable' : 'failed');
  }
}

async function verified(request: Request, wire: Wire, { adapter, logger }: RouteOptions) {
  try {
    return await adapter.authenticate(wire, request.headers.authorization ?? '');
  } catch (error) {
    const status = authenticationStatus(error);
    logger.warn({ status, error: errorName(error) }, 'sender not verified');
    return status;
  }
}

function isAllowed(wire: Wire, allowed: readonly string[]): boolean {
  const tenants = tenantsOf(wire);
  const known = allowed.map((tenant) => tenant.toLowerCase());
  return tenants.length > 0 && tenants.every((tenant) => known.includes(tenant.toLowerCase()));
}

const pass: RequestHandler = (_request, _response, next) => next();

const onlyJson: RequestHandler = (request, response, next) => {
  if (request.is('application/json')) next();
  else refuse(response, 415, 'not-json');
};

const onlyThisMachine: RequestHandler = (request, response, next) => {
  if (isFromThisMachine(request)) next();
  else refuse(response, 403, 'not-local');
};

/** Bodies too large (413), malformed or encoded in an unknown way. Express needs all four parameters. */
function unreadable(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = httpStatusOf(error) ?? 500;
    logger.warn({ status, error: errorName(error) }, 'request refused');
    refuse(response, status, status === 413 ? 'too-large' : status < 500 ? 'malformed' : 'failed');
  };
}

function refuse(response: Response, status: number, error: string): void {
  response.status(status).json({ error });
}
