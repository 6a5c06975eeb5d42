/** True for names and addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(name);
}

/** Proxies add at least one of these. A proxy on this machine makes every visitor look local. */
const proxyHeader =
  /^(?:forwarded|via|x-forwarded(?:-.+)?|x-real-ip|x-(?:cluster-)?client-ip|x-original-.+|x-envoy-.+|cf-.+|true-client-ip|fastly-client-ip)$/;

/** Whether a request was passed on to us, so that its sender's address says nothing. Header names in lower case. */
export function cameThroughProxy(headers: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(headers).some((name) => proxyHeader.test(name) && headers[name] !== undefined);
}

const linkProtocols = new Set(['http:', 'https:', 'mailto:']);

/** The address as a browser understands it, if it leads to a page or to mail; undefined for anything else. */
export function safeHref(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  return linkProtocols.has(url.protocol) ? url.href : undefined;
}
