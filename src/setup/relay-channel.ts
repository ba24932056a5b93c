const NEW_CHANNEL = 'https://smee.io/new'
const TIMEOUT_MS = 5_000

/** A fresh channel of smee.io, which passes webhooks on to whoever listens there; `null` where it can't be had. */
export async function openRelayChannel(): Promise<string | null> {
  try {
    const response = await fetch(NEW_CHANNEL, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
    const location = response.headers.get('location')
    if (location === null) return null
    const channel = new URL(location, NEW_CHANNEL)
    channel.protocol = 'https:'
    return channel.origin === new URL(NEW_CHANNEL).origin ? channel.href : null
  } catch {
    return null
  }
}
