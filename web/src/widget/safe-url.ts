/**
 * `url` if a buyer's browser may follow it: http(s), or a path on the widget's own server. A catalogue is imported from
 * files people pass around, so `javascript:` has to be thought of.
 */
export function safeUrl(url: string | null | undefined, base: string): string | undefined {
  if (!url) return undefined
  try {
    const full = new URL(url, base)
    return full.protocol === 'https:' || full.protocol === 'http:' ? full.href : undefined
  } catch {
    return undefined
  }
}
