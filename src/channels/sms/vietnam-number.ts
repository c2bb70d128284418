/** The two ways in which SMS providers write a Vietnamese number. */

/** `+84912345678` → `0912345678`; undefined for anything else. */
export function localNumber(e164: string): string | undefined {
  return /^\+84\d{9}$/.test(e164) ? `0${e164.slice(3)}` : undefined
}

/**
 * A sender as a handset shows it → `+84…`. undefined for brandnames, short codes (195, 9029) and foreign numbers:
 * those are machines or strangers, and answering a machine starts a loop.
 */
export function senderNumber(shown: string): string | undefined {
  const digits = /^(?:\+?84|0)([35789]\d{8})$/.exec(shown.replace(/[\s.-]/g, ''))?.[1]
  return digits === undefined ? undefined : `+84${digits}`
}
