/** Everything comes from this server, in files of its own: a script written into a page does not run. `origins`: who else may frame it. */
export function policyFramedBy(origins: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${["'self'", ...origins].join(' ')}`,
  ].join('; ')
}

/** What every answer carries, whatever route gave it. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': policyFramedBy([]),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  // Pages hold what concerns one person; only assets/ says otherwise.
  'cache-control': 'no-store',
}

/** `https`: the public address is; browsers are asked to stay with it. */
export function securityHeaders({ https }: { https: boolean }): Readonly<Record<string, string>> {
  return https ? { ...HEADERS, 'strict-transport-security': 'max-age=31536000' } : HEADERS
}
